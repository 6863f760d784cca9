import BackupKit
import FoundationEssentials

/// The keys of acts: each only opens a sheet.
extension ActionReducer {
    /// A new backup, or room for one first.
    static func create(state: inout AppState) -> [Effect] {
        if let location = state.location, MakeRoomReducer.isFull(location, state: state) {
            return MakeRoomReducer.open(location, sparing: nil, state: &state)
        }
        return NameSheetReducer.openCreate(state: &state)
    }

    static func restore(state: inout AppState) -> [Effect] {
        guard let location = state.location else { return [] }
        if let run = state.runs[location.server], run.isActive {
            return PlanSheetReducer.reopen(run, state: &state)
        }
        guard let backup = state.manager.selection else { return [] }
        // Whether other files stay is the user's choice where the service has it, and part of the plan.
        guard state.visibleCapabilities?.restore.extent != .choice else {
            MenuReducer.open(.restore, state: &state)
            return []
        }
        return restore(backup, at: location, truncates: false, state: &state)
    }

    static func restore(
        _ backup: Backup.ID,
        at location: LocationRef,
        truncates: Bool,
        state: inout AppState
    ) -> [Effect] {
        let isByServer = state.fleet.capabilities(of: location.server)?.restore.safetyBackup == .byServer
        let options = RestoreOptions(
            truncates: truncates, safetyName: isByServer ? "\(SafetyBackup.prefix)\(state.ids.short())" : nil
        )
        return PlanSheetReducer.open(PlanTarget(
            act: .restore(backup, options),
            location: location,
            makesSafetyBackup: !isByServer && state.settings.makesSafetyBackup
        ), state: &state)
    }

    /// The marked backups where there are marks, else the selected one.
    static func delete(state: inout AppState) -> [Effect] {
        if let effects = bulk(.delete, state: &state) { return effects }
        guard let location = state.location, let backup = state.meantBackup else { return [] }
        return PlanSheetReducer.open(PlanTarget(act: .delete(backup.id), location: location), state: &state)
    }

    /// Deletes what the configured rules do not keep.
    static func retention(state: inout AppState) -> [Effect] {
        guard let location = state.location, let policy = state.settings.retention else { return [] }
        return PlanSheetReducer.open(
            PlanTarget(act: .bulk(BulkAct(retention: policy)), location: location), state: &state
        )
    }

    static func lock(state: inout AppState) -> [Effect] {
        guard let location = state.location else { return [] }
        if state.manager.marks.count > 1 {
            return bulk(state.locksMarked ? .lock : .unlock, state: &state) ?? []
        }
        guard let backup = state.meantBackup else { return [] }
        let isLocked = backup.isLocked == true
        return LightPlan.open(
            .setLock(backup.id, !isLocked),
            at: location,
            title: isLocked ? "Unlock a backup" : "Lock a backup",
            lines: isLocked
                ? ["\"\(backup.title)\" can be deleted after that, by anybody and by schedules."]
                : ["\"\(backup.title)\" cannot be deleted while it is locked."],
            verb: isLocked ? "unlock" : "lock",
            state: &state
        )
    }

    static func download(state: inout AppState) -> [Effect] {
        bulk(.download, state: &state) ?? TransferReducer.prepare(state: &state)
    }

    static func retry(state: inout AppState) -> [Effect] {
        guard let location = state.location, let backup = state.selectedBackup else { return [] }
        return LightPlan.open(
            .retry(backup.id),
            at: location,
            title: "Retry a failed backup",
            lines: ["\"\(backup.title)\" is made again from the present files."],
            verb: "retry",
            state: &state
        )
    }

    /// The plan for all marked backups; nil where fewer than two are marked.
    private static func bulk(_ kind: BulkAct.Kind, state: inout AppState) -> [Effect]? {
        guard let location = state.location, state.manager.marks.count > 1 else { return nil }
        let act = BulkAct(kind: kind, backups: state.markedBackups.map(\.id))
        return PlanSheetReducer.open(PlanTarget(act: .bulk(act), location: location), state: &state)
    }
}

extension AppState {
    /// The only marked backup, else the selected one.
    var meantBackup: Backup? {
        let marked = markedBackups
        return marked.count == 1 ? marked[0] : selectedBackup
    }

    /// With marks both ways are open: an unlocked one among them says that a lock is meant.
    var locksMarked: Bool {
        markedBackups.contains { $0.isLocked != true }
    }

    /// The marked backups in the order of the list, also those that the filter hides.
    var markedBackups: [Backup] {
        guard let location, let place = fleet[location] else { return [] }
        let shown = manager.rows.filter(manager.marks.contains)
        let hidden = manager.marks.subtracting(shown).sorted()
        return (shown + hidden).compactMap { place[$0] }
    }
}
