import BackupKit

/// A delete is done when a list that was asked for after it lacks the backup: a service may only have put it on its
/// list of work (wire sheet archon, section 2.3).
extension PlanRunReducer {
    /// How long the sheet waits for such a list: the one that is asked for at once, and at least one more where the
    /// service may only be asked now and then. The row tells of it longer.
    static func goneLimit(_ ref: ServerRef, state: AppState) -> Duration {
        let poll = state.fleet.capabilities(of: ref)?.news.minimumPoll ?? .zero
        return max(.seconds(10), poll + .seconds(5))
    }

    static func deleteAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        switch answer {
        case .accepted:
            state.runs[ref]?.stage = .observing(isCertain: true)
            return [deadline(ref, after: goneLimit(ref, state: state), state: &state)] + observe(ref, state: &state)
        case .ambiguous:
            state.runs[ref]?.stage = .observing(isCertain: false)
            return [deadline(ref, after: signLimit, state: &state)] + observe(ref, state: &state)
        case let .refused(error) where error.code == .notFound:
            state.runs[ref]?.stepsDone = run.plan.steps.count
            return end(ref, Outcome(.succeeded, "\(name(run)) was gone already"), state: &state)
        case let .refused(error):
            return end(ref, Outcome(.failed, "Refused, nothing was changed: \(error.message)"), state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.failed, "Nothing was sent: \(reason)"), state: &state)
        }
    }

    static func deleteEnded(
        _ ref: ServerRef,
        _ operation: BackupOperation,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        guard operation.state == .done else {
            let next = "Watch the list"
            return end(ref, Outcome(.unknown, "Nothing tells what became of \(name(run))", next: next), state: &state)
        }
        state.runs[ref]?.stepsDone = run.plan.steps.count
        return end(ref, Outcome(.succeeded, "\(name(run)) was deleted"), state: &state)
    }

    /// The time is over and no list has lacked the backup.
    static func deleteNotSeen(
        _ ref: ServerRef,
        run: PlanRun,
        isCertain: Bool,
        state: inout AppState
    ) -> [Effect] {
        let place = state.fleet[run.plan.location]
        let began = run.operation.flatMap { state.fleet.servers[ref]?.operations[$0]?.startedAt } ?? state.now
        let isUnread = place?.error != nil || place?.fetchedAt.map { $0 < began } ?? true
        let isListed = run.plan.target.act.backup.flatMap { place?[$0] } != nil
        let seen = isUnread ? "no list could be read since"
            : isListed ? "\(name(run)) is still listed" : "the list is not whole: nothing tells whether it is gone"
        let outcome = if isCertain {
            Outcome(.unconfirmed, "The delete was accepted, but \(seen)", next: "Its line says when it is gone")
        } else {
            Outcome(
                .unknown,
                "The delete got no clear answer, and \(seen): it was not sent again",
                next: "Watch the list"
            )
        }
        return end(ref, outcome, state: &state)
    }

    private static func name(_ run: PlanRun) -> String {
        run.plan.facts.backup.map { "\"\($0.title)\"" } ?? run.plan.facts.serverName
    }
}
