public import BackupKit

/// Why an action is off right now. The same words stand in menus, in help and on the status line.
public enum Availability {
    /// Nil when the action can be used.
    public static func reason(against action: UserAction, in state: AppState) -> String? {
        switch action {
        case .showOperations, .showEvents, .showContexts:
            return "this view is not in this version"
        case .verify, .undo:
            return "not in this version"
        case .nextWorld, .previousWorld:
            guard state.screen == .backups, let server = state.visibleServer else { return "open a server first" }
            return server.server.worlds.count > 1 ? nil : "\(server.server.name) has one world"
        case .nextServer, .previousServer:
            return state.fleet.serverOrder.count > 1 ? nil : "there is one server"
        case .showBackups:
            return state.location == nil && state.serverList.selection == nil ? "no server is open" : nil
        case .filter, .nextMatch, .previousMatch, .sort, .reverseSort, .follow, .pause, .mark, .markRange,
             .invertMarks, .clearMarks, .toggleDetail, .wide, .timeStyle, .actionsMenu:
            return state.screen == .backups ? nil : "open a server first"
        case .copy:
            guard state.screen == .backups else { return "open a server first" }
            return state.selectedBackup == nil ? "no backup is selected" : nil
        case .create, .restore, .delete, .cancelOperation, .retry, .rename, .lock, .download, .power:
            guard state.screen == .backups, let context = state.visibleContext, let server = state.visibleServer else {
                return "open a server first"
            }
            return reason(againstService: action, context: context, server: server, state: state)
        case .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .open,
             .close, .back, .nextPane, .showServers, .palette, .help, .refresh, .redraw:
            return nil
        }
    }

    /// Why nothing may be changed through a context.
    public static func reasonAgainstWriting(in context: Context, settings: Settings) -> String? {
        if settings.isReadOnly { return "this session is read-only" }
        if context.access == .readOnly {
            return "context \(context.id) is read-only: set access: read-write in the configuration"
        }
        return nil
    }

    private static func reason(
        againstService action: UserAction,
        context: Context,
        server: ServerState,
        state: AppState
    ) -> String? {
        let capabilities = context.capabilities
        if action != .download,
           let reason = reasonAgainstWriting(in: context, settings: state.settings) { return reason }
        if let needed = action.capability, let reason = capabilities.reason(against: needed) { return reason }
        if action != .download, let run = state.runs[server.ref], run.isActive {
            // Restore reopens the sheet of the running plan.
            if action == .restore { return nil }
            return "a plan is being carried out on \(server.server.name): press r to see it"
        }
        if [.lock, .download, .cancelOperation].contains(action) { return "not in this version" }
        if action == .power {
            return Set<Server.Permission>.power.isDisjoint(with: server.server.permissions ?? .power)
                ? capabilities.reason(against: .stopServer, on: server.server) : nil
        }
        if let needed = action.permission, let reason = capabilities.reason(against: needed, on: server.server) {
            return reason
        }
        if [.create, .restore, .retry].contains(action), let reason = server.unansweredWork { return reason }
        if action == .create { return reasonAgainstCreate(server: server, capabilities: capabilities) }
        guard let backup = state.selectedBackup else { return "no backup is selected" }
        return reason(action, against: backup, server: server, capabilities: capabilities, state: state)
    }

    private static func reasonAgainstCreate(server: ServerState, capabilities: ProviderCapabilities) -> String? {
        if case .installing = server.server.condition { return "\(server.server.name) is installing" }
        if case .suspended = server.server.condition { return "\(server.server.name) is suspended" }
        if let quota = server.quota, let limit = quota.limit {
            if limit == 0 { return "backups are switched off for \(server.server.name)" }
            if quota.used >= limit { return "quota full (\(quota.used)/\(limit)): delete a backup first" }
        }
        guard capabilities.create.isOneAtATime else { return nil }
        return server.visibleOperations.first(where: \.isOpen)
            .map { "a \($0.key.kind.rawValue) runs: wait until it has ended" }
    }

    private static func reason(
        _ action: UserAction,
        against backup: Backup,
        server: ServerState,
        capabilities: ProviderCapabilities,
        state: AppState
    ) -> String? {
        switch action {
        case .restore:
            guard backup.state == .completed else { return "\"\(backup.title)\" is not a completed backup" }
            return server.visibleOperations.first(where: \.isOpen)
                .map { "a \($0.key.kind.rawValue) runs: wait until it has ended" }
        case .delete:
            if backup.isLocked == true, capabilities.reason(against: .unlock) == nil {
                return "\"\(backup.title)\" is locked: unlock it first"
            }
            return work(on: backup, server: server)
        case .retry:
            guard backup.state == .failed else { return "\"\(backup.title)\" has not failed" }
            if let location = state.location, server.failedRestore(of: backup.id, at: location) {
                return "a failed restore is a new restore: press r"
            }
            return work(on: backup, server: server)
        case .rename:
            return work(on: backup, server: server)
        default:
            return nil
        }
    }

    /// Work that goes on for a backup, in words; nil when there is none.
    static func work(on backup: Backup, server: ServerState) -> String? {
        server.visibleOperations.first { $0.isOpen && $0.key.backup == backup.id }
            .map { "a \($0.key.kind.rawValue) of \"\(backup.title)\" runs" }
    }
}

extension UserAction {
    /// What the account must be allowed for this action; nil where none is known.
    var permission: Server.Permission? {
        switch self {
        case .create, .retry: .createBackups
        case .restore: .restoreBackups
        case .delete: .deleteBackups
        case .rename: .renameBackups
        case .lock: .lockBackups
        case .download: .downloadBackups
        default: nil
        }
    }

    /// What the service must have for this action.
    public var capability: BackupAction? {
        switch self {
        case .create: .create
        case .restore: .restore
        case .delete: .delete
        case .cancelOperation: .cancel
        case .retry: .retry
        case .rename: .rename
        case .lock: .lock
        case .download: .download
        case .verify: .verify
        case .power: .power
        default: nil
        }
    }
}

extension ServerState {
    /// True when the last work on a backup was a restore that failed: trying again needs the whole plan.
    func failedRestore(of backup: Backup.ID, at location: LocationRef) -> Bool {
        let key = OperationKey(backup: backup, kind: .restore)
        return (operations[key]?.state ?? locations[location.world]?.reports[key]) == .failed
    }
}

extension ServerState {
    /// Why no work can be asked for: an earlier request for some has not been answered, and two would get in each
    /// other's way. Nil when there is none.
    var unansweredWork: String? {
        sent.keys.contains { $0.request.startsWork } ? "the last request has not been answered yet: wait" : nil
    }
}

extension Mutation.Request {
    fileprivate var startsWork: Bool {
        switch self {
        case .create, .restore, .retry: true
        case .delete, .deleteMany, .rename, .setLock, .cancel, .acknowledge, .power: false
        }
    }
}
