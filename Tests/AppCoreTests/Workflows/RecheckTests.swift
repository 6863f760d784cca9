import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// One fact that changes between the plan and a re-check.
struct FactChange: CustomTestStringConvertible, Sendable {
    /// What a reading shows.
    struct Reading {
        var server = Sample.server()
        var backups = Sample.backups
        var reports: [OperationReport] = []
    }

    var testDescription: String
    /// A word of the refusal that names the change.
    var word: String
    var change: @Sendable (inout Reading) -> Void

    init(_ name: String, _ word: String, _ change: @escaping @Sendable (inout Reading) -> Void) {
        testDescription = name
        self.word = word
        self.change = change
    }

    static let all: [FactChange] = [
        FactChange("deleted", "gone") { $0.backups.remove(at: 1) },
        FactChange("renamed", "renamed") { $0.backups[1].name = "other" },
        FactChange("locked", "locked") { $0.backups[1].isLocked = true },
        FactChange("lock no longer told", "unlocked") { $0.backups[1].isLocked = nil },
        FactChange("state", "failed now") { $0.backups[1].state = .failed },
        FactChange("state unknown", "unknown now") { $0.backups[1].state = .unknown },
        FactChange("checksum", "checksum") { $0.backups[1].checksum = Checksum(algorithm: .sha1, value: "ff") },
        FactChange("size", "size") { $0.backups[1].size = 5 },
        FactChange("creation time", "creation time") { $0.backups[1].createdAt = Sample.now },
        FactChange("became the last good", "last good") { $0.backups.remove(at: 0) },
        FactChange("server renamed", "called \"smp-two\"") { $0.server.name = "smp-two" },
        FactChange("server suspended", "suspended") { $0.server.condition = .suspended(reason: nil) },
        FactChange("no permission for backups", "lost the permission to restore backups") {
            $0.server.permissions = Set.power
        },
        FactChange("another server answers", "another server") { $0.server = Sample.otherServer },
        FactChange("world gone", "World w1 is gone") { $0.server.worlds = [World(id: "w2", name: "x", isActive: true)]
        },
        FactChange("no worlds", "gone") { $0.server.worlds = [] },
        FactChange("world renamed", "world was renamed") { $0.server.worlds[0].name = "underworld" },
        FactChange("world switched", "Another world is active") {
            $0.server.worlds[0].isActive = false
            $0.server.worlds.append(World(id: "w2", name: "nether", isActive: true))
        },
        FactChange("foreign create", "create of \"copy b3\" runs") { $0.reports = [Sample.report(
            "b3",
            .create,
            .running
        )] },
        FactChange("foreign restore", "restore of \"copy b1\" runs") { $0.reports = [Sample.report(
            "b1",
            .restore,
            .queued
        )] },
        FactChange("foreign work on it", "restore of \"copy b2\" runs") {
            $0.reports = [Sample.report("b2", .restore, .running)]
        },
        FactChange("foreign work by state alone", "work on \"new\" goes on") {
            $0.backups.append(Sample.backup("b9", name: "new", hoursOld: 30, state: .running))
        },
    ]
}

@Suite("A re-check that finds another fact refuses the plan and names it")
struct RecheckTests {
    @Test(arguments: FactChange.all)
    func recheckARefusesBeforeAnythingIsSent(change: FactChange) {
        var bench = Bench.inRecheckA()
        var reading = FactChange.Reading()
        change.change(&reading)
        bench.read(reading.server, reading.backups, reading.reports)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains(change.word) == true, "\(bench.run?.outcome?.text ?? "")")
        #expect(bench.run?.outcome?.next == nil)
        #expect(bench.requests.isEmpty)
    }

    @Test(arguments: FactChange.all)
    func recheckBRefusesAfterTheStop(change: FactChange) {
        var bench = Bench.inRecheckB()
        var reading = FactChange.Reading()
        change.change(&reading)
        bench.read(reading.server, reading.backups, reading.reports)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains(change.word) == true, "\(bench.run?.outcome?.text ?? "")")
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test(arguments: FactChange.all)
    func aPlainRestoreIsRefusedByRecheckA(change: FactChange) {
        var bench = Bench.inRecheckA(power: .stopped)
        var reading = FactChange.Reading()
        change.change(&reading)
        bench.read(reading.server, reading.backups, reading.reports)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests.isEmpty)
    }

    @Test(arguments: [
        (PowerState.stopped, PowerState.running, "The server's power is running now, it was stopped"),
        (.stopped, .starting, "The server's power is starting now, it was stopped"),
        (.stopped, .unknown, "The server's power is unknown now, it was stopped"),
        (.running, .stopped, "The server's power is stopped now, it was running"),
        (.running, .crashed, "The server's power is crashed now, it was running"),
        (.running, .stopping, "The server's power is stopping now, it was running"),
        (.unknown, .running, "The server's power is running now, it was unknown"),
        (.unknown, .stopped, "The server's power is stopped now, it was unknown"),
        (.running, .starting, nil), (.starting, .running, nil), (.stopped, .crashed, nil), (.unknown, .stopping, nil),
        (.running, .unknown, nil),
    ] as [(PowerState, PowerState, String?)])
    func aPowerThatWouldMakeOtherStepsIsRefused(then: PowerState, now: PowerState, words: String?) {
        var bench = Bench.inWindow(power: then)
        bench.event(.power(now))
        bench.passWindow()
        bench.read()
        #expect((bench.run?.outcome?.kind == .refused) == (words != nil))
        if let words { #expect(bench.run?.outcome?.text.hasPrefix(words) == true, "\(bench.run?.outcome?.text ?? "")") }
        #expect(bench.requests.isEmpty == (words != nil))
    }

    @Test func aFeedLostAfterTheStopIsSaidAsItIs() {
        var bench = Bench.inRecheckB()
        bench.event(.disconnected(Sample.offline))
        bench.read()
        #expect(bench.run?.outcome?.text.contains("not known any more whether the server is stopped") == true)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test(arguments: [PowerState.starting, .running])
    func aServerStartedBetweenStopAndRestoreIsRefused(power: PowerState) {
        var bench = Bench.inRecheckB()
        bench.event(.power(power))
        bench.read()
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aLostFeedIsNotCalledAStart() {
        var bench = Bench.inRecheckB()
        bench.event(.disconnected(Sample.offline))
        bench.read()
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("not known any more") == true)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aRefusedDeleteIsNotShownAsDone() {
        var bench = Bench.opened()
        bench.openPlan(.delete)
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer(.refused(ProviderError(.forbidden, "not yours")))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.stepsDone == 1)
    }

    @Test func workHeardOfByEventsAloneIsRefused() {
        var bench = Bench.inRecheckA()
        bench.progress("elsewhere", .create, .running)
        bench.read()
        #expect(bench.run?.outcome?.text.contains("create of \"backup elsewher\" runs") == true)
        #expect(bench.requests.isEmpty)
    }

    @Test func aServerThatMayNotBeStartedAgainIsNotStopped() {
        var bench = Bench.inRecheckA()
        bench.read(Sample.server(permissions: Set.backups))
        #expect(bench.run?.outcome?.text.contains("lost the permission to stop the server") == true)
        #expect(bench.requests.isEmpty)
    }

    @Test func aFailedReadingSendsNothing() {
        var bench = Bench.inRecheckA()
        bench.failReading()
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests.isEmpty)
        bench = Bench.inRecheckB()
        bench.failReading()
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func anUnchangedReadingPasses() {
        var bench = Bench.inRecheckA()
        bench.read()
        #expect(bench.run?.isActive == true)
    }

    @Test func factsThatDoNotMatterDoNotRefuse() {
        var bench = Bench.inRecheckA()
        var backups = Sample.backups
        backups[2].name = "another one was renamed"
        backups.append(Sample.backup("old", hoursOld: 900, state: .failed))
        var server = Sample.server()
        server.quota = Quota(used: 9, limit: 10)
        bench.read(server, backups, [Sample.report("b2", .restore, .done)])
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func anotherOrderOfEquallyOldBackupsIsNoChange() {
        let twins = ["t1", "t2", "t3"].map { Sample.backup(Backup.ID($0), hoursOld: 5) }
        var bench = Bench.opened(twins)
        bench.openPlan(on: "t2", backups: twins)
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), [twins[2], twins[0], twins[1]])
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aReadingOfFifteenSecondsIsFreshEnough() {
        var bench = Bench.inRecheckB()
        bench.read(secondsOld: 15)
        #expect(bench.requests.last == .restore("b2"))
    }

    @Test func anOlderReadingIsMadeAgainAtMostThreeTimes() {
        var bench = Bench.inRecheckB()
        for reading in 3 ... 4 {
            #expect(bench.inspections.count == reading)
            bench.read(secondsOld: 15.1)
            #expect(bench.run?.isActive == true)
        }
        bench.read(secondsOld: 15.1)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("too slowly") == true)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aReadingFromTheFutureIsMadeAgain() {
        var bench = Bench.inRecheckB()
        bench.read(secondsOld: -3600)
        #expect(bench.requests == [.power(.stop)], "the clock was set back: its age is not known")
        #expect(bench.inspections.count == 4)
        bench.read()
        #expect(bench.requests.last == .restore("b2"))
    }

    @Test func aSecondReadingIsCheckedToo() {
        var bench = Bench.inRecheckB()
        bench.read(secondsOld: 20)
        var backups = Sample.backups
        backups[1].name = "other"
        bench.read(Sample.server(), backups)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func theStopRestsOnAFreshReadingToo() {
        var bench = Bench.inRecheckA()
        bench.read(secondsOld: 3600)
        #expect(bench.requests.isEmpty, "the machine slept between the question and the answer")
        bench.read(secondsOld: 16)
        #expect(bench.requests.isEmpty)
        bench.read()
        #expect(bench.requests == [.power(.stop)])
        bench = Bench.inRecheckA()
        for _ in 0 ..< 3 { bench.read(secondsOld: 16) }
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests.isEmpty)
    }

    @Test func aSlowReadingBeforeAPlainRestoreIsMadeAgain() {
        var bench = Bench.inRecheckA(power: .stopped)
        bench.read(secondsOld: 16)
        #expect(bench.requests.isEmpty)
        bench.read()
        #expect(bench.requests == [.restore("b2")])
    }

    @Test func anAnswerToAnotherReadingIsIgnored() {
        var bench = Bench.inRecheckA()
        let first = bench.inspections[0]
        let before = bench.state
        bench.send(.inspected(first, .failure(Sample.offline)))
        #expect(bench.state == before)
    }

    @Test func aReadingThatComesTwiceStopsOnce() {
        var bench = Bench.inRecheckA()
        bench.read()
        bench.read()
        #expect(bench.requests == [.power(.stop)])
        bench.answer()
        bench.event(.power(.stopped))
        bench.read()
        bench.read()
        #expect(bench.requests == [.power(.stop), .restore("b2")])
    }

    /// A restart of a server that somebody stopped would start it.
    @Test(arguments: [PowerSignal.restart, .stop, .kill])
    func aServerThatSomebodyStoppedGetsNoFurtherSignal(signal: PowerSignal) {
        var bench = Bench.opened(power: .running)
        bench.send(.script(.plan(PlanTarget(act: .power(signal), location: Sample.place))))
        bench.read()
        bench.arm()
        bench.confirm()
        bench.event(.power(.stopped))
        bench.passWindow()
        bench.read()
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("power is stopped now, it was running") == true)
        #expect(bench.requests.isEmpty)
    }

    /// The state that the plan speaks of is gone, though nothing runs any more.
    @Test func aRestoreThatSomebodyElseEndedMeanwhileIsNamed() {
        var bench = Bench.inRecheckA()
        let end = OperationReport(
            backup: "b1", kind: .restore, phase: .extract, state: .done, run: "77",
            endedAt: Sample.now.addingTimeInterval(5)
        )
        bench.read(Sample.server(), Sample.backups, [end])
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("Somebody restored \"copy b1\" in the meantime") == true)
        #expect(bench.requests.isEmpty)
    }

    @Test func aRestoreThatOnlyEventsToldOfIsNamed() {
        var bench = Bench.inWindow()
        bench.progress("b1", .restore, .running, 0.5)
        bench.progress("b1", .restore, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b1", .restore))))
        bench.list()
        bench.passWindow()
        bench.read()
        #expect(bench.run?.outcome?.text.contains("Somebody restored a backup in the meantime") == true)
        #expect(bench.requests.isEmpty)
    }

    @Test func aRestoreOfBeforeThePlanIsNoNews() {
        let end = OperationReport(
            backup: "b1", kind: .restore, phase: .extract, state: .done, run: "77",
            endedAt: Sample.now.addingTimeInterval(-60)
        )
        var bench = Bench.opened(power: .running)
        bench.select("b2")
        bench.press(.restore)
        if bench.menu != nil { bench.key(.enter) }
        bench.read(Sample.server(), Sample.backups, [end])
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), Sample.backups, [end])
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func deletesAreRecheckedToo() {
        var bench = Bench.opened()
        bench.openPlan(.delete)
        bench.confirm()
        bench.passWindow()
        var backups = Sample.backups
        backups[1].name = "other"
        bench.read(Sample.server(), backups)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests.isEmpty)
    }

    // MARK: One run a server

    @Test func aServerTakesNoSecondPlanWhileOneRuns() {
        var bench = Bench.inRecheckA()
        bench.key(.escape)
        bench.press(.delete)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text.contains("a plan is being carried out on smp-main") == true)
        bench.press(.restore)
        #expect(bench.planSheet?.stage == .running, "restore shows the plan that runs")
    }

    @Test func anOpenSheetCannotBeConfirmedWhileAnotherPlanRuns() {
        var bench = Bench.opened()
        bench.openPlan()
        let other = Bench.inRecheckA()
        bench.state.runs = other.state.runs
        bench.confirm()
        #expect(bench.refusal == "Another plan is being carried out on this server")
        #expect(bench.run == other.run)
    }

    @Test func plansOnTwoServersDoNotMeet() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.key(.escape)
        bench.press(.nextServer)
        bench.list([Sample.backup("c1"), Sample.backup("c2", hoursOld: 50)], at: Sample.otherPlace)
        bench.event(.connected, of: Sample.other)
        bench.event(.power(.stopped), of: Sample.other)
        #expect(bench.run?.isActive == true)
        #expect(bench.requests == [.power(.stop)], "the other server's power is not ours")
        bench.select("c2")
        bench.press(.restore)
        bench.read(Sample.otherServer, [Sample.backup("c1"), Sample.backup("c2", hoursOld: 50)])
        bench.arm()
        #expect(bench.confirmation == "creative 2d")
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.otherServer, [Sample.backup("c1"), Sample.backup("c2", hoursOld: 50)])
        #expect(bench.requests == [.power(.stop), .restore("c2")])
        #expect(bench.sent[1].location == Sample.otherPlace)
    }
}
