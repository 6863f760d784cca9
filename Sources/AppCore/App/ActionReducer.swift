import BackupKit
import FoundationEssentials

/// Carries out what a key, a menu line or the palette asked for.
enum ActionReducer {
    static func perform(_ action: UserAction, state: inout AppState) -> [Effect] {
        if action != .redraw, action != .refresh { state.notice = nil }
        if let reason = Availability.reason(against: action, in: state) {
            state.notice = Notice(.warning, "\(action.label): \(reason)")
            return []
        }
        switch action {
        case .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp:
            move(action, state: &state)
        case .open: return open(state: &state)
        case .close: close(state: &state)
        case .back: return back(state: &state)
        case .nextPane, .toggleDetail: state.manager.isDetailToggled.toggle()
        case .showServers: state.screen = .servers
        case .showBackups: return showBackups(state: &state)
        case .showContexts: ContextListReducer.show(state: &state)
        case .showOperations, .showEvents, .undo: break
        case .previousServer: return stepServer(-1, state: &state)
        case .nextServer: return stepServer(1, state: &state)
        case .previousWorld: return stepWorld(-1, state: &state)
        case .nextWorld: return stepWorld(1, state: &state)
        case .filter: OverlayReducer.push(.filter(FilterLine(text: state.filterText, on: state.screen)), state: &state)
        case .nextMatch: move(.moveDown, state: &state)
        case .previousMatch: move(.moveUp, state: &state)
        case .palette: OverlayReducer.push(.palette(Palette(state)), state: &state)
        case .help: OverlayReducer.push(.help(HelpPage()), state: &state)
        case .mark, .markRange, .invertMarks, .clearMarks:
            BackupManagerReducer.mark(action, manager: &state.manager)
        case .sort: MenuReducer.open(.sort, state: &state)
        case .reverseSort:
            var sort = state.manager.sort
            sort.isAscending.toggle()
            BackupManagerReducer.setSort(sort, state: &state)
        case .follow: state.manager.isFollowing.toggle()
        case .pause: BackupManagerReducer.togglePause(state: &state)
        case .refresh: return refresh(state: &state)
        case .redraw: return [.redraw]
        case .actionsMenu: MenuReducer.open(.actions, state: &state)
        case .wide: state.manager.isWide.toggle()
        case .timeStyle: state.manager.timeStyle = state.manager.timeStyle.next
        case .copy: MenuReducer.open(.copy, state: &state)
        case .create: return NameSheetReducer.openCreate(state: &state)
        case .rename: return NameSheetReducer.openRename(state: &state)
        case .restore: return restore(state: &state)
        case .delete: return delete(state: &state)
        case .retry: return retry(state: &state)
        case .power: MenuReducer.open(.power, state: &state)
        case .cancelOperation: return RunActs.cancel(state: &state)
        case .acknowledge: return RunActs.acknowledge(state: &state)
        case .lock: return lock(state: &state)
        case .download: return TransferReducer.prepare(state: &state)
        case .verify: return TransferReducer.verify(state: &state)
        }
        return []
    }

    static func move(_ action: UserAction, state: inout AppState) {
        switch state.screen {
        case .backups: BackupManagerReducer.move(action, manager: &state.manager)
        case .servers: ServerListReducer.move(action, state: &state)
        case .contexts: ContextListReducer.move(action, state: &state)
        }
    }

    private static func open(state: inout AppState) -> [Effect] {
        switch state.screen {
        case .servers:
            guard let ref = state.serverList.selection else { return [] }
            let effects = BackupManagerReducer.open(ref, world: nil, state: &state)
            state.manager.isOpenedFromServers = true
            return effects
        case .backups:
            state.manager.isDetailToggled.toggle()
            return []
        case .contexts:
            return state.contextSelection.map { ContextListReducer.open($0, state: &state) } ?? []
        }
    }

    /// Esc clears one thing after the other and never quits.
    private static func close(state: inout AppState) {
        if state.screen == .servers { ServerListReducer.setFilter("", state: &state) }
        guard state.screen == .backups else { return }
        if state.manager.rangeStart != nil || !state.manager.marks.isEmpty {
            state.manager.marks = []
            state.manager.rangeStart = nil
        } else if !state.manager.filterText.isEmpty {
            BackupManagerReducer.setFilter("", state: &state)
        } else if state.manager.paused != nil {
            BackupManagerReducer.togglePause(state: &state)
        } else {
            state.manager.isDetailToggled = false
        }
    }

    /// `q` goes back one screen; at the root it quits, after a question where work of ours goes on.
    private static func back(state: inout AppState) -> [Effect] {
        if state.screen == .backups, state.manager.isOpenedFromServers {
            state.screen = .servers
            return []
        }
        if state.screen == .contexts {
            state.screen = state.screenBehindContexts
            return []
        }
        return quit(state: &state)
    }

    static func quit(state: inout AppState) -> [Effect] {
        let runs = state.activeRuns.compactMap { state.runs[$0] }
        let transfers = state.fleet.servers.values.flatMap(\.visibleTransfers).filter(\.isRunning)
            .sorted { ($0.startedAt, $0.backup.id) < ($1.startedAt, $1.backup.id) }
        guard !runs.isEmpty || !transfers.isEmpty else {
            state.exitCode = 0
            return []
        }
        return OverlayReducer.openConfirm(
            .quit,
            title: "Leave Backtop",
            lines: leaving(runs) + transfers.map {
                "\"\($0.backup.title)\" is being downloaded: \(TransferReducer.kept(of: $0.backup))."
            },
            verb: "leave",
            state: &state
        )
    }

    private static func leaving(_ runs: [PlanRun]) -> [String] {
        guard !runs.isEmpty else { return [] }
        return runs.map { "A plan is being carried out on \($0.plan.facts.serverName)." }
            + ["What was sent goes on at the service; the steps that are left will not be done."]
            + (runs.contains(where: \.hasStopped)
                ? runs.compactMap(PlanRunReducer.left) : ["Nothing was stopped by us."])
    }

    private static func showBackups(state: inout AppState) -> [Effect] {
        if state.location != nil, state.serverList.selection == state.location?.server || state.screen == .backups {
            state.screen = .backups
            return []
        }
        guard let ref = state.serverList.selection ?? state.location?.server else { return [] }
        return BackupManagerReducer.open(ref, world: nil, state: &state)
    }

    private static func stepServer(_ step: Int, state: inout AppState) -> [Effect] {
        let isListed = state.screen == .servers
        let order = isListed ? state.listedServers : state.fleet.serverOrder
        guard let current = isListed ? state.serverList.selection : state.location?.server,
              let index = order.firstIndex(of: current) else { return [] }
        let ref = order[(index + step + order.count) % order.count]
        if state.screen == .servers {
            state.serverList.selection = ref
            return []
        }
        return BackupManagerReducer.open(ref, world: nil, state: &state)
    }

    private static func stepWorld(_ step: Int, state: inout AppState) -> [Effect] {
        guard let location = state.location, let worlds = state.visibleServer?.server.worlds,
              let index = worlds.firstIndex(where: { $0.id == location.world }) else { return [] }
        let world = worlds[(index + step + worlds.count) % worlds.count]
        return BackupManagerReducer.open(location.server, world: world.id, state: &state)
    }

    private static func refresh(state: inout AppState) -> [Effect] {
        state.notice = nil
        switch state.screen {
        case .servers, .contexts: return state.fleet.contextOrder.map { .loadServers($0) }
        case .backups:
            guard let location = state.location else { return [] }
            return [.loadServer(location.server)] + FleetReducer.load(location, for: .act, state: &state)
        }
    }

    private static func restore(state: inout AppState) -> [Effect] {
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
        let isSafe = state.fleet.capabilities(of: location.server)?.restore.safetyBackup == .byServer
        let options = RestoreOptions(
            truncates: truncates, safetyName: isSafe ? "Before restore \(state.ids.short())" : nil
        )
        return PlanSheetReducer.open(PlanTarget(act: .restore(backup, options), location: location), state: &state)
    }

    private static func lock(state: inout AppState) -> [Effect] {
        guard let location = state.location, let backup = state.selectedBackup else { return [] }
        let isLocked = backup.isLocked == true
        return OverlayReducer.openConfirm(
            .send(.setLock(backup.id, !isLocked), at: location),
            title: isLocked ? "Unlock a backup" : "Lock a backup",
            lines: isLocked
                ? ["\"\(backup.title)\" can be deleted after that, by anybody and by schedules."]
                : ["\"\(backup.title)\" cannot be deleted while it is locked."],
            verb: isLocked ? "unlock" : "lock",
            state: &state
        )
    }

    private static func delete(state: inout AppState) -> [Effect] {
        guard let location = state.location, let backup = state.selectedBackup else { return [] }
        let level = Gate.level(of: .delete(backup.id), in: Gate.Circumstances(
            isProtected: state.isVisibleServerProtected,
            isLocked: backup.isLocked == true,
            isCertainlyFailed: backup.isCertainlyFailed
        ))
        guard level == .light else {
            return PlanSheetReducer.open(PlanTarget(act: .delete(backup.id), location: location), state: &state)
        }
        return OverlayReducer.openConfirm(
            .send(.delete(backup.id), at: location),
            title: "Delete a failed backup",
            lines: ["\"\(backup.title)\" has failed and holds no data.", "Only its entry in the list goes."],
            verb: "delete",
            state: &state
        )
    }

    private static func retry(state: inout AppState) -> [Effect] {
        guard let location = state.location, let backup = state.selectedBackup else { return [] }
        return OverlayReducer.openConfirm(
            .send(.retry(backup.id), at: location),
            title: "Retry a failed backup",
            lines: ["\"\(backup.title)\" is made again from the present files."],
            verb: "retry",
            state: &state
        )
    }
}

extension BackupManager.TimeStyle {
    var next: Self {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}
