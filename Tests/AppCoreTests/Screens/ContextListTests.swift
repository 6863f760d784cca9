import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Contexts: going from one to another and back to where one was")
struct ContextListTests {
    private static let second: Context.ID = "second"
    private static let empty: Context.ID = "zero"
    private static let far = ServerRef(context: second, server: "far-1")
    private static let farOther = ServerRef(context: second, server: "far-2")

    /// Two contexts with two servers each, and one that does not answer.
    private static func opened() -> Bench {
        var bench = Bench(contexts: [Sample.context(), Sample.context(second), Sample.context(empty)])
        bench.send(.started)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(), Sample.otherServer])))
        bench.send(.serversLoaded(second, .success([
            Sample.server("far-1", name: "far"), Sample.server("far-2", name: "farther"),
        ])))
        bench.send(.serversLoaded(empty, .failure(ProviderError(.unauthorized, "the token was refused"))))
        bench.state.serverList.selection = Sample.ref
        bench.press(.open)
        return bench
    }

    private func goTo(_ context: Context.ID, _ bench: inout Bench) {
        bench.press(.showContexts)
        bench.state.contextSelection = context
        bench.press(.open)
    }

    @Test func theListBeginsAtTheContextOnScreen() {
        var bench = Self.opened()
        bench.press(.showContexts)
        #expect(bench.state.screen == .contexts)
        #expect(bench.state.contextSelection == Sample.contextID)
        #expect(Availability.reason(against: .showContexts, in: bench.state) == nil)
    }

    @Test(arguments: [
        (UserAction.moveDown, "second"), (.moveUp, "smp"), (.moveBottom, "zero"), (.moveTop, "smp"), (
            .pageDown,
            "zero"
        ),
        (.halfPageDown, "zero"), (.pageUp, "smp"),
    ] as [(UserAction, Context.ID)])
    func theCursorMovesAndStops(action: UserAction, context: Context.ID) {
        var bench = Self.opened()
        bench.send(.viewportChanged(rows: 10))
        bench.press(.showContexts)
        bench.press(action)
        #expect(bench.state.contextSelection == context)
        for _ in 0 ..< 5 { bench.press(action) }
        #expect(bench.state.contextSelection != nil)
    }

    @Test func aContextOpensItsFirstServer() {
        var bench = Self.opened()
        goTo(Self.second, &bench)
        #expect(bench.state.screen == .backups)
        #expect(bench.state.location?.server == Self.far)
        #expect(bench.effects.contains(.focus(Self.far)))
        #expect(bench.effects.contains(.subscribe(Self.far)))
        #expect(bench.effects.contains(.unsubscribe(Sample.ref)))
    }

    @Test func aContextOpensTheServerThatWasLookedAtLast() {
        var bench = Self.opened()
        bench.press(.nextServer)
        goTo(Self.second, &bench)
        bench.press(.nextServer)
        #expect(bench.state.location?.server == Self.farOther)
        goTo(Sample.contextID, &bench)
        #expect(bench.state.location?.server == Sample.other)
        goTo(Self.second, &bench)
        #expect(bench.state.location?.server == Self.farOther)
    }

    @Test func aServerThatIsGoneIsNotGoneBackTo() {
        var bench = Self.opened()
        goTo(Self.second, &bench)
        bench.press(.nextServer)
        goTo(Sample.contextID, &bench)
        bench.send(.serversLoaded(Self.second, .success([Sample.server("far-1", name: "far")])))
        goTo(Self.second, &bench)
        #expect(bench.state.location?.server == Self.far)
    }

    @Test func aContextWithoutServersSaysWhyAndStays() {
        var bench = Self.opened()
        goTo(Self.empty, &bench)
        #expect(bench.state.screen == .contexts)
        #expect(bench.state.notice == Notice(.warning, "zero: the token was refused"))
        bench.send(.serversLoaded(Self.empty, .success([])))
        bench.press(.open)
        #expect(bench.state.notice == Notice(.warning, "zero: it shows no servers"))
    }

    @Test func backGoesToWhereOneWas() {
        var bench = Self.opened()
        bench.press(.showContexts)
        bench.press(.back)
        #expect(bench.state.screen == .backups)
        #expect(bench.state.exitCode == nil)
        bench.press(.showServers)
        bench.press(.showContexts)
        bench.press(.back)
        #expect(bench.state.screen == .servers)
        #expect(bench.state.exitCode == nil)
    }

    @Test func refreshReadsEveryContext() {
        var bench = Self.opened()
        bench.press(.showContexts)
        #expect(bench.press(.refresh) == [
            .loadServers(Sample.contextID), .loadServers(Self.second), .loadServers(Self.empty),
        ])
    }

    @Test func theServerOnScreenIsInFocusOnceItIsOpened() {
        var bench = Self.opened()
        #expect(bench.press(.nextServer)
            .filter { if case .focus = $0 { true } else { false } } == [.focus(Sample.other)])
        bench.press(.showServers)
        #expect(!bench.press(.moveDown).contains { if case .focus = $0 { true } else { false } })
    }

    // MARK: The palette

    private func choose(_ text: String, _ bench: inout Bench) {
        bench.press(.palette)
        bench.type(text)
        bench.key(.enter)
    }

    private func matches(_ text: String, _ bench: Bench) -> [Palette.Entry] {
        var bench = bench
        bench.press(.palette)
        bench.type(text)
        if case let .palette(palette)? = bench.state.overlays.last { return palette.matches }
        return []
    }

    @Test func thePaletteLeadsToAContext() {
        var bench = Self.opened()
        choose("secon", &bench)
        #expect(bench.state.location?.server == Self.far)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func thePaletteLeadsToAServerOfAnyContext() {
        var bench = Self.opened()
        choose("farth", &bench)
        #expect(bench.state.location?.server == Self.farOther)
        bench.press(.back)
        #expect(bench.state.screen == .servers, "back leads to the list, not out of the program")
    }

    @Test func namesThatBeginWithTheTextStandFirst() {
        let bench = Self.opened()
        #expect(matches("far", bench) == [.server(Self.far, name: "far"), .server(Self.farOther, name: "farther")])
        #expect(matches("SMP", bench) == [.context(Sample.contextID), .server(Sample.ref, name: "smp-main")])
        #expect(matches("main", bench) == [.server(Sample.ref, name: "smp-main")])
        #expect(matches(" far ", bench).count == 2)
        #expect(matches("no such thing", bench).isEmpty)
    }

    @Test func aServerWithoutANameIsFoundByItsID() {
        var bench = Self.opened()
        bench.send(.serversLoaded(Self.second, .success([Sample.server("abcdef12-3456", name: "")])))
        let ref = ServerRef(context: Self.second, server: "abcdef12-3456")
        #expect(matches("abcdef", bench) == [.server(ref, name: "abcdef12")])
    }

    @Test func anEmptyLineShowsActionsThenContextsThenServers() {
        let kinds = matches("", Self.opened()).map {
            switch $0 {
            case .action: 0
            case .context: 1
            case .server: 2
            }
        }
        #expect(kinds == kinds.sorted())
        #expect(kinds.count { $0 == 1 } == 3)
        #expect(kinds.count { $0 == 2 } == 4)
    }
}
