import ArgumentParser
import Testing
@testable import BacktopCommands

@Suite struct WallCommandTests {
    @Test(arguments: [
        ["--server", "smp"], ["--world", "w1"], ["--no-clock"], ["--distance", "5m"], ["--screen", "55in"],
    ])
    func `what the wall cannot do is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try WallCommand.parse(arguments) }
    }

    @Test(arguments: [[], ["--once"], ["--distance", "5m", "--screen", "55in"], ["--context", "smp"]])
    func `what it can do is taken`(arguments: [String]) throws {
        _ = try WallCommand.parse(arguments)
    }

    @Test(arguments: [
        ([], false), (["--wall"], true), (["--servers", "40"], true), (["--wall", "--no-lively"], false),
    ] as [([String], Bool)])
    func `a demo that is looked at is lively`(arguments: [String], isLively: Bool) throws {
        #expect(try DemoCommand.parse(arguments).isLively == isLively)
    }
}
