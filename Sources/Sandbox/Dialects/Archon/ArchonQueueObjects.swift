import FoundationEssentials

/// The JSON of the Backups Queue (wire sheet archon, section 2.3).
struct ArchonQueueObjects: Sendable {
    private let lists = RenderedLists<World.ID>()

    /// What the list answers for one world.
    func queue(of world: World, on server: GameServer, _ work: [BackupWork]) -> JSON {
        let work = work.filter { $0.world == world.id }
        let byBackup = Dictionary(grouping: work, by: \.backup)
        // One backup of each world comes from before the queue.
        let legacy = server.shelf.rows.first { $0.world == world.id && $0.seedNumber != nil }?.id
        let backups = lists.list(
            of: world.id,
            on: server.shelf,
            select: { $0.filter { $0.world == world.id } },
            row: { row in
                backup(row, byBackup[row.id] ?? [], isLegacy: row.id == legacy)
            }
        )
        return [
            "active_operations": .array(work.filter(\.isOpen).map(active)),
            "backups": backups,
        ]
    }

    private func backup(_ row: StoredBackup, _ work: [BackupWork], isLegacy: Bool) -> JSON {
        var history = work.reversed().map(operation)
        if !work.contains(where: { $0.kind == .create }), let number = row.seedNumber {
            history.append(seeded(row, number: isLegacy ? nil : number))
        }
        return [
            "id": .string(row.id.text),
            "name": .string(row.name),
            "created_at": .string(row.createdAt.wireText),
            "status": .string(Self.status(row, work)),
            "locked": .bool(row.isLocked),
            "automated": .bool(row.isAutomated),
            "history": .array(history),
        ]
    }

    private static func status(_ row: StoredBackup, _ work: [BackupWork]) -> String {
        switch row.state {
        case .pending: "pending"
        case .running: "in_progress"
        // A restore that only waits leaves its source a good backup.
        case .restoring: work.contains { $0.kind == .restore && $0.state == .running } ? "in_progress" : "done"
        case .completed: "done"
        case .failed: row.isTimedOut ? "timed_out" : "error"
        }
    }

    private func active(_ work: BackupWork) -> JSON {
        [
            "backup_id": .string(work.backup.text),
            "operation_type": .string(work.kind.rawValue),
            "operation_id": .integer(work.number),
            "has_parent": .bool(work.terms.hasParent),
            "scheduled_for": .string(work.requestedAt.wireText),
            "started_at": .optional(work.startedAt?.wireText),
            "synthetic_legacy": false,
            "user_info": Self.user(work.terms.initiator),
        ]
    }

    private func operation(_ work: BackupWork) -> JSON {
        let isAsked = work.terms.initiator != .schedule && !work.terms.hasParent
        return [
            "operation_type": .string(work.kind.rawValue),
            "operation_id": .integer(work.number),
            "state": .string(Self.state(work.state)),
            "scheduled_for": .string(work.requestedAt.wireText),
            "started_at": .optional(work.startedAt?.wireText),
            "completed_at": .optional(work.endedAt?.wireText),
            "has_parent": .bool(work.terms.hasParent),
            "error": .optional(work.failure),
            "should_prompt": .bool(isAsked && !work.isOpen && !work.isAcknowledged),
            "synthetic_legacy": false,
            "user_info": Self.user(work.terms.initiator),
        ]
    }

    /// The create of a seeded backup; one from before the queue has no number and no known initiator.
    private func seeded(_ row: StoredBackup, number: Int?) -> JSON {
        let isFailed = row.state == .failed
        return [
            "operation_type": "create",
            "operation_id": number.map(JSON.integer) ?? .null,
            "state": .string(row.isTimedOut ? "timed_out" : isFailed ? "failed" : "completed"),
            "scheduled_for": .string(row.createdAt.wireText),
            "started_at": number == nil ? .null : .string(row.createdAt.wireText),
            "completed_at": .optional(row.completedAt?.wireText),
            "has_parent": false,
            "error": isFailed ? "the storage went away" : nil,
            "should_prompt": false,
            "synthetic_legacy": .bool(number == nil),
            "user_info": row.isAutomated || number == nil ? .null : Self.user(.account),
        ]
    }

    private static func state(_ state: BackupWork.State) -> String {
        switch state {
        case .queued: "pending"
        case .running: "ongoing"
        case .completed, .failed, .cancelled, .timedOut: state.rawValue
        }
    }

    private static func user(_ initiator: BackupWork.Initiator) -> JSON {
        switch initiator {
        case .account: ["id": "U-sandbox", "username": "robin", "avatar_url": nil]
        case .stranger: ["id": "U-stranger", "username": "kim", "avatar_url": nil]
        case .schedule: nil
        }
    }
}
