import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A plan is made from a fresh reading, or refused with a reason")
struct PlanBuilderTests {
    private func refusal(
        _ action: UserAction = .restore,
        on backup: Backup.ID = "b2",
        server: Server = Sample.server(),
        backups: [Backup] = Sample.backups,
        reports: [OperationReport] = [],
        secondsOld: Double = 0
    ) -> String? {
        var bench = Bench.opened()
        bench.select(backup)
        bench.press(action)
        bench.read(server, backups, reports, secondsOld: secondsOld)
        if case let .refused(reason)? = bench.planSheet?.stage { return reason.reason }
        return nil
    }

    @Test func aSoundReadingMakesAPlan() {
        #expect(refusal() == nil)
        #expect(refusal(.delete) == nil)
    }

    @Test func aVanishedBackupIsRefused() {
        #expect(refusal(backups: []) == "The backup is gone from the server: somebody else deleted it")
    }

    @Test(arguments: Backup.State.allCases.filter { $0 != .completed })
    func onlyACompletedBackupIsRestored(state: Backup.State) {
        var backups = Sample.backups
        backups[1].state = state
        #expect(refusal(backups: backups)?.contains("not a completed backup") == true)
    }

    @Test(arguments: [
        Server.Condition.installing, .suspended(reason: "payment"), .broken, .unknown("odd"),
    ])
    func aServerThatIsNotAvailableIsNotRestored(condition: Server.Condition) {
        #expect(refusal(server: Sample.server(condition: condition))?.contains(condition.words) == true)
    }

    @Test(arguments: [
        (Set.power, "backup.restore"), (Set.backups, "control.stop"), ([], "backup.restore"),
        (Set.backups.union([.stopServer]), "starts the server again"),
    ] as [(Set<Server.Permission>, String)])
    func everyStepNeedsItsPermission(permissions: Set<Server.Permission>, word: String) {
        #expect(refusal(server: Sample.server(permissions: permissions))?.contains(word) == true)
    }

    @Test func permissionsThatAreNotToldDoNotRefuse() {
        #expect(refusal(server: Sample.server(permissions: nil)) == nil)
    }

    @Test func anUnresolvedWorldIsRefused() {
        let worlds = [World(id: "w7", name: "new", isActive: true)]
        #expect(refusal(server: Sample.server(worlds: worlds)) == "World w1 is gone from smp-main: press R")
    }

    @Test func anotherServersAnswerIsRefused() {
        #expect(refusal(server: Sample.otherServer)?.contains("another server") == true)
    }

    @Test func runningWorkIsRefused() {
        let reason = refusal(reports: [Sample.report("b3", .create, .running)])
        #expect(reason == "create of \"copy b3\" runs: wait until it has ended")
    }

    @Test func aReadingOverAMinuteOldIsRefused() {
        #expect(refusal(secondsOld: 60) == nil)
        #expect(refusal(secondsOld: 61)?.contains("over a minute old") == true)
        #expect(refusal(secondsOld: -61) != nil, "the clock was set back")
    }

    @Test(arguments: [
        (PowerState.running, [Plan.Step.recheck, .stop, .confirmStopped, .recheck, .restore, .start]),
        (.starting, [.recheck, .stop, .confirmStopped, .recheck, .restore, .start]),
        (.stopping, [.recheck, .stop, .confirmStopped, .recheck, .restore]),
        (.unknown, [.recheck, .stop, .confirmStopped, .recheck, .restore]),
        (.stopped, [.recheck, .restore]),
        (.crashed, [.recheck, .restore]),
    ])
    func theStepsFollowThePower(power: PowerState, steps: [Plan.Step]) {
        var bench = Bench.opened(power: power)
        bench.openPlan()
        #expect(bench.plan?.steps == steps)
    }

    @Test func thePlanIsAboutTheBackupOfTheKeyPress() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.restore)
        // The list moves under the open sheet.
        bench.list([Sample.backup("b0", hoursOld: 0)] + Sample.backups)
        bench.read(Sample.server(), [Sample.backup("b0", hoursOld: 0)] + Sample.backups)
        #expect(bench.plan?.target == PlanTarget(act: .restore("b2"), location: Sample.place))
        #expect(bench.plan?.facts.backup?.id == "b2")
    }

    @Test func theLastGoodIsTheNewestCompletedBackup() {
        var bench = Bench.opened()
        bench.openPlan(.delete, on: "b1")
        #expect(bench.plan?.facts.isLastGood == true)
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.confirmation == "smp-main 1h")
        bench = Bench.opened()
        bench.openPlan(.delete, on: "b2")
        #expect(bench.plan?.facts.isLastGood == false)
        #expect(bench.plan?.level == .severe)
    }

    @Test func aNewerFailedBackupIsNotTheLastGood() {
        let backups = [Sample.backup("bad", hoursOld: 0.5, state: .failed)] + Sample.backups
        var bench = Bench.opened(backups)
        bench.openPlan(.delete, on: "b1", backups: backups)
        #expect(bench.plan?.facts.isLastGood == true)
    }

    @Test func aLockedBackupIsExtremeWhereNothingUnlocks() {
        var backups = Sample.backups
        backups[1].isLocked = true
        var bench = Bench.opened(backups)
        bench.openPlan(.delete, backups: backups)
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.confirmation == "smp-main 1d")
    }

    @Test func aBackupLockedSinceTheListIsNotDeletedWhereLocksCanBeLifted() {
        let capabilities = Sample.capabilities(actions: Set(BackupAction.allCases))
        var bench = Bench.opened(context: Sample.context(capabilities: capabilities))
        var backups = Sample.backups
        backups[1].isLocked = true
        bench.openPlan(.delete, backups: backups)
        #expect(bench.refusal == "\"copy b2\" is locked: unlock it first")
    }

    @Test func aReadOnlyContextMakesNoPlan() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.state.settings.isReadOnly = true
        bench.read()
        #expect(bench.refusal == "this session is read-only")
    }

    @Test func aContextThatHasGoneMakesNoPlan() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.state.fleet.servers[Sample.ref] = nil
        bench.read()
        #expect(bench.refusal == "The server is not in the list any more: press R")
    }

    @Test(arguments: [
        (nil, nil, GateLevel.light), (0, nil, .light), (4096, nil, .severe),
        (nil, Checksum(algorithm: .sha1, value: "ff"), .severe),
    ] as [(Int64?, Checksum?, GateLevel)])
    func aFailedBackupWithAnArchiveIsNotDeletedLightly(size: Int64?, checksum: Checksum?, level: GateLevel) {
        let bad = Sample.backup("bad", hoursOld: 100, state: .failed, size: size, checksum: checksum)
        var bench = Bench.opened(Sample.backups + [bad])
        bench.select("bad")
        bench.press(.delete)
        bench.read(Sample.server(), Sample.backups + [bad])
        #expect(bench.plan?.level == level)
    }

    @Test func aProtectedContextRaisesTheDeleteOfAFailedBackupWithAnArchive() {
        let backups = Sample.backups + [Sample.backup("bad", hoursOld: 100, state: .failed, size: 4096)]
        var bench = Bench.opened(backups, context: Sample.context(isProtected: true))
        bench.openPlan(.delete, on: "bad", backups: backups)
        #expect(bench.plan?.level == .extreme)
        #expect(bench.confirmation == "smp-main 4d")
    }
}
