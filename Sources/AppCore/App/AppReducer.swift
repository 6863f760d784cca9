import BackupKit
import FoundationEssentials

/// The one place where the state changes: a fact goes in, what is to be done comes out. Pure.
public enum AppReducer {
    /// Reduces one action. `state.now` must already be the action's time.
    public static func reduce(into state: inout AppState, action: AppAction) -> [Effect] {
        var effects = route(action, state: &state)
        effects += settle(after: action, state: &state)
        // The program is about to end: nobody would see what became of a request that leaves now.
        if state.exitCode != nil { effects.removeAll { if case .mutate = $0 { true } else { false } } }
        for (index, effect) in effects.enumerated() {
            guard case let .mutate(mutation, _) = effect else { continue }
            effects[index] = .mutate(mutation, note: MutationReducer.left(mutation, state: &state))
        }
        for case let .loadServer(ref) in effects { state.fleet.servers[ref]?.readAskedAt = state.now }
        return effects
    }

    private static func route(_ action: AppAction, state: inout AppState) -> [Effect] {
        switch action {
        case .started:
            return SnapshotReducer.start(state: state) + AcknowledgementReducer.start(state: state)
                + [.loadUnfinished] + state.fleet.contextOrder.map { .loadServers($0) }
        case let .user(action):
            return user(action, state: &state)
        case let .script(act):
            return ScriptReducer.perform(act, state: &state)
        case let .sheetKey(key):
            // A window may be open under another sheet than its own: any key stops it all the same.
            let cancelled = PlanRunReducer.cancelWindows(because: "a key was pressed", state: &state)
            guard cancelled.isEmpty, !state.overlays.isEmpty else { return cancelled }
            let effects = OverlayReducer.key(key, state: &state)
            // What could not be offered because something else was on screen.
            return effects + UnfinishedReducer.offer(state: &state)
        case .unboundKey:
            state.notice = nil
            return PlanRunReducer.cancelWindows(because: "a key was pressed", state: &state)
        case let .viewportChanged(rows):
            ServerListReducer.viewportChanged(rows, state: &state)
            BackupManagerReducer.viewportChanged(rows, state: &state)
            return []
        case let .overlayScrolled(offset):
            OverlayReducer.scroll(to: offset, state: &state)
            return []
        case let .session(event):
            return session(event, state: &state)
        case let .serversLoaded(context, result):
            return FleetReducer.serversLoaded(context, result, state: &state) + WantedServer.open(state: &state)
                + UnfinishedReducer.offer(state: &state)
        case let .serverLoaded(ref, result):
            return FleetReducer.serverLoaded(ref, result, state: &state)
        case let .backupsLoaded(location, ticket, result):
            return FleetReducer.backupsLoaded(location, ticket: ticket, result: result, state: &state)
        case let .provider(ref, event):
            return FleetReducer.event(event, of: ref, state: &state)
        case let .mutationAnswered(mutation, answer):
            return MutationReducer.answered(mutation, answer, state: &state)
        case let .began(ref, act, problem):
            return PlanRunReducer.began(ref, act, problem: problem, state: &state)
        case let .closed(act, problem):
            return UnfinishedReducer.closed(act, problem: problem, state: &state)
        case let .lineLost(reason):
            state.journalProblem = reason
            state.notice = Notice(
                .failure,
                "The journal could not be written: \(reason). What is done may be offered again"
            )
            return []
        case let .unfinishedLoaded(result):
            return UnfinishedReducer.loaded(result, state: &state)
        case let .probed(place, holder):
            return UnfinishedReducer.probed(place, holder: holder, state: &state)
        case let .journalLoaded(result):
            EventListReducer.loaded(result, state: &state)
            return []
        case let .inspected(request, result):
            return FleetReducer.inspected(request, result, state: &state)
                + PlanSheetReducer.inspected(request, result, state: &state)
                + PlanRunReducer.inspected(request, result, state: &state)
                + UnfinishedReducer.inspected(request, result, state: &state)
        case let .allBackupsLoaded(context, result):
            return AccountListReducer.loaded(context, result, state: &state)
        case let .downloadPrepared(target, result):
            return TransferReducer.prepared(target, result, state: &state)
        case let .downloadProgressed(target, received, total):
            TransferReducer.progressed(target, received: received, total: total, state: &state)
            return []
        case let .downloadEnded(target, end):
            return TransferReducer.ended(target, end, state: &state)
        case let .verified(target, result):
            TransferReducer.verified(target, result, state: &state)
            return []
        case let .timerFired(timer):
            return fired(timer, state: &state)
        case let .paceTold(context, perMinute):
            SweepReducer.paceTold(context, perMinute: perMinute, state: &state)
            return []
        case let .tokenTold(context, expiresAt):
            state.fleet.contexts[context]?.tokenExpiresAt = expiresAt
            return []
        case let .snapshotLoaded(_, result):
            return SnapshotReducer.loaded(result, state: &state)
        case let .snapshotSaved(context, problem):
            SnapshotReducer.saved(context, problem: problem, state: &state)
            return []
        case let .acknowledgementsLoaded(result, change):
            return AcknowledgementReducer.loaded(result, change: change, state: &state)
        case let .acknowledgementSaved(problem):
            return AcknowledgementReducer.saved(problem, state: &state)
        case let .alarmProgramEnded(problem):
            state.note(problem, of: .alarmProgram)
            return []
        case let .exported(result):
            state.notice = switch result {
            case let .success(path): Notice(.success, "Written to \(path)")
            case let .failure(error): Notice(.failure, error.message)
            }
            return []
        case let .copied(what, outcome):
            state.notice = outcome.notice(for: what)
            return []
        }
    }

    private static func user(_ action: UserAction, state: inout AppState) -> [Effect] {
        let cancelled = PlanRunReducer.cancelWindows(because: "a key was pressed", state: &state)
        // The key that cancels does nothing else.
        guard cancelled.isEmpty else { return cancelled }
        return ActionReducer.perform(action, state: &state)
    }

    private static func session(_ event: SessionEvent, state: inout AppState) -> [Effect] {
        switch event {
        case .interrupted:
            state.exitCode = 130
            return PlanRunReducer.cancelWindows(because: "interrupted", state: &state)
        case .terminated:
            state.exitCode = 143
            return PlanRunReducer.cancelWindows(because: "the program was told to end", state: &state)
        case .hungUp:
            state.exitCode = 129
            return PlanRunReducer.cancelWindows(because: "the terminal is gone", state: &state)
        case .suspending:
            return PlanRunReducer.cancelWindows(because: "suspended", state: &state)
        case .resumed:
            // Old data is worth little after a sleep of unknown length.
            return state.location.map { FleetReducer.load($0, state: &state) } ?? []
        }
    }

    private static func fired(_ timer: TimerID, state: inout AppState) -> [Effect] {
        switch timer {
        case .second:
            state.isTicking = false
            BackupManagerReducer.refreshTimedRows(state: &state)
            return PlanRunReducer.tick(state: &state)
        case let .poll(location):
            guard FleetReducer.isWatched(location, state: state),
                  let server = state.fleet.servers[location.server] else { return [] }
            // Where nothing else tells of a restore, the server itself is looked at.
            let isAllThatTells = server.capabilities.restore.evidence == .nothing
                && state.runs[location.server]?.isActive == true
            // A poll must not take the place of a reading that is slow: then none would ever arrive.
            let isRead = (server.capabilities.news.pollsServer || isAllThatTells) && server.readAskedAt == nil
            return FleetReducer.load(location, state: &state) + (isRead ? [.loadServer(location.server)] : [])
        case let .retryServers(context):
            return [.loadServers(context)]
        case let .linger(ref, key):
            return FleetReducer.lingered(ref, key, state: &state)
        case let .transferLinger(ref, backup):
            TransferReducer.lingered(ref, backup, state: &state)
            return []
        case let .sheetGuard(serial):
            OverlayReducer.arm(serial, state: &state)
            return []
        case .alarms:
            state.watch.timerAt = nil
            return []
        case let .sweep(context):
            return SweepReducer.turn(context, state: &state)
        case let .openFeed(context):
            return SubscriptionReducer.openNext(of: context, state: &state)
        case .saveSnapshots:
            return SnapshotReducer.save(state: &state)
        case .acknowledgements:
            return [.loadAcknowledgements(change: state.watch.acknowledgementChange)]
        case let .powerNews(ref, serial):
            return PlanRunReducer.askForPowerNews(ref, serial: serial, state: &state)
        case let .runDeadline(ref, serial):
            return PlanRunReducer.deadlinePassed(ref, serial: serial, state: &state)
        }
    }

    /// What follows from any change: rows, waiting plans, feeds and the second timer.
    private static func settle(after action: AppAction, state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        BackupManagerReducer.refreshRows(state: &state)
        WatchReducer.note(action, state: &state)
        effects += WatchReducer.settle(state: &state)
        ServerListReducer.refreshRows(after: action, state: &state)
        switch action {
        case .backupsLoaded, .provider, .serverLoaded, .serversLoaded, .mutationAnswered, .allBackupsLoaded, .inspected:
            effects += PlanSheetReducer.refuseVanished(state: &state)
            for ref in state.activeRuns {
                effects += PlanRunReducer.observe(ref, state: &state)
            }
            if let notice = state.notice, let work = notice.work {
                state.notice = notice.followed(by: state.fleet.servers[work.server]?.operations[work.key])
            }
            effects += SubscriptionReducer.releaseIdle(state: &state)
        default:
            break
        }
        effects += SubscriptionReducer.ramp(state: &state)
        if !state.isTicking, state.exitCode == nil, needsSeconds(state) {
            state.isTicking = true
            let fraction = state.now.timeIntervalSince1970.truncatingRemainder(dividingBy: 1)
            effects.append(.timer(.second, after: .milliseconds(Int((1 - fraction) * 1000) + 1)))
        }
        return effects
    }

    /// True while something on screen changes by time alone.
    private static func needsSeconds(_ state: AppState) -> Bool {
        state.settings.showsClock
            // Its heartbeat is the only sign that the display itself lives.
            || state.screen == .wall
            || state.runs.values.contains(where: \.isActive)
            || state.visibleServer?.hasOpenOperations == true
            || state.visibleServer?.transfers.isEmpty == false
    }
}
