import BackupKit
import FoundationEssentials

extension PlanRunReducer {
    /// The answer to a request of the plan.
    static func answered(_ mutation: Mutation, _ answer: MutationAnswer, state: inout AppState) -> [Effect] {
        let ref = mutation.location.server
        guard let run = state.runs[ref] else { return [] }
        switch (mutation.request, run.stage) {
        case let (.power(.stop), .stopping(stopping)) where run.plan.steps.contains(.stop):
            return stopAnswered(ref, answer, run: run, stopping: stopping, state: &state)
        case (.power(.start), .starting) where run.plan.steps.contains(.start):
            return startAnswered(ref, answer, state: &state)
        case (.create, .securing):
            return securingAnswered(ref, answer, state: &state)
        case (_, .working):
            return itemAnswered(ref, mutation.request, answer, state: &state)
        case let (.power(.start), .startingAgain(outcome)):
            return startAgainAnswered(ref, answer, outcome: outcome, state: &state)
        case (.restore, .acting):
            return restoreAnswered(ref, answer, run: run, state: &state)
        case (.delete, .acting):
            return deleteAnswered(ref, answer, run: run, state: &state)
        case (_, .acting) where mutation.request == run.plan.target.act.request:
            return simpleActAnswered(ref, answer, run: run, state: &state)
        default:
            return []
        }
    }

    private static func stopAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        stopping: PlanRun.Stopping,
        state: inout AppState
    ) -> [Effect] {
        switch answer {
        case .accepted, .ambiguous:
            // Without a clear answer the power event is the evidence all the same; the stop is not sent again.
            var stopping = stopping
            stopping.isAccepted = true
            state.runs[ref]?.stage = .stopping(stopping)
            state.runs[ref]?.did(.stop)
            return observe(ref, state: &state)
        case let .refused(error):
            state.runs[ref]?.hasStopped = false
            return end(
                ref, Outcome(
                    .failed,
                    "The stop was refused, nothing was restored: \(error.message)",
                    cause: error.code
                ),
                state: &state
            )
        case let .notSent(reason):
            state.runs[ref]?.hasStopped = false
            return end(ref, Outcome(.failed, "Nothing was sent: \(reason)"), state: &state)
        }
    }

    private static func restoreAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        switch answer {
        case .accepted:
            state.runs[ref]?.stage = .observing(isCertain: true)
            state.runs[ref]?.acceptedAt = state.now
            return [deadline(ref, after: signLimit, state: &state)] + observe(ref, state: &state)
        case let .ambiguous(error):
            state.runs[ref]?.unclearAnswer = error.message
            state.runs[ref]?.stage = .observing(isCertain: false)
            return [deadline(ref, after: signLimit, state: &state)] + observe(ref, state: &state)
        case let .refused(error) where lacksRoomForOwnBackup(ref, state: state):
            let text = "The restore was refused, there is no room for the backup that comes first: \(error.message)"
            return giveUp(ref, text, cause: error.code, state: &state)
        case let .refused(error):
            let outcome = Outcome(
                .failed, "The restore was refused, no file was changed: \(error.message)", next: left(run),
                cause: error.code
            )
            return end(ref, outcome, state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.failed, "The restore was not sent: \(reason)", next: left(run)), state: &state)
        }
    }

    /// The service makes the safety backup itself, has no room for it, and nothing else is being done there.
    private static func lacksRoomForOwnBackup(_ ref: ServerRef, state: AppState) -> Bool {
        guard let server = state.fleet.servers[ref], server.capabilities.restore.safetyBackup == .byServer,
              let quota = server.quota, server.server.condition != .restoring,
              !server.operations.values.contains(where: { $0.isOpen && $0.key != state.runs[ref]?.operation })
        else { return false }
        return SafetyBackup.lackOfRoom(quota, server.capabilities.quota) != nil
    }

    static func simpleActAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        let name = run.plan.facts.backup.map { "\"\($0.title)\"" } ?? run.plan.facts.serverName
        switch answer {
        case .accepted:
            state.runs[ref]?.stepsDone = run.plan.steps.count
            let text = "\(run.plan.target.act.step) of \(name) was accepted"
            return end(ref, Outcome(.succeeded, text), state: &state)
        case let .refused(error):
            return end(
                ref,
                Outcome(.failed, "Refused, nothing was changed: \(error.message)", cause: error.code),
                state: &state
            )
        case let .ambiguous(error):
            state.runs[ref]?.unclearAnswer = error.message
            state.runs[ref]?.stage = .observing(isCertain: false)
            return [deadline(ref, after: signLimit, state: &state)] + observe(ref, state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.failed, "Nothing was sent: \(reason)"), state: &state)
        }
    }

    static func startAnswered(_ ref: ServerRef, _ answer: MutationAnswer, state: inout AppState) -> [Effect] {
        let name = state.runs[ref]?.plan.facts.serverName ?? ref.server.short
        let restored = "\(name) was restored"
        switch answer {
        case .accepted, .ambiguous:
            let effects = [deadline(ref, after: startLimit, state: &state), powerNewsTimer(ref, state: state)]
            return effects + observe(ref, state: &state)
        case let .refused(error):
            let outcome = Outcome(
                .succeeded, restored, next: "The start was refused (\(error.message)): press o to start it"
            )
            return end(ref, outcome, state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.succeeded, restored, next: "It was not started: \(reason)"), state: &state)
        }
    }
}
