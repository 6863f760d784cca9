import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Lists: what they prove, and when they are asked for")
struct ListRuleTests {
    private static let poll = TimerID.poll(Sample.place)

    @Test func aNewerListRevivesWhatEventsCannot() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, .failed)
        bench.list(Sample.backups, [Sample.report("b1", .create, .running, 0.6)])
        #expect(bench.operation("b1", .create)?.state == .running)
    }

    @Test(arguments: [(.failed, .done, 1.0), (.done, .failed, nil)] as [(OperationState, OperationState, Double?)])
    func aNewerListCorrectsTheEndAndItsBar(heard: OperationState, listed: OperationState, fraction: Double?) {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.progress("b1", .create, heard)
        bench.list(Sample.backups, [Sample.report("b1", .create, listed)])
        #expect(bench.operation("b1", .create)?.state == listed)
        #expect(bench.operation("b1", .create)?.fraction == fraction)
    }

    @Test(arguments: [OperationState.running, .queued, .failed, .cancelled])
    func aListAskedForBeforeTheEndProvesNothing(old: OperationState) {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.5)
        bench.send(.timerFired(Self.poll))
        bench.progress("b1", .create, .done)
        bench.list(Sample.backups, [Sample.report("b1", .create, old, 0.2)])
        #expect(bench.operation("b1", .create)?.state == .done)
    }

    @Test(arguments: [OperationState.done, .failed, .cancelled])
    func aListAskedForBeforeTheWorkBeganEndsNothing(old: OperationState) {
        var bench = Bench.opened()
        bench.send(.timerFired(Self.poll))
        bench.progress("b1", .restore, .running, 0.1)
        bench.list(Sample.backups, [Sample.report("b1", .restore, old)])
        #expect(bench.operation("b1", .restore)?.isOpen == true)
    }

    @Test func aListAskedForBeforeTheWorkBeganIsNoSignThatItRuns() {
        var bench = Bench.opened([Sample.backup("b1", state: .failed)], [Sample.report("b1", .create, .failed)])
        bench.send(.timerFired(Self.poll))
        bench.press(.retry)
        bench.arm()
        bench.key(.character("y"))
        bench.answer()
        bench.list([Sample.backup("b1", state: .running)], [Sample.report("b1", .create, .running, 0.9)])
        #expect(bench.operation("b1", .create)?.wasSeenActive == false)
        #expect(bench.operation("b1", .create)?.fraction == nil)
        bench.list([Sample.backup("b1", state: .failed)], [Sample.report("b1", .create, .failed)])
        #expect(bench.operation("b1", .create)?.isOpen == true, "the old failure proves nothing of the retry")
    }

    @Test func aDroppedOperationIsNotBroughtBackByAnOlderList() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running)
        bench.progress("b1", .create, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .create))))
        bench.list()
        #expect(bench.operation("b1", .create) == nil)
        bench.send(.backupsLoaded(
            Sample.place,
            LoadTicket(sequence: 0),
            .success(BackupListing(backups: Sample.backups, operations: [Sample.report("b1", .create, .running)]))
        ))
        #expect(bench.operation("b1", .create) == nil)
    }

    @Test func aListOpensWorkThatRunsThere() {
        let bench = Bench.opened(Sample.backups, [Sample.report("b2", .restore, .running, 0.3)])
        #expect(bench.operation("b2", .restore)?.fraction == 0.3)
        #expect(bench.operation("b2", .restore)?.location == Sample.place)
    }

    @Test func anUnchangedListBumpsNoRevision() {
        var bench = Bench.opened()
        let revision = bench.state.fleet[Sample.place]?.revision
        bench.list()
        #expect(bench.state.fleet[Sample.place]?.revision == revision)
        bench.list(Sample.backups.dropLast())
        #expect(bench.state.fleet[Sample.place]?.revision == revision.map { $0 + 1 })
    }

    @Test func aFailedListKeepsTheRows() {
        var bench = Bench.opened()
        let fetchedAt = bench.state.fleet[Sample.place]?.fetchedAt
        bench.wait(30)
        bench.failList()
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.state.fleet[Sample.place]?.error == Sample.offline)
        #expect(bench.state.fleet[Sample.place]?.fetchedAt == fetchedAt, "old data stays old")
        bench.list()
        #expect(bench.state.fleet[Sample.place]?.error == nil)
    }

    @Test func theAgeOfAListCountsFromItsQuestion() {
        var bench = Bench.opened()
        bench.send(.timerFired(Self.poll))
        let asked = bench.state.now
        bench.wait(9)
        bench.list()
        #expect(bench.state.fleet[Sample.place]?.fetchedAt == asked)
    }

    @Test func aMissingBackupIsUnknownAfterTwoNewerLists() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, 0.5)
        let without = Array(Sample.backups.dropFirst())
        bench.list(without)
        #expect(bench.operation("b1", .restore)?.state == .running)
        bench.list(without)
        #expect(bench.operation("b1", .restore)?.state == .unknown)
    }

    @Test func aBackupThatComesBackIsCountedAnew() {
        var bench = Bench.opened()
        bench.progress("b1", .restore, .running, 0.5)
        let without = Array(Sample.backups.dropFirst())
        bench.list(without)
        bench.list(Sample.backups, [Sample.report("b1", .restore, .running, 0.6)])
        bench.list(without)
        #expect(bench.operation("b1", .restore)?.isOpen == true)
    }

    @Test func aListAskedForBeforeTheWorkDoesNotCountItsBackupAsMissing() {
        var bench = Bench.opened()
        bench.send(.timerFired(Self.poll))
        bench.progress("new", .create, .running)
        bench.list()
        bench.list()
        #expect(bench.operation("new", .create)?.isOpen == true, "one older list, one newer")
        bench.list()
        #expect(bench.operation("new", .create)?.state == .unknown)
    }

    @Test func workThatNoListShowsEndsThoughItsServerIsNotOnScreen() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.progress("b1", .restore, .running)
        bench.press(.nextServer)
        bench.progress("ghost", .create, .running)
        bench.progress("b1", .restore, .done)
        bench.list(at: Sample.place)
        #expect(bench.send(.timerFired(Self.poll)).lists == [Sample.place])
        bench.list(at: Sample.place)
        bench.list(at: Sample.place)
        #expect(bench.operation("ghost", .create)?.state == .unknown)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("ghost", .create))))
        bench.list(at: Sample.place)
        #expect(bench.operation("ghost", .create) == nil)
    }

    @Test func aDeleteWhoseBackupIsGoneIsDone() {
        var bench = Bench.opened()
        bench.progress("b1", .delete, .running)
        bench.list(Array(Sample.backups.dropFirst()))
        bench.list(Array(Sample.backups.dropFirst()))
        #expect(bench.operation("b1", .delete)?.state == .done)
    }

    @Test(arguments: [
        (Backup.State.completed, OperationState.done), (.failed, .failed), (.cancelled, .cancelled),
        (.running, .running), (.pending, .running), (.unknown, .running),
    ])
    func withoutAReportTheBackupsOwnStateTellsOfACreate(state: Backup.State, expected: OperationState) {
        var bench = Bench.opened([Sample.backup("b1", state: .running)])
        bench.progress("b1", .create, .running, 0.4)
        bench.list([Sample.backup("b1", state: state)])
        #expect(bench.operation("b1", .create)?.state == expected)
    }

    @Test func oneWorldsListProvesNothingForAnother() {
        let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
        var bench = Bench.opened(servers: [Sample.server(worlds: worlds)])
        bench.progress("b1", .restore, .running, 0.5)
        bench.press(.nextWorld)
        let second = LocationRef(server: Sample.ref, world: "w2")
        for _ in 0 ..< 4 { bench.list([Sample.backup("x")], at: second) }
        #expect(bench.operation("b1", .restore)?.isOpen == true)
    }

    // MARK: Polling

    @Test func anIdleServerIsListedAtTheProvidersPace() {
        var bench = Bench.opened()
        #expect(bench.list().delay(of: Self.poll) == .seconds(30))
    }

    @Test(arguments: [(4, 4), (2, 4), (15, 15)])
    func openWorkIsListedEveryFourSecondsOrTheMinimum(minimum: Int, expected: Int) {
        let capabilities = Sample.capabilities(minimumPoll: .seconds(minimum), idlePoll: .seconds(300))
        var bench = Bench.opened(context: Sample.context(capabilities: capabilities))
        let effects = bench.progress("b1", .create, .running, 0.1)
        #expect(effects.delay(of: Self.poll) == .seconds(expected), "at once, not after the idle time")
        let next = bench.list(Sample.backups, [Sample.report("b1", .create, .running, 0.2)])
        #expect(next.delay(of: Self.poll) == .seconds(expected))
    }

    @Test(arguments: [(10, 10), (1, 4), (600, 600)])
    func theUsersRefreshRulesAboveTheMinimum(refresh: Int, expected: Int) {
        var bench = Bench.opened(settings: Settings(refresh: .seconds(refresh)))
        #expect(bench.list().delay(of: Self.poll) == .seconds(expected))
    }

    @Test func failedListsAreAskedForAgainEverMoreSlowly() {
        var bench = Bench.opened(context: Sample.context(capabilities: Sample.capabilities(idlePoll: .seconds(300))))
        let delays = (0 ..< 7).map { _ in bench.failList().delay(of: Self.poll) }
        #expect(delays == [5, 10, 20, 40, 60, 60, 60].map { .seconds($0) })
        #expect(bench.list().delay(of: Self.poll) == .seconds(300))
        #expect(bench.failList().delay(of: Self.poll) == .seconds(5), "a good list begins anew")
    }

    @Test func aFailingServiceIsNotAskedFasterThanItsMinimum() {
        let capabilities = Sample.capabilities(minimumPoll: .seconds(15), idlePoll: .seconds(300))
        var bench = Bench.opened(context: Sample.context(capabilities: capabilities))
        let delays = (0 ..< 3).map { _ in bench.failList().delay(of: Self.poll) }
        #expect(delays == [15, 15, 20].map { .seconds($0) })
    }

    @Test func retryAfterIsHonoured() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running, 0.1)
        let busy = ProviderError(.rateLimited, "Too many requests: wait", retryAfter: .seconds(77))
        #expect(bench.failList(busy).delay(of: Self.poll) == .seconds(77))
    }

    @Test func aPollForAServerNobodyWatchesAsksNothing() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.press(.nextServer)
        #expect(bench.send(.timerFired(Self.poll)).isEmpty)
    }

    @Test func aServerWithOpenWorkIsPolledInTheBackground() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.progress("b1", .restore, .running, 0.5)
        bench.press(.nextServer)
        #expect(bench.send(.timerFired(Self.poll)).lists == [Sample.place])
        let report = Sample.report("b1", .restore, .running, 0.6)
        #expect(bench.list(Sample.backups, [report], at: Sample.place).delay(of: Self.poll) == .seconds(4))
    }

    @Test func anAnswerForAForgottenPlaceIsDropped() {
        var bench = Bench.opened()
        let before = bench.state
        let place = LocationRef(server: Sample.ref, world: "never-opened")
        #expect(bench.send(.backupsLoaded(place, LoadTicket(sequence: 9), .failure(Sample.offline))).isEmpty)
        #expect(bench.state == before)
    }

    @Test func unreadableRowsAreCounted() {
        var bench = Bench.opened()
        bench.send(.timerFired(Self.poll))
        bench.send(.backupsLoaded(
            Sample.place,
            LoadTicket(sequence: 99),
            .success(BackupListing(backups: Sample.backups, unreadable: 4))
        ))
        #expect(bench.state.fleet[Sample.place]?.unreadable == 4)
    }
}
