import BackupKit
import Testing
@testable import AppCore

@Suite("The list of servers and its filter")
struct ServerListTests {
    /// Equally well, they stand in the order of their names.
    private static let names = ["creative", "web-main", "web-test"]

    private static func listed() -> Bench {
        var bench = Bench()
        bench.send(.started)
        bench.send(.serversLoaded(Sample.contextID, .success(names.reversed().map {
            Sample.server(.init("id-" + $0), name: $0)
        })))
        return bench
    }

    private func filter(_ text: String, _ bench: inout Bench) {
        bench.press(.filter)
        bench.type(text)
    }

    private func shown(_ bench: Bench) -> [String] {
        bench.state.listedServers.map { String($0.server.rawValue.dropFirst(3)) }
    }

    @Test(arguments: [
        ("WEB", ["web-main", "web-test"]), ("web test", ["web-test"]), ("!web", ["creative"]), ("id-cre", ["creative"]),
        ("nothing", []), ("  ", names), ("!", []),
    ])
    func everyWordMustHold(text: String, names: [String]) {
        var bench = Self.listed()
        filter(text, &bench)
        #expect(shown(bench) == names)
        #expect(bench.state.serverList.selection == bench.state.listedServers.first)
    }

    @Test func movesAndOpensWithinWhatIsShown() {
        var bench = Self.listed()
        filter("web", &bench)
        bench.key(.down)
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        bench.press(.moveDown)
        bench.press(.nextServer)
        #expect(bench.state.serverList.selection?.server == "id-web-main", "round the end of what is shown")
        bench.press(.nextMatch)
        bench.press(.open)
        #expect(bench.state.location?.server.server == "id-web-test")
        #expect(bench.state.filterText.isEmpty, "the list of backups has its own")
    }

    @Test func escapeUndoesWhatWasTypedAndThenClears() {
        var bench = Self.listed()
        filter("web", &bench)
        bench.key(.enter)
        filter("x", &bench)
        #expect(shown(bench).isEmpty)
        bench.key(.escape)
        #expect(shown(bench) == ["web-main", "web-test"])
        bench.press(.close)
        #expect(shown(bench) == Self.names)
    }

    @Test func serversThatComeLaterAreFilteredToo() {
        var bench = Self.listed()
        filter("new", &bench)
        bench.key(.enter)
        let names = Self.names + ["new"]
        bench.send(.serversLoaded(Sample.contextID, .success(names.map { Sample.server(.init("id-" + $0), name: $0) })))
        #expect(shown(bench) == ["new"])
        #expect(bench.state.serverList.selection?.server == "id-new")
    }
}
