import ArgumentParser
import Sandbox
import Testing
@testable import BacktopCommands

struct SandboxFlagsTests {
    @Test(arguments: [([], false), (["--servers", "40"], false), (["--lively"], true)] as [([String], Bool)])
    func `the sandbox is lively only when asked for`(_ arguments: [String], _ isLively: Bool) throws {
        #expect(try SandboxFlags.parse(arguments).sandboxOptions().isLively == isLively)
    }

    @Test(arguments: [
        ([], false), (["--servers", "3"], false), (["--servers", "4"], true), (["--lively"], true),
        (["--servers", "40", "--no-lively"], false),
    ] as [([String], Bool)])
    func `the demo is lively when asked for or when there is much to watch`(
        _ arguments: [String],
        _ isLively: Bool
    ) throws {
        #expect(try DemoCommand.parse(arguments).isLively == isLively)
    }

    @Test func `a given schedule goes with life`() throws {
        let options = try SandboxFlags.parse(["--lively", "--schedule", "90s"]).sandboxOptions()
        #expect(options.isLively && options.schedule == .seconds(90))
    }
}
