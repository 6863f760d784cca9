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
        case .nextPane, .toggleDetail:
            if state.screen == .servers { state.serverList.isDetailToggled.toggle() }
            else { state.manager.isDetailToggled.toggle() }
        case .showServers: return showServers(state: &state)
        case .showBackups: return showBackups(state: &state)
        case .showContexts: ContextListReducer.show(state: &state)
        case .showOperations: OperationListReducer.show(state: &state)
        case .showEvents: return EventListReducer.show(state: &state)
        case .undo: return state.undoable?.open(state: &state) ?? []
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
        case .showTrouble:
            let isNarrowed = state.screen == .servers && state.serverList.filterText == Self.trouble
            ServerListReducer.setFilter(isNarrowed ? "" : Self.trouble, state: &state)
            return showServers(state: &state)
        case .groupByContext: ServerListReducer.toggleGrouping(state: &state)
        case .acknowledgeAlarms:
            if let subject = state.alarmSubject { MenuReducer.open(.acknowledge(subject), state: &state) }
        case .exportEvents: return [EventExport.effect(of: state)]
        case .sort: MenuReducer.open(state.screen == .servers ? .fleetSort : .sort, state: &state)
        case .reverseSort where state.screen == .servers:
            var sort = state.serverList.sort
            sort.isReversed.toggle()
            ServerListReducer.setSort(sort, state: &state)
        case .reverseSort:
            var sort = state.manager.sort
            sort.isAscending.toggle()
            BackupManagerReducer.setSort(sort, state: &state)
        case .follow: state.manager.isFollowing.toggle()
        case .pause where state.screen == .servers: ServerListReducer.togglePause(state: &state)
        case .pause: BackupManagerReducer.togglePause(state: &state)
        case .refresh: return refresh(state: &state)
        case .redraw: return [.redraw]
        case .actionsMenu: MenuReducer.open(.actions, state: &state)
        case .wide: state.manager.isWide.toggle()
        case .timeStyle: state.manager.timeStyle = state.manager.timeStyle.next
        case .copy: MenuReducer.open(.copy, state: &state)
        case .create: return create(state: &state)
        case .rename: return NameSheetReducer.openRename(state: &state)
        case .restore: return restore(state: &state)
        case .delete: return delete(state: &state)
        case .retention: return retention(state: &state)
        case .retry: return retry(state: &state)
        case .power: MenuReducer.open(.power, state: &state)
        case .cancelOperation: return RunActs.cancel(state: &state)
        case .acknowledge: return RunActs.acknowledge(state: &state)
        case .lock: return lock(state: &state)
        case .download where state.screen == .events: return [EventExport.effect(of: state)]
        case .download: return download(state: &state)
        case .verify: return TransferReducer.verify(state: &state)
        }
        return []
    }

    static func move(_ action: UserAction, state: inout AppState) {
        switch state.screen {
        case .backups: BackupManagerReducer.move(action, manager: &state.manager)
        case .servers: ServerListReducer.move(action, state: &state)
        case .contexts: ContextListReducer.move(action, state: &state)
        case .events: EventListReducer.move(action, state: &state)
        case .operations: OperationListReducer.move(action, state: &state)
        case .wall: break
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
        case .events:
            return EventListReducer.open(state: &state)
        case .operations:
            return OperationListReducer.open(state: &state)
        case .wall:
            return []
        }
    }

    /// Esc clears one thing after the other and never quits.
    private static func close(state: inout AppState) {
        if state.screen == .servers {
            if state.serverList.filterText.isEmpty, state.serverList.isPaused {
                ServerListReducer.togglePause(state: &state)
            } else if state.serverList.filterText.isEmpty {
                state.serverList.isDetailToggled = false
            }
            ServerListReducer.setFilter("", state: &state)
        }
        if state.screen == .operations { OperationListReducer.setFilter("", state: &state) }
        if state.screen == .events { EventListReducer.setFilter("", state: &state) }
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
            return showServers(state: &state)
        }
        if !state.screen.isRoot {
            state.screen = state.screenBehind
            return []
        }
        return quit(state: &state)
    }

    private static let trouble = "trouble"

    private static func showServers(state: inout AppState) -> [Effect] {
        // Who did not come from there wants to see the worst first, not the row of the server that happens to be open.
        if state.screen == .backups, !state.manager.isOpenedFromServers { state.serverList.isChosen = false }
        state.screen = .servers
        ServerListReducer.reselect(state: &state)
        return []
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
            ServerListReducer.select(ref, state: &state)
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
        case .events: return [.loadJournal]
        case .operations, .wall: return state.fleet.contextOrder.map { .loadServers($0) }
        case .backups:
            guard let location = state.location else { return [] }
            return [.loadServer(location.server)] + FleetReducer.load(location, for: .act, state: &state)
        }
    }
}

extension BackupManager.TimeStyle {
    var next: Self {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}
