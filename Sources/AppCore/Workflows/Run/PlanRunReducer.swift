import BackupKit
import FoundationEssentials

/// The state machine of confirmed plans: cancel window, re-check A, stop, confirmed stopped, re-check B, the act, its
/// outcome by evidence, start. Every request it asks for is journalled before it is sent, and is asked for once.
enum PlanRunReducer {
    /// A tick later than this means that the machine slept: nothing may be sent on the strength of an old confirmation.
    static let clockGap: TimeInterval = 3.5
    static let stopLimit: Duration = .seconds(120)
    static let startLimit: Duration = .seconds(120)
    /// How long to wait for a power event before the feed is opened anew, which makes the service tell the state.
    static let powerNewsLimit: Duration = .seconds(6)
    /// Time between two looks at whether a feed that is being opened has told the power.
    static let powerLookInterval: Duration = .seconds(1)
    /// Oldest reading a request may rest on.
    static let readingAge: TimeInterval = 15
    static let readingLimit = 3
    /// How long to look for a sign of a request that got no clear answer.
    static let signLimit: Duration = .seconds(60)
    /// Silence after which a restore's outcome counts as unknown.
    static let silenceLimit: TimeInterval = 900

    static func start(_ plan: Plan, state: inout AppState) -> [Effect] {
        let ref = plan.location.server
        state.runs[ref] = PlanRun(plan: plan, now: state.now)
        let watch = SubscriptionReducer.watch(ref, state: &state)
        return watch + (plan.level == .light ? begin(ref, state: &state) : [])
    }

    /// Takes the server's lock and writes the plan down; nothing is sent before both.
    static func begin(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], let place = state.workPlace(of: ref) else { return [] }
        state.runs[ref]?.stage = .beginning
        let isResumed = run.resumesAt != nil
        let entry = JournalEntry(
            run.plan, at: state.now, isResumed ? .resumed : .begun,
            payload: isResumed ? nil : JournalPayload.text(of: run.plan)
        )
        return [.begin(WorkOrder(server: ref, place: place, entry: entry, lines: isResumed ? run.linesRead : nil))]
    }

    static func began(
        _ ref: ServerRef,
        _ act: Identifier<JournalEntry>,
        problem: ProviderError?,
        state: inout AppState
    ) -> [Effect] {
        guard let run = state.runs[ref], run.plan.act == act, run.stage == .beginning else { return [] }
        if let problem, run.isResumed {
            // It is as unfinished as before, and is offered again.
            let outcome = Outcome(
                .refused,
                "It was not gone on with, and waits: \(problem.message)",
                next: left(run),
                cause: problem.code
            )
            return end(ref, outcome, isOver: false, state: &state)
        }
        if let problem {
            return end(
                ref,
                Outcome(.refused, "Nothing was sent: \(problem.message)", cause: problem.code),
                state: &state
            )
        }
        state.runs[ref]?.hasBegun = true
        if let resumption = run.resumesAt { return goOn(ref, from: resumption, state: &state) }
        state.runs[ref]?.readings = 1
        return inspect(ref, state: &state) { .recheckBeforeAnything($0) }
    }

    /// Any key, a suspend, a hang-up or a termination while the window is open.
    static func cancelWindows(because reason: String, state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        for ref in state.activeRuns where state.runs[ref]?.isInCancelWindow == true {
            effects += end(ref, Outcome(.cancelled, "Cancelled (\(reason)): nothing was sent"), state: &state)
        }
        return effects
    }

    static func tick(state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        for ref in state.activeRuns {
            guard case let .cancelWindow(endsAt, lastTick)? = state.runs[ref]?.stage else { continue }
            let gap = state.now.timeIntervalSince(lastTick)
            if gap < 0 || gap > clockGap {
                effects += end(
                    ref, Outcome(.cancelled, "Cancelled (the clock jumped): nothing was sent"), state: &state
                )
            } else if state.now >= endsAt {
                effects += begin(ref, state: &state)
            } else {
                state.runs[ref]?.stage = .cancelWindow(endsAt: endsAt, lastTick: state.now)
            }
        }
        return effects
    }

    static func inspected(
        _ request: Inspection.Request,
        _ result: Result<Inspection, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        let ref = request.location.server
        guard let run = state.runs[ref] else { return [] }
        let moment: Recheck.Moment
        switch run.stage {
        case .recheckBeforeAnything(request): moment = .beforeAnything
        case .recheckBeforeAct(request): moment = run.hasStopped ? .afterStop : .beforeAnything
        default: return []
        }
        guard let server = state.fleet.servers[ref] else {
            let text = "\(run.plan.facts.serverName) is not in the list any more: the plan no longer holds"
            return end(ref, Outcome(.refused, text, next: standing(run)), state: &state)
        }
        switch result {
        case let .failure(error):
            return end(
                ref,
                Outcome(
                    .refused,
                    "The re-check failed, so nothing more was sent: \(error.message)",
                    next: standing(run),
                    cause: error.code
                ),
                state: &state
            )
        case let .success(inspection):
            if moment == .afterStop, let wait = awaitPower(ref, inspection, state: &state) { return wait }
            if let change = Recheck.change(in: run, against: inspection, server: server, moment: moment) {
                let outcome = Outcome(.refused, "\(change): the plan no longer holds", next: standing(run))
                return end(ref, outcome, state: &state)
            }
            return passed(ref, run: run, inspection: inspection, state: &state)
        }
    }

    private static func passed(
        _ ref: ServerRef,
        run: PlanRun,
        inspection: Inspection,
        state: inout AppState
    ) -> [Effect] {
        // A negative age means that the clock was set back: then nobody knows how old the reading is.
        guard (0 ... readingAge).contains(state.now.timeIntervalSince(inspection.readAt)) else {
            guard run.readings < readingLimit else {
                let outcome = Outcome(
                    .refused,
                    "The service answers too slowly for a safe re-check",
                    next: standing(run),
                    cause: .timedOut
                )
                return end(ref, outcome, state: &state)
            }
            state.runs[ref]?.readings += 1
            return inspect(ref, state: &state) {
                if case .recheckBeforeAnything = run.stage { .recheckBeforeAnything($0) } else { .recheckBeforeAct($0) }
            }
        }
        if case .recheckBeforeAnything = run.stage {
            state.runs[ref]?.stepsDone = 1
            if run.plan.steps.contains(.stop) { return sendStop(ref, state: &state) }
            if run.plan.safety != nil { return secure(ref, state: &state) }
        }
        state.runs[ref]?.did(.recheck)
        return act(ref, after: inspection, state: &state)
    }

    /// The request that the plan is about.
    private static func act(_ ref: ServerRef, after inspection: Inspection, state: inout AppState) -> [Effect] {
        guard let plan = state.runs[ref]?.plan else { return [] }
        // What this reading says of the work was so before the request, however old the list on screen is.
        for report in inspection.listing.operations {
            let key = OperationKey(backup: report.backup, kind: report.kind)
            state.fleet.servers[ref]?.locations[plan.location.world]?.reports[key] = report
        }
        guard let request = plan.target.act.request else { return work(ref, state: &state) }
        state.runs[ref]?.stage = .acting
        state.runs[ref]?.serial += 1
        if state.fleet.servers[ref]?.feed != .live { feedIsLost(ref, state: &state) }
        return [.mutate(Mutation(act: plan.act, location: plan.location, request: request))]
    }

    private static func sendStop(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let plan = state.runs[ref]?.plan else { return [] }
        state.runs[ref]?.stage = .stopping(PlanRun.Stopping(
            sequence: state.fleet.servers[ref]?.sequence ?? 0,
            isAccepted: false
        ))
        state.runs[ref]?.hasStopped = true
        state.runs[ref]?.stoppedAt = state.now
        // Only readings made after our stop prove anything.
        state.fleet.servers[ref]?.downReadings = nil
        return [
            .mutate(Mutation(act: plan.act, location: plan.location, request: .power(.stop))),
            deadline(ref, after: stopLimit, state: &state),
            powerNewsTimer(ref, state: state),
        ]
    }

    static func inspect(
        _ ref: ServerRef,
        state: inout AppState,
        stage: (Inspection.Request) -> PlanRun.Stage
    ) -> [Effect] {
        guard let plan = state.runs[ref]?.plan else { return [] }
        let request = Inspection.Request(
            serial: state.nextSerial(),
            location: plan.location,
            archive: plan.target.archiveToProve,
            sequence: state.fleet.servers[ref]?.sequence ?? 0
        )
        state.runs[ref]?.stage = stage(request)
        return [.inspect(request)]
    }

    static func deadline(_ ref: ServerRef, after limit: Duration, state: inout AppState) -> Effect {
        state.runs[ref]?.serial += 1
        return .timer(.runDeadline(ref, state.runs[ref]?.serial ?? 0), after: limit)
    }

    /// In which state the server was left, when we had a hand in it.
    static func left(_ run: PlanRun) -> String? {
        run.hasStopped ? "\(run.plan.facts.serverName) was stopped by this plan: press o to start it" : nil
    }

    /// The same, or how far a bulk act had come.
    private static func standing(_ run: PlanRun) -> String? {
        guard let bulk = run.bulk else { return left(run) }
        let asked = bulk.count { $0 != .waiting }
        return "\(asked) of \(bulk.order.count) were asked for before: the list shows what became of them"
    }

    /// Ends a run with its outcome.
    ///
    /// - Parameter isOver: false where the work itself is left for another session.
    static func end(
        _ ref: ServerRef,
        _ outcome: Outcome,
        isOver: Bool = true,
        state: inout AppState
    ) -> [Effect] {
        guard let run = state.runs[ref], run.isActive else { return [] }
        state.runs[ref]?.stage = .ended(outcome)
        state.runs[ref]?.serial += 1
        let isShown = state.overlays.contains {
            if case let .plan(sheet) = $0 { sheet.target.location.server == ref && sheet.stage == .running }
            else { false }
        }
        if !isShown {
            let kind: Notice.Kind = outcome.kind == .succeeded ? .success : .failure
            state.notice = Notice(kind, [outcome.text, outcome.next].compactMap(\.self).joined(separator: ". "))
        }
        var effects: [Effect] = isOver ? [.journal(JournalEntry(
            run.plan, at: state.now, .ended("\(outcome.kind.rawValue): \(outcome.text)")
        ))] : []
        if run.hasBegun, let place = state.workPlace(of: ref) { effects.append(.release(place, ref.context)) }
        effects += closeOperation(of: run, outcome: outcome, state: &state)
        // The list that lacks the backup is as fresh as any.
        if outcome.kind == .succeeded, run.operation?.kind == .delete { return effects + [.loadServer(ref)] }
        return effects + FleetReducer.load(run.plan.location, state: &state) + [.loadServer(ref)]
    }

    /// Work whose end nobody will tell must not stand in the way of everything else for ever. A list may still revive
    /// it.
    private static func closeOperation(of run: PlanRun, outcome: Outcome, state: inout AppState) -> [Effect] {
        let ref = run.plan.location.server
        // A delete that was accepted goes on, and its row says so.
        let isForgotten = outcome.kind == .unknown
            || outcome.kind == .unconfirmed && run.operation?.kind != .delete
        guard isForgotten, let key = run.operation,
              var server = state.fleet.servers[ref], server.operations[key]?.isOpen == true else { return [] }
        server.sequence += 1
        server.operations[key]?.end(as: .unknown, at: state.now, sequence: server.sequence)
        state.fleet.servers[ref] = server
        return [.timer(.linger(ref, key), after: FleetReducer.lingerTime)]
    }
}
