import BackupKit
import FoundationEssentials

/// The rows of a bulk plan: each marked backup as it was just read, and why it is left out where it is.
enum BulkRows {
    static func make(
        _ act: PlanTarget.Act,
        inspection: Inspection,
        server: ServerState,
        traits: ProviderCapabilities
    ) -> [BulkRow] {
        guard case let .bulk(bulk) = act else { return [] }
        if let policy = bulk.policy { return kept(by: policy, inspection: inspection, server: server) }
        let listed = Dictionary(inspection.listing.backups.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let busy = Set(inspection.listing.operations.filter { !$0.state.hasEnded }.map(\.backup))
        return bulk.backups.map { id in
            guard let backup = listed[id] else {
                let known = server.backup(id) ?? Backup(id: id, state: .unknown)
                return BulkRow(backup: known, exclusion: "gone: somebody else deleted it", reason: nil)
            }
            return BulkRow(
                backup: backup,
                exclusion: exclusion(of: backup, bulk.kind, isBusy: busy.contains(id), server, traits),
                reason: nil
            )
        }
    }

    /// Every backup, with the reason why the rules keep it or do not.
    private static func kept(
        by policy: RetentionPolicy,
        inspection: Inspection,
        server: ServerState
    ) -> [BulkRow] {
        let listed = inspection.listing
        let busy = Set(listed.operations.filter { !$0.state.hasEnded }.map(\.backup))
            .union(server.operations.values.filter(\.isOpen).map(\.key.backup))
        let now = inspection.serviceTime(by: server)
        return Retention.decide(listed.backups, policy: policy, busy: busy, now: now).map { decision in
            guard !decision.isRemoval else {
                return BulkRow(backup: decision.backup, exclusion: nil, reason: "no rule keeps it")
            }
            let reasons = decision.reasons.map(\.words).joined(separator: ", ")
            return BulkRow(backup: decision.backup, exclusion: "kept: \(reasons)", reason: nil)
        }
    }

    private static func exclusion(
        of backup: Backup,
        _ kind: BulkAct.Kind,
        isBusy: Bool,
        _ server: ServerState,
        _ traits: ProviderCapabilities
    ) -> String? {
        if isBusy { return "work on it goes on" }
        if let work = Availability.work(on: backup, server: server) { return work }
        switch kind {
        case .delete:
            switch backup.state {
            case .pending, .running, .restoring: return "work on it goes on"
            case .completed, .failed, .cancelled, .unknown: break
            }
            guard backup.isLocked == true else { return nil }
            return traits.reason(against: .unlock) == nil ? "locked: unlock it first" : "locked: delete it by itself"
        case .lock: return backup.isLocked == true ? "locked already" : nil
        case .unlock: return backup.isLocked == true ? nil : "not locked"
        case .download:
            if !backup.isGood { return "no whole archive" }
            return server.transfers[backup.id]?.isRunning == true ? "being downloaded" : nil
        }
    }

    /// Why a bulk act would touch nothing.
    static func nothingLeft(of bulk: BulkAct, _ rows: [BulkRow]) -> String {
        if bulk.policy != nil { return "Nothing to delete: the retention rules keep every backup" }
        let reasons = rows.compactMap { row in row.exclusion.map { "\"\(row.backup.title)\" is \($0)" } }
        let some = reasons.prefix(3).joined(separator: ", ")
        return "Nothing to \(bulk.kind.rawValue): \(some)\(reasons.count > 3 ? ", …" : "")"
    }
}
