public import BackupKit
import FoundationEssentials

/// Why an action is off right now. The same words stand in menus, in help and on the status line.
public enum Availability {
    /// What the fleet has as well as the list of backups.
    private static let fleetActions: Set<UserAction> = [.sort, .reverseSort, .pause, .toggleDetail]

    /// Nil when the action can be used.
    public static func reason(against action: UserAction, in state: AppState) -> String? {
        if state.screen == .servers, fleetActions.contains(action) { return nil }
        if state.screen == .events, action == .download || action == .exportEvents {
            return state.eventRows.isEmpty ? "there are no events" : nil
        }
        switch action {
        case .undo:
            guard let undoable = state.undoable else { return "no rename or lock of this session to undo" }
            guard let context = state.fleet.contexts[undoable.location.server.context]
            else { return "its context is gone" }
            return reasonAgainstWriting(in: context, settings: state.settings)
        case .nextWorld, .previousWorld:
            guard state.screen == .backups, let server = state.visibleServer else { return "open a server first" }
            return server.server.worlds.count > 1 ? nil : "\(server.server.name) has one world"
        case .nextServer, .previousServer:
            return state.fleet.serverOrder.count > 1 ? nil : "there is one server"
        case .showBackups:
            return state.location == nil && state.serverList.selection == nil ? "no server is open" : nil
        case .filter, .nextMatch, .previousMatch:
            return state.screen == .contexts ? "this list is not filtered" : nil
        case .groupByContext:
            guard state.screen == .servers else { return "open the fleet first: press 1" }
            return state.fleet.contextOrder.count > 1 ? nil : "there is one context"
        case .acknowledgeAlarms:
            guard let subject = state.alarmSubject else { return "select a server or a context first" }
            let isTold = !state.watch.book.raised(of: subject).isEmpty
            return isTold ? nil : "no alarm is told of it"
        case .exportEvents:
            return "open the events first: press 4"
        case .sort, .reverseSort, .follow, .pause, .mark, .markRange,
             .invertMarks, .clearMarks, .toggleDetail, .wide, .timeStyle, .actionsMenu:
            return state.screen == .backups ? nil : "open a server first"
        case .copy:
            guard state.screen == .backups else { return "open a server first" }
            return state.selectedBackup == nil ? "no backup is selected" : nil
        case .create, .restore, .delete, .retention, .cancelOperation, .acknowledge, .retry, .rename, .lock, .download,
             .verify, .power:
            guard state.screen == .backups, let context = state.visibleContext, let server = state.visibleServer else {
                return "open a server first"
            }
            return reason(againstService: action, context: context, server: server, state: state)
        case .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .open,
             .close, .back, .nextPane, .showServers, .showContexts, .showEvents, .showOperations, .showTrouble,
             .palette,
             .help, .refresh, .redraw:
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
        let capabilities = server.capabilities
        if action == .cancelOperation, case .transfer? = RunActs.stoppable(in: state) { return nil }
        if action.isMutating || (action == .download && capabilities.downloadNeedsWriter),
           let reason = reasonAgainstWriting(in: context, settings: state.settings) {
            return action == .download ? "its link takes a POST, and \(reason)" : reason
        }
        if let needed = capability(for: action, in: state), let reason = capabilities.reason(against: needed) {
            return reason
        }
        if action.isMutating, let run = state.runs[server.ref], run.isActive {
            // Restore reopens the sheet of the running plan.
            if action == .restore { return nil }
            return "a plan is being carried out on \(server.server.name): press r to see it"
        }
        // Where no list can be read the process is looked after all the same.
        let hasFailed = state.location.flatMap { state.fleet[$0]?.error } != nil
        if action == .power, !hasFailed, let reason = unlisted(state) { return reason }
        if action == .power {
            return Set<Server.Permission>.power.isDisjoint(with: server.server.permissions ?? .power)
                ? capabilities.reason(against: .stopServer, on: server.server) : nil
        }
        if let needed = action.permission, let reason = capabilities.reason(against: needed, on: server.server) {
            return reason
        }
        if [.create, .restore, .retry].contains(action), let reason = server.unansweredWork { return reason }
        if action == .retention {
            return state.settings.retention == nil ? "no retention rules are configured" : unlisted(state)
        }
        if action == .create {
            return state.location.flatMap { reasonAgainstCreate(at: $0, server: server, state: state) }
        }
        if action == .cancelOperation { return RunActs.reasonAgainstCancel(in: state, capabilities: capabilities) }
        // With marks the plan says of each row whether it can be done.
        if action.takesMarks, state.manager.marks.count > 1 { return nil }
        guard let backup = action.takesMarks ? state.meantBackup : state.selectedBackup
        else { return "no backup is selected" }
        return reason(action, against: backup, server: server, capabilities: capabilities, state: state)
    }

    /// What the service must have for an action on the marked backups, else on the selected one.
    private static func capability(for action: UserAction, in state: AppState) -> BackupAction? {
        guard action == .lock, state.manager.marks.count > 1 else { return action.capability(on: state.meantBackup) }
        return state.locksMarked ? .lock : .unlock
    }

    /// The list tells how much of the limit is used, and some services what can be done at all. Nil once it was read.
    private static func unlisted(_ state: AppState) -> String? {
        state.location.flatMap { unlisted($0, state) }
    }

    private static func unlisted(_ location: LocationRef, _ state: AppState) -> String? {
        if let place = state.fleet[location], place.fetchedAt != nil, !place.isFromSnapshot { return nil }
        return "its backups are not listed yet"
    }

    /// Why no backup can be made at a place now, apart from what the account may do.
    static func reasonAgainstCreate(at location: LocationRef, server: ServerState, state: AppState) -> String? {
        if let reason = server.unansweredWork { return reason }
        if server.server.condition != .available, !server.server.condition.isUnknown {
            return "\(server.server.name) is \(server.server.condition.words)"
        }
        if let error = state.fleet[location]?.error, error.code == .notFound {
            return error.message
        }
        if let reason = unlisted(location, state) { return reason }
        if let until = server.createsBlockedUntil, until > state.now {
            let seconds = Int(until.timeIntervalSince(state.now).rounded(.up))
            let wait = seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
            return "the service takes no further backup for \(wait)"
        }
        if let quota = server.quota, let limit = quota.limit {
            if limit == 0 { return "backups are switched off for \(server.server.name)" }
            // Else the key offers what may be deleted for it.
            if let used = quota.used, used >= limit, server.capabilities.reason(against: .delete) != nil {
                return "quota full (\(used)/\(limit)): delete a backup first"
            }
        }
        guard server.capabilities.create.isOneAtATime else { return nil }
        return server.openWork.first
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
            return server.openWork.first.map { "a \($0.key.kind.rawValue) runs: wait until it has ended" }
                ?? work(on: backup, server: server)
        case .delete:
            if let reason = server.server.condition.reasonAgainstDelete {
                return "\(server.server.name) is \(reason)"
            }
            if backup.isLocked == true, capabilities.reason(against: .unlock) == nil {
                return "\"\(backup.title)\" is locked: unlock it first"
            }
            if server.awaitedWork.contains(OperationKey(backup: backup.id, kind: .delete)) {
                return "a delete of \"\(backup.title)\" waits for its answer"
            }
            return work(on: backup, server: server)
        case .retry:
            if let location = state.location, server.failedRestore(of: backup.id, at: location) {
                return "a failed restore is a new restore: press r"
            }
            guard backup.state == .failed else { return "\"\(backup.title)\" has not failed" }
            return work(on: backup, server: server)
        case .rename, .lock:
            return work(on: backup, server: server)
        case .download:
            if !backup.isGood { return "\"\(backup.title)\" has no whole archive" }
            return server.transfers[backup.id]?.isRunning == true ? "it is being downloaded" : nil
        case .verify:
            return backup.checksum == nil ? "the service tells no checksum of \"\(backup.title)\"" : nil
        case .acknowledge:
            return RunActs.unacknowledged(in: state) == nil ? "no outcome waits to be dismissed" : nil
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
    /// It is about all marked backups where there are marks.
    var takesMarks: Bool {
        switch self {
        case .delete, .lock, .download: true
        default: false
        }
    }

    /// What the account must be allowed for this action; nil where none is known.
    var permission: Server.Permission? {
        switch self {
        case .create, .retry: .createBackups
        case .restore: .restoreBackups
        case .delete, .retention: .deleteBackups
        case .rename: .renameBackups
        case .lock: .lockBackups
        case .download: .downloadBackups
        default: nil
        }
    }

    /// What the service must have for this action on a backup.
    func capability(on backup: Backup?) -> BackupAction? {
        self == .lock && backup?.isLocked == true ? .unlock : capability
    }

    /// What the service must have for this action.
    public var capability: BackupAction? {
        switch self {
        case .create: .create
        case .restore: .restore
        case .delete, .retention: .delete
        case .acknowledge: .acknowledge
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
        return (operations[key]?.state ?? locations[location.world]?.reports[key]?.state) == .failed
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
