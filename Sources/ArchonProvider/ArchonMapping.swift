import BackupKit
import ProviderSupport
import ServiceClient

/// Turns the service's JSON into our model.
enum ArchonMapping {
    /// A list of v0 or v1.
    static func listing(_ rows: LossyArray<ArchonWire.Backup>) -> BackupListing {
        var builder = ListingBuilder(unreadable: rows.skipped)
        for row in rows.elements {
            let (backup, unreadable) = backup(row)
            builder.add(backup, unreadable: unreadable, operations: operations(row))
        }
        return builder.listing
    }

    /// One backup, and how many of its values could not be read.
    static func backup(_ row: ArchonWire.Backup) -> (Backup, unreadable: Int) {
        let (state, isKnown) = state(of: row)
        let createdAt = row.createdAt.value.flatMap(Timestamp.date)
        let backup = Backup(
            id: Backup.ID(row.id),
            name: row.name.value,
            createdAt: createdAt,
            state: state,
            kind: row.automated.value.map { $0 ? .automatic : .manual } ?? .unknown,
            isLocked: row.locked.value
        )
        let problems = [
            !isKnown,
            createdAt == nil && (row.createdAt.value != nil || row.createdAt.isUnreadable),
            row.name.isUnreadable, row.automated.isUnreadable, row.locked.isUnreadable, row.task.isUnreadable,
        ]
        return (backup, problems.count { $0 })
    }

    /// `status` supersedes the two booleans, which older servers send alone (sheet 2.2).
    private static func state(of row: ArchonWire.Backup) -> (Backup.State, isKnown: Bool) {
        let restore = operationState(row.task.value?.restore.value?.state.value)
        let isRestoring = restore == .queued || restore == .running
        switch row.status.value {
        case "pending":
            return (isRestoring ? .restoring : .pending, true)
        case "in_progress":
            return (isRestoring ? .restoring : .running, true)
        case "done":
            return (isRestoring ? .restoring : .completed, true)
        case "timed_out", "error":
            // Where a restore went wrong last, the status may speak of it and the archive may be whole.
            return (restore == .failed || restore == .cancelled ? .unknown : .failed, true)
        case .some:
            return (.unknown, false)
        case nil:
            return row.status.isUnreadable ? (.unknown, false) : (isRestoring ? .restoring : stateByBooleans(row), true)
        }
    }

    private static func stateByBooleans(_ row: ArchonWire.Backup) -> Backup.State {
        if row.ongoing.value == true { return .running }
        let create = row.task.value?.create.value?.state.value
        if create == "cancelled" { return .cancelled }
        if row.interrupted.value == true || create == "failed" { return .failed }
        if create == "ongoing" { return .running }
        // Two absent booleans say nothing.
        return row.interrupted.value == nil && row.ongoing.value == nil ? .unknown : .completed
    }

    /// The work a row tells of. The row's own status is newer than its create task: the task may lag behind.
    private static func operations(_ row: ArchonWire.Backup) -> [OperationReport] {
        let id = Backup.ID(row.id)
        let tasks = row.task.value
        var reports: [OperationReport] = []
        if let restore = tasks?.restore.value, let state = operationState(restore.state.value) {
            reports.append(OperationReport(
                backup: id,
                kind: .restore,
                phase: state == .queued ? .queued : .extract,
                fraction: fraction(restore.progress.value),
                state: state
            ))
        }
        let create = tasks?.create.value
        let state: OperationState? = switch self.state(of: row).0 {
        case .pending: .queued
        case .running: .running
        case .completed: create.flatMap { operationState($0.state.value) }.map { _ in .done }
        case .failed: .failed
        case .cancelled: .cancelled
        case .restoring, .unknown: nil
        }
        if let state {
            reports.append(OperationReport(
                backup: id,
                kind: .create,
                phase: state == .queued ? .queued : .archive,
                fraction: fraction(create?.progress.value),
                state: state
            ))
        }
        return reports
    }

    /// A task's state in a list or an event; nil for `unchanged` and for words that say neither running nor ended.
    static func operationState(_ word: String?) -> OperationState? {
        switch word {
        case "pending": .queued
        case "ongoing": .running
        case "done": .done
        case "failed": .failed
        case "cancelled": .cancelled
        default: nil
        }
    }

    static func fraction(_ progress: Double?) -> Double? {
        progress.map { min(max($0, 0), 1) }
    }
}
