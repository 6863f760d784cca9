public import BackupKit
import FoundationEssentials

/// Acts on a run of work: stopping it, and telling the service that its outcome was seen.
public enum RunActs {
    /// The selected backup's last work, where the service keeps showing its outcome until it is dismissed.
    public static func unacknowledgedOutcome(in state: AppState) -> OperationReport? {
        guard let backup = state.manager.selection, let location = state.location,
              let reports = state.fleet[location]?.reports else { return nil }
        return OperationKind.allCases.lazy
            .compactMap { reports[OperationKey(backup: backup, kind: $0)] }
            .first { $0.awaitsAcknowledgement && $0.state.hasEnded && $0.run != nil }
    }

    /// What `X` would stop.
    enum Stoppable: Equatable {
        case operation(BackupOperation)
        case transfer(Transfer)
    }

    /// The work on the selected backup, else the only work there is on the server.
    static func stoppable(in state: AppState) -> Stoppable? {
        guard let server = state.visibleServer else { return nil }
        let transfers = server.transfers.values.filter(\.isRunning)
        let operations = server.openWork
        if let selected = state.manager.selection {
            if let operation = operations.first(where: { $0.key.backup == selected }) { return .operation(operation) }
            if let transfer = transfers.first(where: { $0.backup.id == selected }) { return .transfer(transfer) }
        }
        guard operations.count + transfers.count == 1 else { return nil }
        return operations.first.map(Stoppable.operation) ?? transfers.first.map(Stoppable.transfer)
    }

    /// Why `X` stops nothing now.
    static func reasonAgainstCancel(in state: AppState, capabilities: ProviderCapabilities) -> String? {
        switch stoppable(in: state) {
        case nil:
            if let reason = capabilities.reason(against: .cancel) { return reason }
            let isBusy = state.visibleServer?.openWork.isEmpty == false
            return isBusy ? "select the backup whose work is meant" : "nothing runs here"
        case .transfer: return nil
        case let .operation(operation):
            if let reason = capabilities.reason(against: .cancel) { return reason }
            // Without the service's own number only the backup could be named, and that might delete it.
            return operation
                .cancellableRun == nil ? "the service tells no number of this work to cancel it by; R reads again" : nil
        }
    }

    static func cancel(state: inout AppState) -> [Effect] {
        guard let location = state.location else { return [] }
        switch stoppable(in: state) {
        case nil: return []
        case let .transfer(transfer):
            let target = DownloadTarget(
                transfer.backup, at: transfer.location, suffix: state.visibleCapabilities?.archiveSuffix
            )
            return OverlayReducer.openConfirm(
                .cancelDownload(target),
                title: "Cancel a download",
                lines: ["\"\(transfer.backup.title)\": \(TransferReducer.kept(of: transfer.backup))."],
                verb: "cancel the download",
                state: &state
            )
        case let .operation(operation):
            guard let run = operation.cancellableRun else { return [] }
            let place = operation.location ?? location
            if operation.key.kind == .restore, operation.state == .running {
                return PlanSheetReducer.open(PlanTarget(act: .cancel(run), location: place), state: &state)
            }
            let title = state.visibleServer?.backup(run.backup)?.title ?? "backup \(run.backup.short)"
            let outcome = run.kind == .restore
                ? "has not begun: no file was changed, and the backup stays." : "is stopped; what was made of it goes."
            return LightPlan.open(
                .cancel(run),
                at: place,
                title: "Cancel the \(run.kind.rawValue)",
                lines: ["The \(run.kind.rawValue) of \"\(title)\" \(outcome)"],
                verb: "cancel the \(run.kind.rawValue)",
                state: &state
            )
        }
    }

    /// The outcome of the selected backup's last work that waits to be dismissed.
    static func unacknowledged(in state: AppState) -> OperationRun? {
        unacknowledgedOutcome(in: state).flatMap { report in
            report.run.map { OperationRun(backup: report.backup, kind: report.kind, id: $0) }
        }
    }

    static func acknowledge(state: inout AppState) -> [Effect] {
        guard let location = state.location, let run = unacknowledged(in: state),
              let report = unacknowledgedOutcome(in: state) else { return [] }
        let title = state.selectedBackup?.title ?? "backup \(run.backup.short)"
        return LightPlan.open(
            .acknowledge(run),
            at: location,
            title: "Dismiss an outcome",
            lines: [
                "\"\(title)\": \(report.outcomeWords).",
                "It is not shown to anybody any more.",
            ],
            verb: "dismiss",
            state: &state
        )
    }
}
