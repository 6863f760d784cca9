import BackupKit
import FoundationEssentials

/// What a step that takes too long leaves behind, and what it says.
extension PlanRunReducer {
    /// A step took too long.
    static func deadlinePassed(_ ref: ServerRef, serial: Int, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], run.serial == serial else { return [] }
        let name = run.plan.facts.serverName
        switch run.stage {
        case .stopping:
            let text = "\(name) did not report that it stopped within 120 s: nothing was restored"
            let next = "The stop was sent and may still take effect: look at its power, press o"
            return end(ref, Outcome(.failed, text, next: next), state: &state)
        case let .securing(securing):
            return safetyIsLate(ref, securing, run: run, state: &state)
        case .working:
            return itemsAreLate(ref, state: &state)
        case let .startingAgain(outcome):
            let next = "\(name) has not reported that it runs again: look at it, press o"
            return end(ref, outcome.adding(next), state: &state)
        case .starting:
            let next = "The start was sent, but the server has not reported that it runs: look at it, press o"
            return end(ref, Outcome(.succeeded, "\(name) was restored", next: next), state: &state)
        case .observing where run.operation == nil:
            let why = run.unclearAnswer.map { ": \($0)" } ?? ""
            let text = "No clear answer, not sent again, and nothing shows whether it was done\(why)"
            return end(ref, Outcome(.unknown, text, next: "Watch the server"), state: &state)
        case let .observing(isCertain) where run.operation?.kind == .delete:
            return deleteNotSeen(ref, run: run, isCertain: isCertain, state: &state)
        case .observing where run.doubt?.isAwaited == true:
            return end(ref, outcomeInDoubt(of: run), state: &state)
        case let .observing(isCertain):
            let operation = run.operation.flatMap { state.fleet.servers[ref]?.operations[$0] }
            if !isCertain, operation?.wasSeenActive != true {
                let text = "The restore got no clear answer and was not seen at work: it may or may not have run"
                return end(ref, Outcome(.unknown, text, next: left(run)), state: &state)
            }
            if let heardAt = operation?.heardAt, state.now.timeIntervalSince(heardAt) > silenceLimit {
                let text = "No news of the restore for 15 minutes: its outcome is unknown"
                return end(ref, Outcome(.unknown, text, next: left(run)), state: &state)
            }
            if operation == nil {
                let text = "The restore is not in the service's list any more: its outcome is unknown"
                return end(ref, Outcome(.unknown, text, next: left(run)), state: &state)
            }
            return [deadline(ref, after: signLimit, state: &state)]
        case .cancelWindow, .beginning, .recheckBeforeAnything, .recheckBeforeAct, .acting, .ended:
            return []
        }
    }
}
