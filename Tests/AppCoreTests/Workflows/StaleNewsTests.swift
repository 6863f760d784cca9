import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

/// What independent servers showed: answers from a cache, lists behind a sheet, reasons nobody repeated.
@Suite struct StaleNewsTests {
    // MARK: Power

    private static let up = Sample.server(power: .running)

    @Test func aCachedReadingDoesNotContradictALiveStop() {
        var bench = Bench.restoring()
        bench.serverRead(Self.up)
        #expect(bench.state.visibleServer?.power == .stopped)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        #expect(bench.requests.last == .power(.start), "nobody started it: the plan goes on")
    }

    @Test func aCachedReadingCountsOnceItCannotBeOld() {
        var bench = Bench.restoring(context: Sample.context(capabilities: .logged))
        bench.event(.disconnected(Sample.offline))
        bench.wait(5)
        bench.serverRead(Self.up)
        #expect(bench.run?.ranMeanwhile == false, "the service keeps readings for 20 s")
        bench.wait(17)
        bench.serverRead(Self.up, askedAgo: 3)
        #expect(bench.run?.ranMeanwhile == false, "it was on its way for long")
        bench.serverRead(Self.up)
        #expect(bench.run?.ranMeanwhile == true)
    }

    /// A restore whose feed is lost, and a reading 5 s after the stop that may be from before it.
    private static func doubtful() -> Bench {
        var bench = Bench.restoring(context: Sample.context(capabilities: .logged))
        bench.event(.disconnected(Sample.offline))
        bench.wait(5)
        bench.serverRead(up)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        return bench
    }

    @Test func aDoubtfulStartIsSettledBeforeTheEndIsTold() {
        var bench = Self.doubtful()
        #expect(bench.run?.isActive == true && bench.requests.last != .power(.start))
        #expect(bench.effects.contains(.loadServer(Sample.ref)))
        bench.wait(10)
        bench.serverRead(Self.up)
        #expect(bench.run?.isActive == true, "that reading may be an old one as well")
        bench.wait(5)
        bench.send(.timerFired(.powerNews(Sample.ref, bench.run?.serial ?? 0)))
        #expect(bench.effects.contains(.loadServer(Sample.ref)))
        bench.serverRead(Self.up)
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.run?.outcome?.text.contains("perhaps while its files were replaced") == true)
    }

    @Test func aReadingThatFindsItDownSettlesTheDoubt() {
        var bench = Self.doubtful()
        bench.wait(6)
        bench.serverRead(Sample.server(power: .stopped))
        #expect(bench.run?.isActive == true, "it may tell of the time before the feed was lost")
        bench.wait(10)
        bench.serverRead(Sample.server(power: .stopped))
        #expect(bench.requests.last == .power(.start), "the plan goes on")
    }

    @Test func aFeedThatComesBackSettlesTheDoubt() {
        var bench = Self.doubtful()
        bench.event(.connected)
        bench.event(.power(.stopped))
        #expect(bench.requests.last == .power(.start), "the plan goes on")
    }

    @Test func aLostFeedIsADoubtOfItsOwn() {
        var bench = Bench.restoring(context: Sample.context(capabilities: .logged))
        bench.event(.disconnected(Sample.offline))
        bench.serverRead(Sample.server(power: .stopped))
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        #expect(bench.run?.isActive == true && bench.requests.last != .power(.start))
        bench.wait(21)
        bench.serverRead(Self.up)
        #expect(bench.run?.outcome?.text.contains("somebody started") == true)
    }

    @Test func aFeedThatTellsThePowerAnewSettlesItWhereNothingElseCan() {
        var bench = Bench.restoring()
        bench.event(.disconnected(Sample.offline))
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        #expect(bench.run?.isActive == true && bench.requests.last != .power(.start))
        #expect(bench.effects.contains(.subscribe(Sample.ref)), "a fresh feed begins with the present state")
        bench.event(.connected)
        bench.event(.power(.stopped))
        #expect(bench.requests.last == .power(.start))
    }

    @Test func whatEndedStaysKnownWhileItsPlanWaits() {
        var bench = Self.doubtful()
        bench.send(.timerFired(.linger(Sample.ref, OperationKey(backup: "b2", kind: .restore))))
        bench.press(.refresh)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        bench.wait(16)
        bench.serverRead(Sample.server(power: .stopped))
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aDoubtThatNothingSettlesIsTold() {
        var bench = Self.doubtful()
        bench.wait(60)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.run?.outcome?.text.contains("nothing tells whether") == true)
        #expect(bench.run?.outcome?.next?.contains("press o to start it") == true)
        #expect(bench.requests.last != .power(.start))
    }

    @Test func aStartAfterAReadingThatFoundItDownIsNoOldNews() {
        var bench = Bench.restoring(context: Sample.context(capabilities: .logged))
        bench.event(.disconnected(Sample.offline))
        bench.wait(2)
        bench.serverRead(Sample.server(power: .stopped))
        bench.wait(2)
        bench.serverRead(Self.up)
        #expect(bench.run?.ranMeanwhile == true)
    }

    @Test func aLiveStartDuringTheRestoreIsStillSeen() {
        var bench = Bench.restoring()
        bench.event(.power(.running))
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done)])
        #expect(bench.run?.outcome?.kind == .unconfirmed)
    }

    // MARK: Lists

    @Test func whatAPlanReadIsNewsForTheList() {
        var bench = Bench.opened()
        bench.progress("b1", .create, .running)
        bench.wait(2)
        bench.openPlan(.delete, on: "b2")
        #expect(bench.operation("b1", .create)?.state == .done)
        #expect(bench.plan != nil, "the work that stood in its way has ended")
        #expect(bench.state.fleet[Sample.place]?.fetchedAt == bench.state.now)
    }

    @Test func aReadingThatLacksABackupClearsNoWayForItsPlan() {
        var bench = Bench.opened()
        bench.progress("b9", .create, .running)
        bench.list(Sample.backups)
        bench.openPlan(.delete, on: "b2")
        #expect(bench.operation("b9", .create)?.isOpen == true)
        #expect(bench.plan == nil, "foreign work stands in its way")
    }

    @Test func aListThatIsOlderThanWhatAPlanReadChangesNothing() {
        var bench = Bench.opened()
        bench.press(.refresh)
        bench.wait(2)
        bench.openPlan(.delete, on: "b2", backups: Sample.backups.filter { $0.id != "b3" })
        bench.key(.escape)
        bench.list(Sample.backups)
        #expect(bench.rows == ["b1", "b2"])
        bench.press(.refresh)
        bench.list(Sample.backups)
        #expect(bench.rows == ["b1", "b2", "b3"])
    }

    @Test func aFailureThatIsOlderThanWhatAPlanReadIsNotShown() {
        var bench = Bench.opened()
        bench.press(.refresh)
        bench.wait(2)
        bench.openPlan(.delete, on: "b2")
        bench.key(.escape)
        bench.failList()
        #expect(bench.state.fleet[Sample.place]?.error == nil)
        bench.wait(5)
        bench.press(.refresh)
        bench.failList()
        #expect(bench.state.fleet[Sample.place]?.error != nil)
    }

    @Test func aClockThatIsSetBackDoesNotFreezeTheList() {
        var bench = Bench.opened()
        bench.wait(-3600)
        bench.press(.refresh)
        bench.list(Sample.backups.filter { $0.id != "b3" })
        #expect(bench.rows == ["b1", "b2"])
    }

    @Test func aListThatFollowsAnotherKeepsItsOwnPurpose() {
        var bench = Bench.opened()
        bench.press(.refresh)
        #expect(bench.tickets[Sample.place]?.last?.purpose == .act)
        bench.event(.backupsChanged)
        bench.list(Sample.backups)
        #expect(bench.tickets[Sample.place]?.last?.purpose == .poll, "only what the user waits for passes the budget")
    }

    @Test func whoWaitsForAListDoesNotWaitForAPoll() {
        var bench = Bench.opened()
        bench.event(.backupsChanged)
        #expect(bench.tickets[Sample.place]?.last?.purpose == .poll)
        bench.press(.refresh)
        #expect(bench.tickets[Sample.place]?.last?.purpose == .act)
        let asked = bench.listsAsked
        bench.press(.refresh)
        #expect(bench.listsAsked == asked, "one of a kind is enough")
    }

    @Test func workThatAListTellsOfIsAsOldAsItsBackup() throws {
        var bench = Bench.opened()
        var backup = Sample.backup("b9", state: .running)
        backup.createdAt = bench.state.now.addingTimeInterval(-1440)
        bench.press(.refresh)
        bench.list([backup], [Sample.report("b9", .create, .running)])
        let operation = try #require(bench.operation("b9", .create))
        #expect(bench.state.now.timeIntervalSince(operation.startedAt) == 1440)
    }

    // MARK: Reasons

    @Test func aFailedRestoreGivesTheServicesReason() {
        var bench = Bench.restoring()
        bench.list(Sample.backups, [Sample.report("b2", .restore, .failed, failure: "tar exited 2")])
        #expect(bench.run?.outcome?.text == "The restore failed: tar exited 2")
        #expect(bench.run?.outcome?.next?.contains("restore again or another backup") == true)
    }

    @Test func aRestoreThatSpoilsItsBackupSaysWhatIsLeftToDo() {
        let traits = ProviderCapabilities.logged.with { $0.restore.failureSpoilsBackup = true }
        var bench = Bench.restoring(context: Sample.context(capabilities: traits))
        bench.list(Sample.backups, [Sample.report("b2", .restore, .failed)])
        #expect(bench.run?.outcome?.next?.contains("marked failed for good now: d downloads it") == true)
    }

    @Test func aLockThatAPanelDoesNotHaveIsAskedForOnce() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged))
        bench.press(.lock)
        if bench.confirmSheet != nil {
            bench.arm()
            bench.key(.character("y"))
        }
        bench.answer(.refused(ProviderError(.unsupported, "This panel has no lock")))
        bench.list(Sample.backups)
        #expect(Availability.reason(against: .lock, in: bench.state) == "This panel has no lock")
    }

    @Test(arguments: [(7.0, "7 s"), (119, "119 s"), (120, "2 min"), (541, "10 min")])
    func aThrottleSaysHowLong(seconds: Double, words: String) {
        var bench = Bench.opened()
        bench.state.fleet.servers[Sample.ref]?.createsBlockedUntil = bench.state.now.addingTimeInterval(seconds)
        #expect(Availability
            .reason(against: .create, in: bench.state) == "the service takes no further backup for \(words)")
    }

    @Test func whereNoListCanBeNothingIsMade() {
        var bench = Bench.opened()
        bench.press(.refresh)
        bench.failList(ProviderError(.notFound, "It has no world yet: finish its setup first"))
        #expect(Availability.reason(against: .create, in: bench.state) == "It has no world yet: finish its setup first")
    }

    @Test func aServerOutOfReachLosesNoBackups() {
        var bench = Bench.opened()
        let gone = Sample.server(condition: .unavailable("on a node that is offline"))
        bench.serverRead(gone)
        let reason = "on a node that is offline"
        #expect(Availability.reason(against: .delete, in: bench.state)?.hasSuffix(reason) == true)
        bench.serverRead()
        bench.openPlan(.delete, on: "b2", server: gone)
        guard case let .refused(words)? = bench.planSheet?.stage else {
            Issue.record("a plan was made")
            return
        }
        #expect(words.reason.contains(reason))
    }
}
