import AppCore
import BackupKit
import FoundationEssentials

extension Witness {
    /// Counts a request in its row of the table.
    mutating func count(_ request: Mutation.Request, _ permit: Permit, _ facts: ServiceFacts) {
        let isFirst = permit.used.isEmpty
        if permit.hardness > .light, facts.isProtected, isFirst { counts[.protected, default: 0] += 1 }
        if permit.isUndo { counts[.undo, default: 0] += 1 }
        if let row = row(request, permit, facts) { counts[row, default: 0] += 1 }
    }

    private func row(_ request: Mutation.Request, _ permit: Permit, _ facts: ServiceFacts) -> ActRow? {
        switch permit.act {
        case let .bulk(bulk):
            guard permit.used.isEmpty else { return nil }
            return switch bulk.kind {
            case .delete: .bulkDelete
            case .lock: .bulkLock
            case .unlock: .bulkUnlock
            case .download: .bulkDownload
            }
        case let .restore(_, options):
            guard case .restore = request else { return nil }
            return options.truncates ? .restoreWiping : permit.isSafe(by: facts.service) ? .restore : .restoreUnsafely
        default: break
        }
        switch request {
        case .create: return .create
        case .rename: return .rename
        case let .setLock(_, isLocked): return isLocked ? .lock : .unlock
        case .retry: return .retry
        case .acknowledge: return .acknowledge
        case .power(.start): return .start
        case .power(.stop): return .stop
        case .power(.restart): return .restart
        case .power(.kill): return .kill
        case let .cancel(run):
            if run.kind == .create { return .cancelCreate }
            return permit.hardness == .light ? .cancelQueued : .cancelRestore
        case let .delete(id):
            if permit.hardness == .light { return .deleteEmpty }
            if facts.isLockedForGood(id) { return .deleteLocked }
            if facts.isLastGood(id) { return .deleteLastGood }
            return facts.isJustUnlocked(id) ? .deleteUnlocked : .delete
        case .restore, .deleteMany: return nil
        }
    }

    /// An archive is fetched.
    mutating func download(_ id: Backup.ID, at location: LocationRef, _ service: RecordedService) {
        if service.traits.downloadNeedsWriter, isReadOnly || service.context.access == .readOnly {
            return fail("read-only, and a link was asked for: \(id)")
        }
        guard let index = permits.indices.reversed().first(where: {
            permits[$0].location == location && permits[$0].left.contains(.download(id))
        }), let want = permits[index].left.firstIndex(of: .download(id)) else {
            return fail("download not confirmed: \(id)")
        }
        permits[index].left.remove(at: want)
        if permits[index].span == .key {
            counts[.download, default: 0] += 1
        } else if permits[index].left.count + 1 == permits[index].ids.count {
            counts[.bulkDownload, default: 0] += 1
        }
    }
}
