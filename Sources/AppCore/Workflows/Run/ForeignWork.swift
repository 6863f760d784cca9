import BackupKit

/// Work on a server that is not part of a plan: it stands in the plan's way.
enum ForeignWork {
    /// The first such work in words; nil when there is none. Both the fresh list and what events told are asked.
    static func found(in listing: BackupListing, server: ServerState, target: PlanTarget) -> String? {
        let entry = emptyEntry(in: listing, target: target)
        func stands(_ backup: Backup.ID) -> Bool {
            entry == nil || backup == entry
        }
        if let reported = listing.operations.first(where: { !$0.state.hasEnded && stands($0.backup) }) {
            let name = listing.backups.first { $0.id == reported.backup }?.title ?? "backup \(reported.backup.short)"
            return "\(reported.kind.rawValue) of \"\(name)\" runs"
        }
        let reportedKeys = Set(listing.operations.map { OperationKey(backup: $0.backup, kind: $0.kind) })
        let busy = listing.backups.first { backup in
            switch backup.state {
            case .running, .restoring, .pending: stands(backup.id)
            case .completed, .failed, .cancelled, .unknown: false
            }
        }
        if let busy { return "work on \"\(busy.title)\" goes on" }
        // Other worlds are not in the list; there the events are all we have.
        let open = server.visibleOperations.filter {
            $0.isOpen && !reportedKeys.contains($0.key) && stands($0.key.backup)
        }
        let heard = open.first { $0.key.kind != .delete || $0.key.backup == target.act.backup }
        return heard.map { "\($0.key.kind.rawValue) of \"\($0.title ?? "backup \($0.key.backup.short)")\" runs" }
    }

    /// The backup of a delete that takes nothing but an entry from the list: work on others is not in its way.
    private static func emptyEntry(in listing: BackupListing, target: PlanTarget) -> Backup.ID? {
        guard case let .delete(id) = target.act else { return nil }
        return listing.backups.first { $0.id == id && $0.isCertainlyFailed && $0.isLocked != true }?.id
    }
}
