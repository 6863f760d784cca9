import BackupKit
import FoundationEssentials

/// The backup of the present state before a restore. Whatever goes wrong with it, no file was changed: a server that
/// this plan stopped is started again.
extension PlanRunReducer {
    static func secure(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let plan = state.runs[ref]?.plan, let draft = plan.safety else { return [] }
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
            return giveUp(ref, "The safety backup was refused, nothing was restored: \(error.message)\(wait)", state: &state)
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
            state.runs[ref]?.readings = 1
            let line = noted("the safety backup is whole", of: run, backup: found.id, state: state)
            return [line] + inspect(ref, state: &state) { .recheckBeforeAct($0) }
        case .failed, .cancelled:
            let why = found.failure.map { ": \($0)" } ?? ""
            return giveUp(ref, "The safety backup \(found.state.rawValue), nothing was restored\(why)", state: &state)
        case .pending, .running, .restoring, .unknown:
            return []
        }
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
    static func giveUp(_ ref: ServerRef, _ text: String, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref] else { return [] }
        let outcome = Outcome(.failed, text)
        guard run.hasStopped, run.plan.facts.wasRunning else {
            return end(ref, left(run).map(outcome.adding) ?? outcome, state: &state)
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
        guard let stoppedAt = run.stoppedAt, run.isResumed,
              !(0 ... startsWithin).contains(state.now.timeIntervalSince(stoppedAt)) else { return nil }
        return "\(run.plan.facts.serverName) was stopped by this plan over 10 minutes ago: press o to start it"
    }

    /// How old a stop may be for a resumed plan to start the server without asking.
    private static let startsWithin: TimeInterval = 600
}
