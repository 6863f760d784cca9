import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Locks, cancels and dismissed outcomes rest on what is so when they are accepted")
struct RunActsTests {
    private static let locking = Sample.context(capabilities: .logged)
    private static let historic = Sample.context(capabilities: .historic)

    private static func opened(_ backups: [Backup] = Sample.backups, context: Context = locking) -> Bench {
        var bench = Bench.opened(backups, context: context)
        bench.select("b2")
        return bench
    }

    /// A backup under way, told of by the list as the service numbers it.
    private static func running(
        _ kind: OperationKind,
        _ state: OperationState = .running,
        run: OperationRun.ID? = "7"
    ) -> Bench {
        let backups = Sample.backups.map { backup in
            var backup = backup
            if backup.id == "b2" { backup.state = kind == .create ? .running : .restoring }
            return backup
        }
        var bench = Bench.opened(backups, [Sample.report("b2", kind, state, run: run)], context: historic)
        bench.select("b2")
        return bench
    }

    // MARK: Lock

    @Test func aLockIsSetAfterAQuestion() {
        var bench = Self.opened()
        bench.press(.lock)
        #expect(bench.confirmSheet?.title == "Lock a backup")
        #expect(bench.requests.isEmpty)
        bench.arm()
        bench.key(.enter)
        #expect(bench.requests.isEmpty, "Enter cancels")
        bench.press(.lock)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.setLock("b2", true)])
    }

    @Test func aLockIsLiftedAfterAQuestionThatSaysWhatFollows() {
        var bench = Self.opened([Sample.backup("b2", isLocked: true)])
        bench.press(.lock)
        #expect(bench.confirmSheet?.title == "Unlock a backup")
        #expect(bench.confirmSheet?.lines.joined().contains("can be deleted after that") == true)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.setLock("b2", false)])
    }

    @Test(arguments: [
        ([Sample.backup("b2", isLocked: true)], "locked already"), ([Sample.backup("b1")], "is gone"),
    ] as [([Backup], String)])
    func aLockThatNoLongerFitsIsNotSent(backups: [Backup], reason: String) {
        var bench = Self.opened()
        bench.press(.lock)
        bench.arm()
        bench.list(backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains(reason) == true)
    }

    @Test func aLockIsNotSentOnceTheServiceTurnsOutToHaveNone() {
        var bench = Self.opened()
        bench.press(.lock)
        bench.arm()
        let told = ProviderCapabilities.logged.with {
            $0.actions.remove(.lock)
            $0.reasons[.lock] = "this build has no locks"
        }
        bench.list(BackupListing(backups: Sample.backups, capabilities: told))
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("this build has no locks") == true)
    }

    @Test func lockAndUnlockAreAskedForSeparately() {
        let traits = ProviderCapabilities.logged.with {
            $0.actions.remove(.unlock)
            $0.reasons[.unlock] = "locks cannot be lifted here"
        }
        var bench = Self.opened(
            [Sample.backup("b1"), Sample.backup("b2", isLocked: true)], context: Sample.context(capabilities: traits)
        )
        #expect(Availability.reason(against: .lock, in: bench.state) == "locks cannot be lifted here")
        bench.select("b1")
        #expect(Availability.reason(against: .lock, in: bench.state) == nil)
    }

    // MARK: Cancel

    @Test func aCreateIsCancelledByItsNumberAndNeverDeleted() {
        var bench = Self.running(.create)
        #expect(Availability.reason(against: .cancelOperation, in: bench.state) == nil)
        bench.press(.cancelOperation)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.cancel(OperationRun(backup: "b2", kind: .create, id: "7"))])
    }

    @Test(arguments: [OperationKind.create, .restore])
    func withoutANumberNothingIsCancelled(kind: OperationKind) {
        var bench = Self.running(kind, run: nil)
        #expect(Availability.reason(against: .cancelOperation, in: bench.state)?
            .contains("tells no number of this work") == true)
        bench.press(.cancelOperation)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.requests.isEmpty)
    }

    @Test func aQueuedRestoreIsCancelledLightlyAndNothingIsSaidToGo() {
        var bench = Self.running(.restore, .queued)
        bench.press(.cancelOperation)
        #expect(bench.lightPlan?.target == PlanTarget(
            act: .cancel(OperationRun(backup: "b2", kind: .restore, id: "7")), location: Sample.place
        ))
        #expect(bench.confirmSheet?.lines.joined().contains("no file was changed") == true)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.cancel(OperationRun(backup: "b2", kind: .restore, id: "7"))])
    }

    @Test func aRestoreThatBeganWhileTheQuestionStoodIsNotCancelledLightly() {
        var bench = Self.running(.restore, .queued)
        bench.press(.cancelOperation)
        bench.arm()
        bench.event(.progress(Sample.report("b2", .restore, .running, run: "7")))
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("it runs by now") == true)
    }

    @Test(arguments: [OperationState.done, .failed])
    func workThatEndedIsNotCancelled(end: OperationState) {
        var bench = Self.running(.create)
        bench.press(.cancelOperation)
        bench.arm()
        bench.event(.progress(Sample.report("b2", .create, end, run: "7")))
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("ended already") == true)
    }

    @Test func anotherRunThanTheOneAskedAboutIsNotCancelled() {
        var bench = Self.running(.create)
        bench.press(.cancelOperation)
        bench.arm()
        bench.list(bench.state.fleet[Sample.place]?.backups ?? [], [Sample.report("b2", .create, .running, run: "8")])
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
    }

    @Test func aRunningRestoreIsCancelledOnlyByAPlan() {
        var bench = Self.running(.restore)
        let run = OperationRun(backup: "b2", kind: .restore, id: "7")
        let backups = bench.state.fleet[Sample.place]?.backups ?? []
        let reports = [Sample.report("b2", .restore, .running, run: "7")]
        bench.press(.cancelOperation)
        #expect(bench.planSheet?.target == PlanTarget(act: .cancel(run), location: Sample.place))
        bench.read(Sample.server(), backups, reports)
        bench.arm()
        #expect(bench.plan?.level == .severe)
        #expect(bench.plan?.steps == [.recheck, .cancel])
        bench.confirm()
        bench.passWindow()
        #expect(bench.requests.isEmpty, "it is looked at again first")
        bench.read(Sample.server(), backups, reports)
        #expect(bench.requests == [.cancel(run)])
        bench.answer()
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test(arguments: [
        [Sample.report("b2", .restore, .done, run: "7")], [], [Sample.report("b2", .restore, .running, run: "8")],
    ])
    func aRestoreThatEndedBeforeTheReCheckIsNotCancelled(reports: [OperationReport]) {
        var bench = Self.running(.restore)
        let backups = bench.state.fleet[Sample.place]?.backups ?? []
        bench.press(.cancelOperation)
        bench.read(Sample.server(), backups, [Sample.report("b2", .restore, .running, run: "7")])
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), backups, reports)
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("has ended") == true)
    }

    @Test func aRestoreThatEndedBeforeItsPlanWasReadHasNoPlan() {
        var bench = Self.running(.restore)
        bench.press(.cancelOperation)
        bench.read(Sample.server(), Sample.backups, [Sample.report("b2", .restore, .done, run: "7")])
        #expect(bench.refusal == "The restore has ended already")
    }

    @Test func anUnclearCancelLeavesTheRestoreAsItIs() {
        var bench = Self.running(.restore)
        let backups = bench.state.fleet[Sample.place]?.backups ?? []
        let reports = [Sample.report("b2", .restore, .running, run: "7")]
        bench.press(.cancelOperation)
        bench.read(Sample.server(), backups, reports)
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), backups, reports)
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.run?.outcome == nil, "what became of it is looked for")
        bench.list(backups, reports)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.operation("b2", .restore)?.state == .running, "only the service tells that it ended")
    }

    @Test func withSeveralPiecesOfWorkTheSelectedOneIsMeant() {
        let backups = [Sample.backup("b1", state: .running), Sample.backup("b2", state: .running), Sample.backup("b3")]
        var bench = Bench.opened(backups, [
            Sample.report("b1", .create, .running, run: "1"), Sample.report("b2", .create, .running, run: "2"),
        ], context: Self.historic)
        bench.select("b3")
        #expect(Availability.reason(against: .cancelOperation, in: bench.state)?.contains("select the backup") == true)
        bench.select("b1")
        bench.press(.cancelOperation)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.cancel(OperationRun(backup: "b1", kind: .create, id: "1"))])
    }

    @Test func aServiceThatCannotCancelSaysWhy() {
        let traits = ProviderCapabilities.historic.with {
            $0.actions.remove(.cancel)
            $0.reasons[.cancel] = "this API cancels only by deleting; use x"
        }
        var bench = Bench.opened(
            [Sample.backup("b2", state: .running)], [Sample.report("b2", .create, .running, run: "7")],
            context: Sample.context(capabilities: traits)
        )
        bench.select("b2")
        #expect(Availability.reason(against: .cancelOperation, in: bench.state)?.contains("only by deleting") == true)
        bench.press(.cancelOperation)
        #expect(bench.requests.isEmpty)
    }

    // MARK: Acknowledge

    private static func waiting(_ awaits: Bool = true, run: OperationRun.ID? = "7") -> Bench {
        var bench = Bench.opened(
            Sample.backups, [Sample.report("b2", .restore, .failed, run: run, awaits: awaits)], context: historic
        )
        bench.select("b2")
        return bench
    }

    @Test func anOutcomeIsDismissedByItsNumber() {
        var bench = Self.waiting()
        #expect(RunActs.unacknowledgedOutcome(in: bench.state)?.state == .failed)
        bench.press(.acknowledge)
        #expect(bench.confirmSheet?.lines.first == "\"copy b2\": restore FAILED.")
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.acknowledge(OperationRun(backup: "b2", kind: .restore, id: "7"))])
    }

    @Test func anOutcomeThatSomebodyElseDismissedIsNotSentAgain() {
        var bench = Self.waiting()
        bench.press(.acknowledge)
        bench.arm()
        bench.list(Sample.backups, [Sample.report("b2", .restore, .failed, run: "7", awaits: false)])
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("dismissed already") == true)
    }

    @Test func whatNobodyWaitsForIsNotDismissed() {
        for bench in [Self.waiting(false), Self.waiting(run: nil), Self.opened(context: Self.historic)] {
            #expect(Availability.reason(against: .acknowledge, in: bench.state) == "no outcome waits to be dismissed")
        }
    }
}
