import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("An older run's end never ends a newer run")
struct StaleEndTests {
    private static let historic = Sample.context(capabilities: .historic)
    private static let logged = Sample.context(capabilities: .logged)

    /// A restore of b2 was accepted; these reports were in the list before.
    private static func restoring(_ context: Context, _ before: [OperationReport]) -> Bench {
        var bench = Bench.opened(Sample.backups, before, context: context)
        bench.select("b2")
        bench.press(.restore)
        if bench.menu != nil { bench.key(.enter) }
        bench.read(Sample.server(), Sample.backups, before)
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), Sample.backups, before)
        bench.answer()
        bench.event(.power(.stopped))
        bench.read(Sample.server(), Sample.backups, before)
        bench.answer()
        return bench
    }

    private static func done(_ run: OperationRun.ID? = nil, at seconds: Double? = nil) -> OperationReport {
        Sample.report("b2", .restore, .done, run: run, endedAt: seconds)
    }

    private static func failed(_ run: OperationRun.ID? = nil, at seconds: Double? = nil) -> OperationReport {
        Sample.report("b2", .restore, .failed, run: run, endedAt: seconds)
    }

    private func isOpen(_ bench: Bench) -> Bool {
        bench.operation("b2", .restore)?.isOpen == true && bench.run?.isActive == true
    }

    @Test func aNewRunsEndCounts() {
        var bench = Self.restoring(Self.historic, [Self.done("4", at: -3600)])
        bench.list(Sample.backups, [Self.done("4", at: -3600)])
        #expect(isOpen(bench))
        bench.list(Sample.backups, [Self.done("5", at: 20)])
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aNewRunThatFailedDoesNotLookLikeTheOldOneThatWasDone() {
        var bench = Self.restoring(Self.historic, [Self.done("4")])
        bench.list(Sample.backups, [Self.failed("5")])
        #expect(bench.run?.outcome?.kind == .failed)
    }

    @Test func theEndOfAnotherNumberEndsNothing() {
        var bench = Self.restoring(Self.historic, [])
        bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.2, run: "5")])
        bench.list(Sample.backups, [Self.failed("4", at: 5)])
        bench.event(.progress(Self.done("4")))
        #expect(isOpen(bench))
        #expect(bench.operation("b2", .restore)?.run == "5")
        bench.list(Sample.backups, [Self.done("5")])
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aLateEventWithoutANumberEndsNothing() {
        var bench = Self.restoring(Self.historic, [Self.done("4", at: -3600)])
        bench.event(.progress(Self.done()))
        #expect(isOpen(bench), "an event that names no run sounds like the end of the last one")
        #expect(bench.requests.last == .restore("b2", RestoreOptions(safetyName: Self.safetyName(bench))))
        bench.event(.progress(Sample.report("b2", .restore, .running, 0.1)))
        bench.event(.progress(Self.done()))
        #expect(bench.requests.last == .power(.start))
    }

    private static func safetyName(_ bench: Bench) -> String? {
        if case let .restore(_, options)? = bench.requests.last { options.safetyName } else { nil }
    }

    @Test(arguments: [-3600, nil] as [Double?])
    func aHistoryThatLagsDoesNotEndWorkThatIsHeardOf(endedAt: Double?) {
        var bench = Self.restoring(Self.historic, [Self.failed("4", at: endedAt)])
        bench.event(.progress(Sample.report("b2", .restore, .running, 0.2)))
        for _ in 0 ..< 4 { bench.list(Sample.backups, [Self.failed("4", at: endedAt)]) }
        #expect(isOpen(bench))
    }

    @Test(arguments: [-3600, nil] as [Double?])
    func aHistoryThatLagsDoesNotTakeAnEndBack(endedAt: Double?) {
        var bench = Self.restoring(Self.historic, [Self.failed("4", at: endedAt)])
        bench.event(.progress(Sample.report("b2", .restore, .running, 0.2)))
        bench.event(.progress(Self.done()))
        #expect(bench.operation("b2", .restore)?.state == .done)
        while bench.tickets[Sample.place]?
            .isEmpty == false { bench.list(Sample.backups, [Self.failed("4", at: endedAt)]) }
        bench.list(Sample.backups, [Self.failed("4", at: endedAt)])
        #expect(bench.operation("b2", .restore)?.state != .failed)
    }

    @Test func aNewerListStillCorrectsTheEndOfTheSameRun() {
        var bench = Self.restoring(Self.historic, [])
        bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.2, run: "5")])
        bench.list(Sample.backups, [Self.done("5")])
        bench.list(Sample.backups, [Self.failed("5")])
        #expect(bench.operation("b2", .restore)?.state == .failed)
    }

    // MARK: Activity

    @Test func aNewerEntryOfTheSameKindCounts() {
        var bench = Self.restoring(Self.logged, [Self.done("e1", at: -3600)])
        bench.list(Sample.backups, [Self.done("e1", at: -3600)])
        #expect(isOpen(bench))
        bench.list(Sample.backups, [Self.done("e2", at: 30)])
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aNewerEndCountsWhereEntriesHaveNoNumbers() {
        var bench = Self.restoring(Self.logged, [Self.done(at: -3600)])
        bench.list(Sample.backups, [Self.done(at: -3600)])
        #expect(isOpen(bench))
        bench.list(Sample.backups, [Self.done(at: 30)])
        #expect(bench.requests.last == .power(.start))
    }

    @Test func theSameEntryAgainAndAgainIsUnconfirmed() {
        var bench = Self.restoring(Self.logged, [Self.done("e1", at: -3600)])
        for _ in 0 ..< 3 { bench.list(Sample.backups, [Self.done("e1", at: -3600)]) }
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(!bench.requests.contains(.power(.start)))
    }

    // MARK: A server that restores

    private static let busy = Sample.server(condition: .restoring)
    private static let refused = ProviderError(.conflict, "The server is being restored")

    @Test func theServersOwnConditionKeepsTheWorkAlive() {
        var bench = Self.restoring(Self.logged, [])
        bench.serverRead(Self.busy)
        #expect(bench.operation("b2", .restore)?.state == .running)
        for _ in 0 ..< 20 {
            bench.wait(60)
            bench.failList(Self.refused)
            bench.serverRead(Self.busy)
            bench.passDeadline()
        }
        #expect(isOpen(bench))
    }

    @Test func aListThatIsRefusedForTheTimeBeingIsNoLostLink() {
        let traits = ProviderCapabilities.logged.with { $0.news.hasLiveEvents = false }
        var bench = Bench.opened(context: Sample.context(capabilities: traits), power: nil)
        bench.serverRead(Self.busy)
        for _ in 0 ..< 6 {
            let effects = bench.failList(Self.refused)
            #expect(effects.delay(of: .poll(Sample.place)) == .seconds(4), "the next list must not be late")
        }
        #expect(bench.server?.link(at: "w1") == .polling)
        #expect(bench.state.fleet[Sample.place]?.failuresInRow == 0)
        #expect(bench.rows.count == 3, "what was read stays")
        bench.failList(Sample.offline)
        #expect(bench.server?.link(at: "w1") == .offline)
    }

    @Test func theListIsAskedForAsSoonAsTheServerIsBack() {
        var bench = Bench.opened(context: Self.logged)
        #expect(bench.serverRead(Self.busy).lists.isEmpty)
        #expect(bench.serverRead(Self.busy).lists.isEmpty)
        #expect(bench.serverRead().lists == [Sample.place])
        bench.list()
        #expect(bench.serverRead().lists.isEmpty)
    }

    @Test func theListOfServersTellsOfThatTooWithoutBeingAskedTwice() {
        var bench = Bench.opened(context: Self.logged)
        bench.serverRead(Self.busy)
        #expect(bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()]))).lists == [Sample.place])
        bench.list()
        #expect(bench.serverRead().lists.isEmpty)
    }
}
