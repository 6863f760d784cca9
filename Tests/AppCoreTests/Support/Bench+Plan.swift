import BackupKit
import FoundationEssentials
@testable import AppCore

extension Bench {
    mutating func select(_ backup: Backup.ID) {
        guard let row = state.manager.rows.firstIndex(of: backup) else { return }
        BackupManagerReducer.select(row: row, in: &state.manager)
    }

    /// Answers the latest reading with a server and its backups as they are now.
    @discardableResult
    mutating func read(
        _ server: Server = Sample.server(),
        _ backups: [Backup] = Sample.backups,
        _ reports: [OperationReport] = [],
        secondsOld: Double = 0,
        archive: Inspection.ArchiveProof = .notAsked,
        unlocks: Result<RecentUnlocks, JournalError>? = nil
    ) -> [Effect] {
        guard let request = inspections.last else { return [] }
        return send(.inspected(request, .success(Inspection(
            server: server,
            listing: BackupListing(backups: backups, operations: reports),
            readAt: state.now.addingTimeInterval(-secondsOld),
            archive: archive,
            unlocks: unlocks
        ))))
    }

    @discardableResult
    mutating func failReading(_ error: ProviderError = Sample.offline) -> [Effect] {
        guard let request = inspections.last else { return [] }
        return send(.inspected(request, .failure(error)))
    }

    /// The service's answer to the latest request.
    @discardableResult
    mutating func answer(_ answer: MutationAnswer = .accepted(nil)) -> [Effect] {
        guard let mutation = sent.last else { return [] }
        return send(.mutationAnswered(mutation, answer))
    }

    /// The sheet of a severe act on the selected backup, read and armed.
    mutating func openPlan(
        _ action: UserAction = .restore,
        on backup: Backup.ID = "b2",
        server: Server = Sample.server(),
        backups: [Backup] = Sample.backups
    ) {
        select(backup)
        press(action)
        // A service with a choice of how to restore asks that first.
        if menu != nil { key(.enter) }
        read(server, backups)
        arm()
    }

    /// The text that the sheet on top asks for.
    var confirmation: String? {
        if case let .review(plan, _, _)? = planSheet?.stage { plan.confirmation } else { nil }
    }

    /// Why the sheet on top has no plan.
    var refusal: String? {
        if case let .refused(refusal)? = planSheet?.stage { refusal.reason } else { nil }
    }

    var plan: Plan? {
        if case let .review(plan, _, _)? = planSheet?.stage { plan } else { run?.plan }
    }

    /// Lets the cancel window go by, however long it is.
    mutating func passWindow() {
        while state.runs.values.contains(where: \.isInCancelWindow) { tick(1) }
    }

    mutating func confirm() {
        type(confirmation ?? "")
        key(.enter)
    }

    /// A restore of `backup` confirmed and in its cancel window.
    static func inWindow(
        _ backup: Backup.ID = "b2",
        power: PowerState? = .running,
        context: Context = Sample.context(),
        settings: Settings = Settings(makesSafetyBackup: false),
        reports: [OperationReport] = []
    ) -> Bench {
        var bench = Bench.opened(Sample.backups, reports, context: context, settings: settings, power: power)
        bench.openPlan(on: backup)
        bench.confirm()
        return bench
    }

    /// The same run, waiting for the answer to re-check A.
    static func inRecheckA(
        _ backup: Backup.ID = "b2",
        power: PowerState? = .running,
        context: Context = Sample.context(),
        reports: [OperationReport] = []
    ) -> Bench {
        var bench = Bench.inWindow(backup, power: power, context: context, reports: reports)
        bench.passWindow()
        return bench
    }

    /// The same run: the stop is accepted, the server has not reported yet.
    static func stopping(
        power: PowerState? = .running,
        context: Context = Sample.context(),
        reports: [OperationReport] = []
    ) -> Bench {
        var bench = Bench.inRecheckA(power: power, context: context, reports: reports)
        bench.read(Sample.server(), Sample.backups, reports)
        bench.answer()
        return bench
    }

    /// The same run, waiting for the answer to re-check B.
    static func inRecheckB(
        power: PowerState? = .running,
        context: Context = Sample.context(),
        reports: [OperationReport] = []
    ) -> Bench {
        var bench = Bench.stopping(power: power, context: context, reports: reports)
        bench.event(.power(.stopped))
        return bench
    }

    /// The same run: the restore is accepted.
    static func restoring(
        power: PowerState? = .running,
        context: Context = Sample.context(),
        reports: [OperationReport] = []
    ) -> Bench {
        var bench = Bench.inRecheckB(power: power, context: context, reports: reports)
        bench.read(Sample.server(), Sample.backups, reports)
        bench.answer()
        return bench
    }

    /// Fires the deadline that the run waits for.
    @discardableResult
    mutating func passDeadline() -> [Effect] {
        guard let run else { return [] }
        return send(.timerFired(.runDeadline(Sample.ref, run.serial)))
    }
}
