import BackupKit
import ProviderSupport

/// All that a queue's list tells of the work on one backup.
struct QueueWork {
    /// The create that runs or waits, else the newest one; nil where none is told.
    let create: QueueOperation?
    /// The restore that runs or waits, else the newest one; nil where none is told.
    let restore: QueueOperation?
    /// Who asked for the newest restore that was completed.
    let lastRestorer: String?
    /// Why the newest operation that failed did, in the service's words.
    let newestFailure: String?
    /// Values that could not be read, and operations of kinds this version does not know.
    let unreadable: Int

    /// Joins a row's history with the operations that are active on it.
    init(_ row: ArchonWire.QueueBackup, active: [QueueOperation]) {
        let rows = row.history.value
        let history = (rows?.elements ?? []).map { QueueOperation($0, of: Backup.ID(row.id)) }
        self.init(
            history.compactMap(\.self).sorted(by: QueueOperation.isNewer),
            active: active,
            isRunning: row.status.value == "in_progress",
            unreadable: (rows?.skipped ?? 0) + history.count { $0 == nil }
        )
    }

    /// The work on a backup that has no row.
    init(active: [QueueOperation]) {
        self.init([], active: active, isRunning: false, unreadable: 0)
    }

    private init(_ history: [QueueOperation], active: [QueueOperation], isRunning: Bool, unreadable: Int) {
        create = Self.latest(.create, history, active, isRunning)
        restore = Self.latest(.restore, history, active, isRunning)
        lastRestorer = history.first { $0.kind == .restore && $0.state == .done }?.initiator
        newestFailure = history.first { $0.state == .failed }?.failure
        self.unreadable = unreadable + history.reduce(0) { $0 + $1.unreadable }
    }

    /// One report for each kind of work.
    var reports: [OperationReport] {
        [create, restore].compactMap { $0?.report }
    }

    /// The active operation of a kind with what the history says of it, else the newest of the history.
    private static func latest(
        _ kind: OperationKind,
        _ history: [QueueOperation],
        _ active: [QueueOperation],
        _ isRunning: Bool
    ) -> QueueOperation? {
        let history = history.filter { $0.kind == kind }
        guard var operation = active.filter({ $0.kind == kind }).min(by: QueueOperation.isNewer) else {
            return history.first
        }
        // Without a number an open entry of the history can only be the same work.
        let twin = history.first {
            operation.number == nil ? $0.state?.hasEnded == false : $0.number == operation.number
        }
        if let twin, twin.state != nil { return twin }
        // Active operations tell no state of their own, and older services not even their start.
        operation.state = operation.hasStarted || isRunning ? .running : .queued
        return operation
    }
}
