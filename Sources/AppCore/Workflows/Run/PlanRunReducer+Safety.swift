import BackupKit
import FoundationEssentials

/// The backup of the present state before a restore. Whatever goes wrong with it, no file was changed: a server that
/// this plan stopped is started again.
extension PlanRunReducer {
    static func secure(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let plan = state.runs[ref]?.plan, let draft = plan.safety else { return [] }
        state.runs[ref]?.securedAt = state.now
        state.runs[ref]?.stage = .securing(PlanRun.Securing(
            backup: draft.id, isAnswered: false, heardAt: state.now
        ))
        return [.mutate(Mutation(act: plan.act, location: plan.location, request: .create(draft)))]
    }

    static func securingAnswered(_ ref: ServerRef, _ answer: MutationAnswer, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], case var .securing(securing) = run.stage else { return [] }
        securing.isAnswered = true
        securing.heardAt = state.now
        switch answer {
        case let .accepted(backup):
            securing.backup = backup ?? securing.backup
        case let .ambiguous(error):
            // The list tells whether it arrived; it is not asked for again.
            state.runs[ref]?.unclearAnswer = error.message
        case let .refused(error):
            let wait = error.retryAfter.map { ": try again in \(WaitText.text($0 / .seconds(1)))" } ?? ""
            return giveUp(
                ref,
                "The safety backup was refused, nothing was restored: \(error.message)\(wait)",
                cause: error.code,
                state: &state
            )
        case let .notSent(reason):
            return giveUp(ref, "The safety backup was not asked for, nothing was restored: \(reason)", state: &state)
        }
        state.runs[ref]?.stage = .securing(securing)
        return [deadline(ref, after: signLimit, state: &state)] + observe(ref, state: &state)
    }

    /// Looks whether it is whole. Only a list proves that.
    static func observeSafety(
        _ ref: ServerRef,
        _ securing: PlanRun.Securing,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        guard securing.isAnswered, let draft = run.plan.safety else { return [] }
        let place = state.fleet[run.plan.location]
        let found = place.flatMap { place in
            securing.backup.flatMap { place[$0] } ?? place.backups.first { $0.name == draft.name }
        }
        guard let found else { return lookForTrace(ref, draft, state: &state) }
        let heardAt = heard(of: found.id, ref, state) ?? securing.heardAt
        state.runs[ref]?.stage = .securing(PlanRun.Securing(backup: found.id, isAnswered: true, heardAt: heardAt))
        switch found.state {
        case .completed:
            state.runs[ref]?.did(.safety)
            state.runs[ref]?.safetyBackup = found.id
            let line = noted("the safety backup is whole", of: run, backup: found.id, state: state)
            return [line] + recheckBeforeAct(ref, state: &state)
        case .failed, .cancelled:
            let why = found.failure.map { ": \($0)" } ?? ""
            return giveUp(ref, "The safety backup \(found.state.rawValue), nothing was restored\(why)", state: &state)
        case .pending, .running, .restoring, .unknown:
            return []
        }
    }

    /// Re-check B, unless what it would rest on was left by an earlier session too long ago: nobody saw whether the
    /// server ran since, and what it changed then would be in no backup.
    static func recheckBeforeAct(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref] else { return [] }
        if run.isResumed, case .restore = run.plan.target.act, let heldSince = run.securedAt ?? run.stoppedAt,
           !isRecent(heldSince, state) {
            let what = run.securedAt == nil ? "The server was stopped" : "The safety backup was asked for"
            let text = "\(what) over 10 minutes ago, and nobody saw what happened since: nothing was restored"
            let next = [left(run), "A new plan makes a new one: press r"].compactMap(\.self).joined(separator: ". ")
            return end(ref, Outcome(.refused, text, next: next), state: &state)
        }
        state.runs[ref]?.readings = 1
        return inspect(ref, state: &state) { .recheckBeforeAct($0) }
    }

    /// It is in no list. A request that certainly arrived shows sooner or later; one without an answer may not have.
    private static func lookForTrace(_ ref: ServerRef, _ draft: BackupDraft, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], run.unclearAnswer != nil,
              state.fleet.servers[ref]?.unconfirmed.contains(where: { $0.request == .create(draft) }) == false
        else { return [] }
        let text = "The safety backup got no clear answer and no list shows it, nothing was restored"
        return giveUp(ref, text, state: &state)
    }

    private static func heard(of backup: Backup.ID, _ ref: ServerRef, _ state: AppState) -> Date? {
        state.fleet.servers[ref]?.operations[OperationKey(backup: backup, kind: .create)]?.heardAt
    }

    /// A minute went by: is the service still at it?
    static func safetyIsLate(
        _ ref: ServerRef,
        _ securing: PlanRun.Securing,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        let heardAt = securing.backup.flatMap { heard(of: $0, ref, state) } ?? securing.heardAt
        guard state.now.timeIntervalSince(heardAt) > silenceLimit else {
            return [deadline(ref, after: signLimit, state: &state)]
        }
        return giveUp(ref, "No news of the safety backup for 15 minutes: nothing was restored", state: &state)
    }

    /// Ends a workflow that has changed no file: what it stopped, it starts again.
    static func giveUp(
        _ ref: ServerRef,
        _ text: String,
        cause: ProviderError.Code? = nil,
        state: inout AppState
    ) -> [Effect] {
        guard let run = state.runs[ref] else { return [] }
        let outcome = Outcome(.failed, text, cause: cause)
        guard run.hasStopped, run.plan.facts.wasRunning else {
            return end(ref, Outcome(.failed, text, next: left(run), cause: cause), state: &state)
        }
        if let advice = adviceInsteadOfStart(run, state: state) {
            return end(ref, outcome.adding(advice), state: &state)
        }
        state.runs[ref]?.stage = .startingAgain(outcome)
        return [.mutate(Mutation(act: run.plan.act, location: run.plan.location, request: .power(.start)))]
    }

    static func startAgainAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        outcome: Outcome,
        state: inout AppState
    ) -> [Effect] {
        let name = state.runs[ref]?.plan.facts.serverName ?? ref.server.short
        switch answer {
        case .accepted, .ambiguous:
            let effects = [deadline(ref, after: startLimit, state: &state), powerNewsTimer(ref, state: state)]
            return effects + observe(ref, state: &state)
        case let .refused(error):
            let next = "\(name) is stopped, and its start was refused (\(error.message)): press o to start it"
            return end(ref, outcome.adding(next), state: &state)
        case let .notSent(reason):
            return end(ref, outcome.adding("\(name) is stopped and was not started: \(reason)"), state: &state)
        }
    }

    /// Why a server that this plan stopped is not started by it: what an earlier session wrote down is too old to act
    /// on.
    static func adviceInsteadOfStart(_ run: PlanRun, state: AppState) -> String? {
        guard let stoppedAt = run.stoppedAt, run.isResumed, !isRecent(stoppedAt, state) else { return nil }
        return "\(run.plan.facts.serverName) was stopped by this plan over 10 minutes ago: press o to start it"
    }

    private static func isRecent(_ moment: Date, _ state: AppState) -> Bool {
        (0 ... actsWithin).contains(state.now.timeIntervalSince(moment))
    }

    /// How old what an earlier session wrote down may be for a resumed plan to act on it without asking, in seconds.
    private static let actsWithin: TimeInterval = 600
}
