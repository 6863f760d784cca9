import BackupKit
import ProviderSupport
import ServiceClient

extension ArchonMapping {
    /// The queue's list.
    static func listing(_ queue: ArchonWire.Queue) -> BackupListing {
        let active = activeOperations(queue)
        var builder = ListingBuilder(unreadable: queue.backups.skipped + active.unreadable)
        for row in queue.backups.elements {
            let work = QueueWork(row, active: active.byBackup[Backup.ID(row.id)] ?? [])
            let (backup, unreadable) = backup(row, work)
            builder.add(backup, unreadable: unreadable + work.unreadable, operations: work.reports)
        }
        var listing = builder.listing
        // Work on a backup that has no row yet, or none any more.
        for (id, operations) in active.byBackup.sorted(by: { $0.key < $1.key }) where !builder.holds(id) {
            listing.operations += QueueWork(active: operations).reports
        }
        return listing
    }

    private static func activeOperations(
        _ queue: ArchonWire.Queue
    ) -> (byBackup: [Backup.ID: [QueueOperation]], unreadable: Int) {
        let rows = queue.active.value
        var unreadable = (queue.active.isUnreadable ? 1 : 0) + (rows?.skipped ?? 0)
        var byBackup: [Backup.ID: [QueueOperation]] = [:]
        for row in rows?.elements ?? [] {
            let id = Backup.ID(row.backup)
            guard !row.backup.isEmpty, let operation = QueueOperation(row.operation, of: id) else {
                unreadable += 1
                continue
            }
            unreadable += operation.unreadable
            byBackup[id, default: []].append(operation)
        }
        return (byBackup, unreadable)
    }

    private static func backup(_ row: ArchonWire.QueueBackup, _ work: QueueWork) -> (Backup, unreadable: Int) {
        let (state, isKnown) = state(of: row, work)
        let createdAt = row.createdAt.value.flatMap(Timestamp.date)
        let backup = Backup(
            id: Backup.ID(row.id),
            name: row.name.value,
            createdAt: createdAt,
            completedAt: work.create?.state == .done ? work.create?.endedAt : nil,
            state: state,
            kind: row.automated.value.map { $0 ? .automatic : .manual } ?? .unknown,
            isLocked: row.locked.value,
            creator: work.create?.initiator,
            restorer: work.lastRestorer,
            failure: failure(in: state, row, work)
        )
        let problems = [
            !isKnown,
            createdAt == nil && (row.createdAt.value != nil || row.createdAt.isUnreadable),
            row.name.isUnreadable, row.automated.isUnreadable, row.locked.isUnreadable, row.history.isUnreadable,
        ]
        return (backup, problems.count { $0 })
    }

    /// The row's status leads; its history tells a restore from a create, and a cancelled create from a failed one.
    private static func state(
        of row: ArchonWire.QueueBackup,
        _ work: QueueWork
    ) -> (Backup.State, isKnown: Bool) {
        let isOpen = work.create.map { $0.state?.hasEnded == false } ?? false
        switch row.status.value {
        case "done":
            // A restore that only waits leaves the backup as good as it was.
            return (work.restore?.state == .running ? .restoring : .completed, true)
        case "pending", "in_progress":
            if !isOpen, work.restore?.state?.hasEnded == false { return (.restoring, true) }
            if work.create?.state == .cancelled { return (.cancelled, true) }
            return (row.status.value == "pending" ? .pending : .running, true)
        case "error", "timed_out":
            if work.create?.state == .cancelled { return (.cancelled, true) }
            // The archive was made: the status speaks of what came after it.
            return (work.create?.state == .done ? .unknown : .failed, true)
        case .some:
            return (.unknown, false)
        case nil:
            return (work.create.map(stateByHistory) ?? .unknown, !row.status.isUnreadable)
        }
    }

    private static func stateByHistory(_ create: QueueOperation) -> Backup.State {
        switch create.state {
        case .queued: .pending
        case .running: .running
        case .done: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        case .unknown, nil: .unknown
        }
    }

    /// Only of a backup that is not good: a restore that failed is told by its own report.
    private static func failure(in state: Backup.State, _ row: ArchonWire.QueueBackup, _ work: QueueWork) -> String? {
        guard state == .failed || state == .unknown else { return nil }
        return work.newestFailure ?? (row.status.value == "timed_out" ? "timed out" : nil)
    }
}
