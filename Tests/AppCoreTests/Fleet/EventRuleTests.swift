import BackupKit
import Testing
@testable import AppCore

@Suite("Late, duplicate and backward events change nothing")
struct EventRuleTests {
    @Test(arguments: [
        ("the same again", Sample.report("b1", .create, .running, phase: nil, 0.5)),
        ("a smaller fraction", Sample.report("b1", .create, .running, 0.2)),
        ("no fraction", Sample.report("b1", .create, .running)),
        ("back to queued", Sample.report("b1", .create, .queued)),
        ("an earlier phase", Sample.report("b1", .create, .running, phase: .transfer, 0.9)),
        ("an earlier phase, queued", Sample.report("b1", .create, .running, phase: .queued, 0.9)),
        ("a negative fraction", Sample.report("b1", .create, .running, -3)),
        ("no number", Sample.report("b1", .create, .running, .nan)),
    ])
    func backwardNewsChangesNothing(name: String, report: OperationReport) {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        var expected = bench.operation("b1", .create)
        bench.wait(3)
        #expect(bench.event(.progress(report)).lists.isEmpty)
        expected?.heardAt = bench.state.now
        #expect(bench.operation("b1", .create) == expected, "\(name)")
    }

    @Test func aFractionNeverDecreasesWithinAPhase() throws {
        var bench = Bench.opened()
        var shown: [Double] = []
        for fraction in [0.1, 0.4, 0.3, 0.4, 0.9, 0.0, 2.0, 0.95] {
            bench.progress("b1", .create, .running, fraction)
            try shown.append(#require(bench.operation("b1", .create)?.fraction))
        }
        #expect(shown == [0.1, 0.4, 0.4, 0.4, 0.9, 0.9, 0.9, 0.95])
        #expect(bench.operation("b1", .create)?.isOpen == true, "a full bar is no end")
    }

    @Test func aLaterPhaseBeginsItsOwnFraction() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, phase: .transfer, 0.8)
        bench.progress("b1", .create, .running, phase: .archive, 0.1)
        #expect(bench.operation("b1", .create)?.phase == .archive)
        #expect(bench.operation("b1", .create)?.fraction == 0.1)
        bench.progress("b1", .create, .running, phase: .start)
        #expect(bench.operation("b1", .create)?.fraction == nil)
    }

    @Test(arguments: [OperationState.done, .failed, .cancelled])
    func transferNoiseNeverDecides(state: OperationState) {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, phase: .queued)
        bench.progress("b1", .create, .running, phase: .transfer, 1)
        bench.progress("b1", .create, state, phase: .transfer, 1)
        #expect(bench.operation("b1", .create)?.isOpen == true)
        bench.progress("b1", .restore, state, phase: .transfer)
        #expect(bench.operation("b1", .create)?.isOpen == true)
        #expect(bench.operation("b1", .restore) == nil)
    }

    @Test func transferNoiseIsShownAtTheWorkThatRuns() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, phase: .queued)
        bench.progress("b1", .create, .running, phase: .transfer, 0.3)
        #expect(bench.operation("b1", .restore)?.phase == .transfer)
        #expect(bench.operation("b1", .restore)?.fraction == 0.3)
        #expect(bench.operation("b1", .create) == nil, "noise opens no work of its own")
    }

    @Test func transferNoiseOpensNothing() {
        var bench = Bench.opened()
        #expect(bench.progress("b1", .create, .running, phase: .transfer, 0.3).lists.isEmpty)
        #expect(bench.server?.operations.isEmpty == true)
    }

    @Test(arguments: [
        (OperationState.done, OperationState.running), (.done, .queued), (.done, .failed), (.failed, .running),
        (.failed, .done), (.cancelled, .running), (.unknown, .done),
    ])
    func eventsNeverReviveAnEndedOperation(end: OperationState, late: OperationState) {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, end)
        let ended = bench.server?.operations
        let effects = bench.progress("b1", .create, late, 0.7)
        #expect(bench.server?.operations == ended)
        #expect(effects.isEmpty, "and its two seconds do not begin again")
    }

    @Test(arguments: OperationState.allCases)
    func anEndedOperationTakesNoReport(late: OperationState) {
        var operation = BackupOperation(
            key: Sample.key("b1", .create), phase: .archive, state: .running, at: Sample.now, sequence: 1
        )
        operation.end(as: .failed, at: Sample.now, sequence: 2)
        let ended = operation
        let hasChanged = operation.apply(Sample.report("b1", .create, late, 0.9), at: Sample.now, sequence: 3)
        #expect(!hasChanged)
        #expect(operation == ended)
    }

    @Test func anEventAfterTheRowWasDroppedOpensNothingAndAsksTheListOnce() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .create))))
        bench.list()
        #expect(bench.server?.operations.isEmpty == true)
        #expect(bench.progress("b1", .create, .done).lists.isEmpty, "an old end is no news")
        #expect(bench.progress("b1", .create, .running, 0.6).lists == [Sample.place])
        bench.list()
        #expect(bench.progress("b1", .create, .running, 0.7).lists.isEmpty, "asked once")
        #expect(bench.server?.operations.isEmpty == true)
    }

    @Test func newWorkAfterSettledWorkInAWorldThatIsNotOnScreenIsListedThere() {
        let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
        let other = LocationRef(server: Sample.ref, world: "w2")
        let far = [Sample.backup("far")]
        var bench = Bench.opened(servers: [Sample.server(worlds: worlds)])
        bench.list([], at: other)
        bench.progress("far", .restore, .running, 0.5)
        bench.list(far, [Sample.report("far", .restore, .running, 0.6)], at: other)
        bench.progress("far", .restore, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("far", .restore))))
        bench.list(far, at: other)
        #expect(bench.operation("far", .restore) == nil)
        #expect(bench.progress("far", .restore, .running, 0.1).lists.contains(other))
        bench.list(far, [Sample.report("far", .restore, .running, 0.1)], at: other)
        #expect(bench.operation("far", .restore)?.isOpen == true, "a plan on this server must know of it")
    }

    @Test func newsOfALaterRunAreTakenToTheListAgain() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, 0.5)
        bench.progress("b1", .restore, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .restore))))
        bench.list()
        #expect(bench.progress("b1", .restore, .running, 0.1).lists == [Sample.place])
        bench.list()
        bench.wait(60)
        #expect(bench.progress("b1", .restore, .running, 0.2).lists == [Sample.place])
        bench.list([Sample.backup("b1")], [Sample.report("b1", .restore, .running, 0.2)])
        #expect(bench.operation("b1", .restore)?.isOpen == true)
    }

    @Test func newWorkIsListedWhereTheListAfterTheOldWorkWasLost() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, 0.5)
        bench.progress("b1", .restore, .done)
        let lists = bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .restore))))
        #expect(lists.lists == [Sample.place])
        bench.failList()
        #expect(bench.progress("b1", .restore, .running, 0.1).lists == [Sample.place])
        #expect(bench.progress("b1", .restore, .running, 0.2).lists.isEmpty, "asked lately")
        bench.list([Sample.backup("b1")], [Sample.report("b1", .restore, .running, 0.2)])
        #expect(bench.operation("b1", .restore)?.isOpen == true)
    }

    @Test func aFullBarComesOnlyWithTheServersDone() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, .failed, 1)
        #expect(bench.operation("b1", .create)?.fraction == 0.5)
        bench.progress("b2", .create, .running, 0.5)
        bench.progress("b2", .create, .done)
        #expect(bench.operation("b2", .create)?.fraction == 1)
    }

    @Test func anUnknownIdListsTheServerOnce() {
        var bench = Bench.opened()
        #expect(bench.progress("new", .create, .running, 0.1).lists == [Sample.place])
        bench.list()
        for step in 2 ... 9 { #expect(bench.progress("new", .create, .running, Double(step) / 10).lists.isEmpty) }
        #expect(bench.operation("new", .create)?.fraction == 0.9)
    }

    @Test func anEndWhoseBeginningWasNotSeenListsOnce() {
        var bench = Bench.opened()
        #expect(bench.progress("b1", .create, .done).lists == [Sample.place])
        bench.list()
        for state in [OperationState.done, .failed, .done] {
            #expect(bench.progress("b1", .create, state).lists.isEmpty)
        }
        #expect(bench.server?.operations.isEmpty == true)
        #expect(bench.progress("b1", .create, .running).lists == [Sample.place], "a new beginning is news")
        bench.list(Sample.backups, [Sample.report("b1", .create, .running)])
        #expect(bench.operation("b1", .create)?.isOpen == true)
    }

    @Test func transferNoiseOfAnUnknownIdListsTheServerOnce() {
        var bench = Bench.opened()
        #expect(bench.progress("new", .create, .running, phase: .transfer).lists == [Sample.place])
        bench.list()
        #expect(bench.progress("new", .create, .running, phase: .transfer).lists.isEmpty)
        #expect(bench.server?.operations.isEmpty == true)
    }

    @Test func anUnknownIdListsAllWorldsOfItsServer() {
        let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
        var bench = Bench.opened(servers: [Sample.server(worlds: worlds)])
        bench.list([], at: LocationRef(server: Sample.ref, world: "w2"))
        let effects = bench.progress("new", .create, .running)
        #expect(effects.lists.map(\.world) == ["w1", "w2"])
    }

    @Test func anUnknownIdBelongsToTheListThatShowsIt() {
        var bench = Bench.opened()
        bench.progress("new", .create, .running, 0.1)
        #expect(bench.operation("new", .create)?.location == nil)
        bench.list(
            Sample.backups + [Sample.backup("new", state: .running)],
            [Sample.report("new", .create, .running, 0.2)]
        )
        #expect(bench.operation("new", .create)?.location == Sample.place)
        #expect(bench.operation("new", .create)?.fraction == 0.2)
    }

    @Test func theEndIsShownForTwoSecondsThenListedThenDropped() {
        var bench = Bench.opened()
        let timer = TimerID.linger(Sample.ref, Sample.key("b1", .create))
        bench.progress("b1", .create, .running, 0.5)
        #expect(bench.progress("b1", .create, .done).delay(of: timer) == .seconds(2))
        bench.list()
        #expect(bench.operation("b1", .create)?.state == .done, "a list before the two seconds are over drops nothing")
        #expect(bench.send(.timerFired(timer)).lists == [Sample.place])
        #expect(bench.operation("b1", .create)?.state == .done)
        bench.list()
        #expect(bench.operation("b1", .create) == nil)
    }

    @Test func anEndFoundByAListLingersToo() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        let effects = bench.list(Sample.backups, [Sample.report("b1", .create, .done)])
        #expect(effects.delay(of: .linger(Sample.ref, Sample.key("b1", .create))) == .seconds(2))
        #expect(bench.operation("b1", .create)?.state == .done)
    }

    @Test func aLingerTimerOfRevivedWorkDropsNothing() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, .failed)
        bench.list(Sample.backups, [Sample.report("b1", .create, .running, 0.6)])
        #expect(bench.operation("b1", .create)?.isOpen == true)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .create))))
        bench.list(Sample.backups, [Sample.report("b1", .create, .running, 0.7)])
        #expect(bench.operation("b1", .create)?.isOpen == true)
    }
}
