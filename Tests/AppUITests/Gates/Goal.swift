import BackupKit
import FoundationEssentials
import TestSupport
@testable import AppCore

/// An act that the keys are meant to come to, on these backups of this place.
struct Goal {
    enum Kind: String, CaseIterable {
        case create, rename, lock, unlock, undo, download, bulkLock, bulkUnlock, bulkDownload
        case start, stop, restart, kill, retry, cancel, acknowledge
        case deleteEmpty, delete, deleteLastGood, deleteUnlocked, deleteLocked, bulkDelete
        case restore, restoreUnsafely, restoreWiping
    }

    let kind: Kind
    let location: LocationRef
    let ids: [Backup.ID]
    /// Its key was pressed.
    var isOpen = false

    var isBulk: Bool {
        switch kind {
        case .bulkLock, .bulkUnlock, .bulkDownload, .bulkDelete: true
        default: false
        }
    }

    var key: String {
        switch kind {
        case .create: "c"
        case .rename: "e"
        case .lock, .unlock, .bulkLock, .bulkUnlock: "L"
        case .undo: "z"
        case .download, .bulkDownload: "d"
        case .start, .stop, .restart, .kill: "o"
        case .retry: "T"
        case .cancel: "X"
        case .acknowledge: "A"
        case .deleteEmpty, .delete, .deleteLastGood, .deleteUnlocked, .deleteLocked, .bulkDelete: "x"
        case .restore, .restoreUnsafely, .restoreWiping: "r"
        }
    }

    private init(kind: Kind, location: LocationRef, ids: [Backup.ID]) {
        self.kind = kind
        self.location = location
        self.ids = ids
    }

    /// Nil where there is nothing that it could be about.
    init?(_ kind: Kind, _ state: AppState, _ random: inout SeededGenerator) {
        guard state.screen == .backups, let location = state.location, let server = state.visibleServer,
              let place = state.fleet[location] else { return nil }
        let traits = server.capabilities
        let rows = place.backups.filter { state.manager.rows.contains($0.id) }
        let good = rows.filter { $0.state == .completed }
        let newest = good.max { ($0.createdAt ?? .distantPast) < ($1.createdAt ?? .distantPast) }?.id
        func can(_ action: BackupAction) -> Bool {
            traits.reason(against: action) == nil
        }
        let busy = Set(server.visibleOperations.filter(\.isOpen).map(\.key.backup))
        let choice: [Backup]
        switch kind {
        case .create, .start, .stop, .restart, .kill:
            guard can(kind == .create ? .create : .power) else { return nil }
            if kind == .start,
               !server.power.isDown || server.openWork.contains(where: { $0.key.kind == .restore }) { return nil }
            if [.stop, .restart, .kill].contains(kind), server.power.isDown || !server.openWork.isEmpty { return nil }
            self.init(kind: kind, location: location, ids: [])
            return
        case .undo:
            guard state.undoable != nil else { return nil }
            self.init(kind: kind, location: location, ids: [])
            return
        case .cancel:
            guard can(.cancel) else { return nil }
            choice = rows.filter { busy.contains($0.id) }
        case .acknowledge:
            guard can(.acknowledge) else { return nil }
            choice = rows.filter { row in
                place.reports.values.contains { $0.backup == row.id && $0.awaitsAcknowledgement && $0.state.hasEnded }
            }
        case .rename: choice = can(.rename) ? rows : []
        case .lock, .bulkLock: choice = can(.lock) ? rows.filter { $0.isLocked != true } : []
        case .unlock, .bulkUnlock: choice = can(.unlock) ? rows.filter { $0.isLocked == true } : []
        case .download, .bulkDownload: choice = can(.download) ? good : []
        case .retry: choice = can(.retry) ? rows.filter { $0.state == .failed } : []
        case .deleteEmpty: choice = rows.filter { $0.state == .failed && $0.size == nil && $0.isLocked != true }
        case .delete, .bulkDelete: choice = good.filter { $0.isLocked != true && $0.id != newest }
        case .deleteLastGood: choice = good.filter { $0.id == newest && $0.isLocked != true }
        case .deleteUnlocked: choice = good
            .filter { server.unlockedAt[$0.id] != nil && $0.isLocked != true && $0.id != newest }
        case .deleteLocked: choice = can(.unlock) ? [] : good.filter { $0.isLocked == true }
        case .restore, .restoreUnsafely: choice = server.openWork.isEmpty ? good : []
        case .restoreWiping: choice = server.openWork.isEmpty && traits.restore.extent == .choice ? good : []
        }
        if kind == .restoreUnsafely, traits.restore.safetyBackup == .byServer { return nil }
        let idle = kind == .cancel ? choice : choice.filter { !busy.contains($0.id) }
        guard !idle.isEmpty else { return nil }
        let isBulk = [.bulkLock, .bulkUnlock, .bulkDownload, .bulkDelete].contains(kind)
        let count = isBulk ? min(idle.count, Int.random(in: 1 ... 3, using: &random)) : 1
        let ids = idle.map(\.id).sorted().shuffled(using: &random).prefix(count)
        self.init(kind: kind, location: location, ids: Array(ids))
    }
}
