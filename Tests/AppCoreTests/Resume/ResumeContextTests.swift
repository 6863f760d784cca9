import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The same server through two contexts, and two pieces of work on one server")
struct ResumeContextTests {
    private static let twin = ServerRef(context: "twin", server: Sample.ref.server)

    /// Two accounts of one service, both with the same server.
    private static func opened() -> Bench {
        var bench = Bench(contexts: [Sample.context(), Sample.context("twin")])
        bench.holdsJournal = true
        bench.send(.started)
        for context in [Sample.contextID, "twin"] { bench.send(.serversLoaded(context, .success([Sample.server()]))) }
        return bench
    }

    private static func confirm(_ ref: ServerRef, _ bench: inout Bench) {
        let place = LocationRef(server: ref, world: "w1")
        bench.state.serverList.selection = ref
        bench.state.screen = .servers
        bench.press(.open)
        bench.list(at: place)
        bench.event(.connected, of: ref)
        bench.list(at: place)
        bench.event(.power(.stopped), of: ref)
        bench.openPlan()
        bench.confirm()
        for _ in 0 ..< 12 { bench.tick(1) }
    }

    @Test func theSecondPlanIsHeldUpByTheLockAndTheFirstGoesOn() throws {
        var bench = Self.opened()
        Self.confirm(Sample.ref, &bench)
        let first = try #require(bench.orders.last)
        bench.send(.began(first.server, first.entry.act, problem: nil))
        bench.read()
        #expect(bench.requests == [.restore("b2")])
        bench.key(.escape)
        Self.confirm(Self.twin, &bench)
        let second = try #require(bench.orders.last)
        #expect(second.server == Self.twin)
        #expect(second.place == first.place, "one server, however it is reached")
        bench.send(.began(
            second.server,
            second.entry.act,
            problem: ProviderError(.conflict, "A plan is being carried out there already")
        ))
        #expect(bench.state.runs[Self.twin]?.outcome?.kind == .refused)
        #expect(bench.state.runs[Sample.ref]?.isActive == true)
        #expect(bench.requests == [.restore("b2")])
        #expect(bench.released.isEmpty, "the first one's lock stays")
    }

    @Test func anEndOfTheFirstReleasesOnce() throws {
        var bench = Self.opened()
        Self.confirm(Sample.ref, &bench)
        let order = try #require(bench.orders.last)
        bench.send(.began(order.server, order.entry.act, problem: nil))
        bench.read()
        bench.answer(.refused(Sample.offline))
        #expect(bench.released == [order.place])
        bench.send(.began(order.server, order.entry.act, problem: nil))
        bench.passDeadline()
        #expect(bench.released == [order.place])
    }

    @Test func workOfOneContextIsNotGoneOnWithThroughAnother() throws {
        let act = SimAct.restore("plain", Sample.capabilities())
        let first = act.carriedOut()
        let cut = try #require(first.cuts.first { first.journal[$0.lines - 1].step == "create" })
        var bench = Bench(contexts: [Sample.context("twin")], session: "second")
        bench.send(.started)
        bench.send(.serversLoaded("twin", .success([Sample.server()])))
        bench.send(.unfinishedLoaded(.success(SimSession.unfinished(Array(first.journal.prefix(cut.lines))))))
        bench.send(.probed(WorkPlace(
            provider: "sample", origin: "https://example.test", server: Sample.ref.server
        ), holder: nil))
        #expect(bench.unfinishedSheet == nil)
        #expect(bench.state.unfinished.count == 1)
    }

    @Test func aPlanThatRunsThereRefusesToGoOn() throws {
        let act = SimAct.restore("plain", Sample.capabilities())
        let first = act.carriedOut()
        let cut = try #require(first.cuts.first { first.journal[$0.lines - 1].step == "create" })
        let lines = try #require(SimSession.unfinished(Array(first.journal.prefix(cut.lines))).first)
        let unfinished = try #require(UnfinishedAct(lines))
        let bench = Bench.inWindow()
        #expect(UnfinishedReducer.refusal(of: unfinished, state: bench.state)
            == "another plan is being carried out there")
        #expect(UnfinishedReducer.refusal(of: unfinished, state: Bench.opened().state) == nil)
    }
}
