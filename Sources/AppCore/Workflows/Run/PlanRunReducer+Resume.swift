import BackupKit
import FoundationEssentials

/// Goes on with a workflow that an earlier session left: with what is known from the service now, and without sending
/// any request a second time.
extension PlanRunReducer {
    static func resume(_ unfinished: UnfinishedAct, state: inout AppState) -> [Effect] {
        let ref = unfinished.location.server
        guard let plan = unfinished.plan, let resumption = unfinished.resumption,
              state.runs[ref]?.isActive != true else { return [] }
        var run = PlanRun(plan: plan, now: state.now)
        run.resumesAt = resumption
        run.isResumed = true
        run.linesRead = unfinished.lines
        for sent in unfinished.requests where sent.refusal == nil {
            guard let request = sent.record?.request else { continue }
            switch request {
            case .power(.stop) where plan.steps.contains(.stop):
                run.hasStopped = true
                run.stoppedAt = sent.at
                run.did(.stop)
            case .create where plan.safety != nil:
                run.did(.confirmStopped)
                run.safetyBackup = sent.backup
                run.securedAt = sent.at
            // It may follow a safety backup that failed.
            case .power(.start) where plan.steps.contains(.restore): break
            default: run.did(.recheck)
            }
        }
        state.runs[ref] = run
        return SubscriptionReducer.watch(ref, state: &state) + begin(ref, state: &state)
    }

    static func goOn(_ ref: ServerRef, from resumption: Resumption, state: inout AppState) -> [Effect] {
        state.runs[ref]?.resumesAt = nil
        switch resumption {
        case .nothingSent:
            return end(ref, Outcome(.cancelled, "Nothing was sent by the earlier session"), state: &state)
        case let .stopRefused(reason):
            state.runs[ref]?.hasStopped = false
            return end(ref, Outcome(.failed, "The stop was refused, nothing was restored: \(reason)"), state: &state)
        case .stopping:
            // A down event in this session is later than a stop of an earlier one.
            state.runs[ref]?.stage = .stopping(PlanRun.Stopping(sequence: 0, isAccepted: true))
            state.fleet.servers[ref]?.downReadings = nil
            return [deadline(ref, after: stopLimit, state: &state), powerNewsTimer(ref, state: state), .loadServer(ref)]
                + observe(ref, state: &state)
        case let .securing(sent): return goOnSecuring(ref, sent, state: &state)
        case let .acting(sent): return goOnActing(ref, sent, state: &state)
        case let .working(items): return goOnWorking(ref, items, state: &state)
        case let .starting(isRestored, refusal):
            let unsafe = Outcome(.failed, "The safety backup was not made, nothing was restored")
            if isRestored { state.runs[ref]?.did(.restore) }
            state.runs[ref]?.stage = isRestored ? .starting : .startingAgain(unsafe)
            if let refusal {
                let answer = MutationAnswer.refused(ProviderError(.serverFailure, refusal))
                return isRestored
                    ? startAnswered(ref, answer, state: &state)
                    : startAgainAnswered(ref, answer, outcome: unsafe, state: &state)
            }
            return [
                deadline(ref, after: startLimit, state: &state),
                powerNewsTimer(ref, state: state),
                .loadServer(ref),
            ]
                + observe(ref, state: &state)
        }
    }

    private static func goOnSecuring(
        _ ref: ServerRef,
        _ sent: UnfinishedAct.Sent,
        state: inout AppState
    ) -> [Effect] {
        guard let plan = state.runs[ref]?.plan, let draft = plan.safety else { return [] }
        if let reason = sent.refusal {
            return giveUp(ref, "The safety backup was refused, nothing was restored: \(reason)", state: &state)
        }
        state.runs[ref]?.safetyBackup = nil
        state.runs[ref]?.stage = .securing(PlanRun.Securing(
            backup: sent.backup ?? draft.id, isAnswered: true, heardAt: state.now
        ))
        if !sent.isAccepted {
            state.runs[ref]?.unclearAnswer = "the program ended before its answer came"
            let mutation = Mutation(act: plan.act, location: plan.location, request: .create(draft))
            let sequence = state.fleet.servers[ref]?.sequence ?? 0
            MutationReducer.rememberUnconfirmed(
                mutation, since: sent.record?.sentRequest(sequence: sequence), state: &state
            )
        }
        return [deadline(ref, after: signLimit, state: &state)]
            + FleetReducer.load(plan.location, for: .act, state: &state)
    }

    private static func goOnActing(_ ref: ServerRef, _ sent: UnfinishedAct.Sent, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref] else { return [] }
        let plan = run.plan
        if let reason = sent.refusal {
            let text = "The \(plan.target.act.step) was refused, nothing was changed by it: \(reason)"
            return end(ref, Outcome(.failed, text, next: left(run)), state: &state)
        }
        // What is done when it is answered is done.
        if run.operation == nil, sent.isAccepted {
            return simpleActAnswered(ref, .accepted(nil), run: run, state: &state)
        }
        state.runs[ref]?.stage = .observing(isCertain: sent.isAccepted)
        if sent.isAccepted { state.runs[ref]?.acceptedAt = sent.at }
        else { state.runs[ref]?.unclearAnswer = "the program ended before its answer came" }
        var effects = [deadline(ref, after: signLimit, state: &state)]
        if let key = run.operation {
            FleetReducer.openOwn(
                key,
                title: plan.facts.backup?.title ?? "backup \(key.backup.short)",
                at: plan.location,
                since: sent.record?.sentRequest(sequence: (state.fleet.servers[ref]?.sequence ?? 0) + 1),
                isAnswered: sent.isAccepted && key.kind == .restore
                    && state.fleet.capabilities(of: ref)?.restore.answersWhenDone == true,
                hasNoAnswer: !sent.isAccepted,
                state: &state
            )
        }
        if case let .restore(backup, options) = plan.target.act {
            // Whether the server ran since then, nobody saw, unless a feed tells that it is down.
            let isToldDown = state.fleet.servers[ref].map { $0.feed == .live && $0.isPowerTold && $0.power.isDown }
            if isToldDown != true, plan.steps.contains(.stop) || plan.facts.power.isDown {
                raiseDoubt(of: ref, state: &state)
            }
            effects.append(.recall(plan.location, backup, options, askedAt: sent.record?.leftAt ?? sent.at))
        }
        return effects + FleetReducer.load(plan.location, for: .act, state: &state) + [.loadServer(ref)]
    }

    private static func goOnWorking(
        _ ref: ServerRef,
        _ items: [Backup.ID: BulkProgress.Item],
        state: inout AppState
    ) -> [Effect] {
        guard let run = state.runs[ref], case let .bulk(bulk) = run.plan.target.act else { return [] }
        var progress = BulkProgress(run.plan.included.map(\.id))
        for (id, item) in items {
            progress.items[id] = item == .accepted && bulk.kind != .delete ? .done : item
        }
        state.runs[ref]?.bulk = progress
        if progress.next == nil {
            state.runs[ref]?.stage = .working
            return [deadline(ref, after: signLimit, state: &state)]
                + FleetReducer.load(run.plan.location, for: .act, state: &state)
        }
        state.runs[ref]?.readings = 1
        return inspect(ref, state: &state) { .recheckBeforeAnything($0) }
    }
}
