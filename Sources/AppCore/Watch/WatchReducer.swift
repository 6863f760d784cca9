import BackupKit
import FoundationEssentials

/// Keeps the watch over all servers true: looks again at what has changed, and at everything once time alone has
/// changed something.
enum WatchReducer {
    /// What an action may have changed.
    static func note(_ action: AppAction, state: inout AppState) {
        switch action {
        case let .backupsLoaded(location, _, _): touched(location.server, state: &state)
        case let .provider(ref, _), let .serverLoaded(ref, _), let .timerFired(.linger(ref, _)):
            touched(ref, state: &state)
        case let .mutationAnswered(mutation, _): touched(mutation.location.server, state: &state)
        case let .inspected(request, _): touched(request.location.server, state: &state)
        case .serversLoaded, .allBackupsLoaded, .snapshotLoaded, .started: state.watch.isAllDirty = true
        default: break
        }
    }

    private static func touched(_ ref: ServerRef, state: inout AppState) {
        if state.fleet.servers[ref] != nil { state.watch.dirty.insert(ref) }
    }

    /// Looks at what has changed, where anything has: servers that were touched, all contexts and all alarms;
    /// everything at the moments at which time alone changes something.
    static func settle(state: inout AppState) -> [Effect] {
        let isBack = state.now < state.watch.lookedAt
        state.watch.lookedAt = state.now
        let isDue = state.watch.dueAt.map { state.now >= $0 } == true
        let isWoken = state.settings.watchesFleet && state.watch.timerAt == nil
        guard isBack || isDue || isWoken || state.watch.isAllDirty || !state.watch.dirty.isEmpty else { return [] }
        if isBack || isDue || state.watch.isAllDirty {
            forgetGone(state: &state)
            state.watch.dirty = Set(state.fleet.servers.keys)
            state.watch.isAllDirty = false
            state.watch.dueAt = nil
        }
        for ref in state.watch.dirty { look(at: ref, state: &state) }
        state.watch.dirty = []
        for id in state.fleet.contextOrder { look(at: id, state: &state) }
        let change = state.watch.book.advance(to: state.now)
        note(change, state: &state)
        if let next = state.watch.book.nextChange { due(next, state: &state) }
        return ring(change.begun, state: state) + setTimer(state: &state)
    }

    private static func due(_ moment: Date, state: inout AppState) {
        state.watch.dueAt = min(state.watch.dueAt ?? moment, moment)
    }

    // MARK: Servers

    private static func look(at ref: ServerRef, state: inout AppState) {
        guard let server = state.fleet.servers[ref], let context = state.fleet.contexts[ref.context] else {
            state.watch.isAllDirty = true
            return
        }
        let target = context.freshness(of: server.server)
        let verdict = AlarmRules.verdict(of: server, target: target, at: state.now)
        let standing = ServerStanding(server, target: target, alarms: verdict.alarms, at: state.now)
        if standing.differs(from: state.watch.standings[ref]) { state.watch.revision += 1 }
        state.watch.standings[ref] = standing
        state.watch.book.see(verdict.alarms, of: .server(ref), at: state.now)
        if let next = verdict.nextChange { due(next, state: &state) }
        noteWork(of: server, state: &state)
    }

    private static func forgetGone(state: inout AppState) {
        for ref in state.watch.standings.keys where state.fleet.servers[ref] == nil {
            state.watch.standings[ref] = nil
            state.watch.told[ref] = nil
            state.watch.revision += 1
        }
        let servers = state.fleet.servers
        let gone = state.watch.book.forget { $0.server.map { servers[$0] == nil } == true }
        note(AlarmBook.Change(ended: gone), state: &state)
    }

    /// Work that began, ended, or turned out to have ended in another way since the server was last looked at.
    private static func noteWork(of server: ServerState, state: inout AppState) {
        let told = state.watch.told[server.ref] ?? [:]
        guard !server.operations.isEmpty || !told.isEmpty else { return }
        var known: [OperationList.Row.ID: OperationState] = [:]
        for row in server.shownOperations.map({ OperationList.Row($0, on: server) }) {
            let (operation, before) = (row.operation, told[row.id])
            known[row.id] = operation.state
            if operation.isOpen ? before == nil : before != operation.state {
                let word = operation.isOpen ? "began" : operation.state.rawValue
                state.watch.log.note(
                    operation.isOpen ? .began : .ended, .server(server.ref), name: server.server.name,
                    "\(operation.key.kind.rawValue) \(word)",
                    backup: row.title, isTrouble: operation.state == .failed, at: state.now
                )
                if !operation.isOpen { state.watch.noteEnd(of: row) }
            }
        }
        state.watch.told[server.ref] = known.isEmpty ? nil : known
    }

    // MARK: Sources and alarms

    private static func look(at id: Context.ID, state: inout AppState) {
        guard let context = state.fleet.contexts[id] else { return }
        let verdict = AlarmRules.verdict(of: context, in: state)
        state.watch.book.see(verdict.alarms, of: .context(id), at: state.now)
        if let next = verdict.nextChange { due(next, state: &state) }
        let silence = verdict.alarms.first { $0.id.kind == .unreachable }
        // A source that refuses the token is there, and tells nothing all the same: that is known at once.
        let refusal = state.fleet.contextErrors[id].flatMap { $0.code == .unauthorized ? $0.message : nil }
        let reason = silence?.cause(at: state.now) ?? refusal
        guard (reason != nil) != state.watch.silent.contains(id) else { return }
        if reason != nil { state.watch.silent.insert(id) } else { state.watch.silent.remove(id) }
        state.watch.log.note(
            reason != nil ? .sourceLost : .sourceBack, .context(id), reason ?? "it answers again",
            isTrouble: reason != nil, at: state.now
        )
    }

    private static func note(_ change: AlarmBook.Change, state: inout AppState) {
        for alarm in change.begun {
            state.watch.log.note(
                .alarm, alarm.id.subject, name: name(of: alarm.id.subject, in: state),
                "\(alarm.id.kind.words): \(alarm.cause(at: state.now))", isTrouble: true, at: state.now
            )
        }
        for alarm in change.ended {
            state.watch.log.note(
                .alarmEnded, alarm.id.subject, name: name(of: alarm.id.subject, in: state),
                "\(alarm.id.kind.words): over", at: state.now
            )
        }
    }

    private static func name(of subject: Alarm.Subject, in state: AppState) -> String? {
        subject.server.flatMap { state.fleet.servers[$0]?.server.name }
    }

    /// Alarms that somebody has seen before they came again do not ring.
    private static func ring(_ begun: [Alarm], state: AppState) -> [Effect] {
        let news = begun.filter { !state.watch.isAcknowledged($0.id, at: state.now) }.map { alarm in
            AlarmNews(
                kind: alarm.id.kind, context: alarm.id.subject.context, server: alarm.id.subject.server?.server,
                serverName: name(of: alarm.id.subject, in: state), cause: alarm.cause(at: state.now), next: alarm.next
            )
        }
        return news.isEmpty ? [] : [.ring(news)]
    }

    /// One timer for the next moment at which time alone changes something; a clock that jumps is noticed in a minute.
    private static func setTimer(state: inout AppState) -> [Effect] {
        guard state.settings.watchesFleet, state.exitCode == nil else { return [] }
        let next = min(state.watch.dueAt ?? .distantFuture, state.now.addingTimeInterval(60))
        if let set = state.watch.timerAt, set <= next, set > state.now { return [] }
        state.watch.timerAt = next
        let wait = max(0.05, next.timeIntervalSince(state.now))
        return [.timer(.alarms, after: .milliseconds(Int((wait * 1000).rounded(.up))))]
    }
}
