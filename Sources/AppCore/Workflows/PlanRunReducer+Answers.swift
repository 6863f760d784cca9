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
            return startAnswered(ref, answer, run: run, state: &state)
        case (.restore, .acting):
            return restoreAnswered(ref, answer, run: run, state: &state)
        case (.delete, .acting):
            return deleteAnswered(ref, answer, run: run, state: &state)
        case (run.plan.target.act.request, .acting):
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
            state.runs[ref]?.stepsDone = 2
            return observe(ref, state: &state)
        case let .refused(error):
            state.runs[ref]?.hasStopped = false
            return end(
                ref, Outcome(.failed, "The stop was refused, nothing was restored: \(error.message)"), state: &state
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
        case let .refused(error):
            let outcome = Outcome(
                .failed, "The restore was refused, no file was changed: \(error.message)", next: left(run)
            )
            return end(ref, outcome, state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.failed, "The restore was not sent: \(reason)", next: left(run)), state: &state)
        }
    }

    private static func simpleActAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        let name = run.plan.facts.backup.map { "\"\($0.title)\"" } ?? run.plan.facts.serverName
        switch answer {
        case .accepted:
            state.runs[ref]?.stepsDone = run.plan.steps.count
            let text = "\(run.plan.target.act.request.step) of \(name) was accepted"
            return end(ref, Outcome(.succeeded, text), state: &state)
        case let .refused(error):
            return end(ref, Outcome(.failed, "Refused, nothing was changed: \(error.message)"), state: &state)
        case let .ambiguous(error):
            let outcome = Outcome(.unknown, "No clear answer, not sent again: \(error.message)", next: "Watch the list")
            return end(ref, outcome, state: &state)
        case let .notSent(reason):
            return end(ref, Outcome(.failed, "Nothing was sent: \(reason)"), state: &state)
        }
    }

    private static func startAnswered(
        _ ref: ServerRef,
        _ answer: MutationAnswer,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        let name = run.plan.facts.serverName
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

    /// Looks whether what was waited for has happened. Called after everything that reaches the fleet.
    static func observe(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], let server = state.fleet.servers[ref] else { return [] }
        switch run.stage {
        case let .stopping(stopping):
            let evidence = server.capabilities.restore.stopEvidence
            let wasTold = evidence.takesEvents && server.downSequence > stopping.sequence && server.power.isDown
            guard stopping.isAccepted, wasTold || PowerReading.provesStop(of: server) else { return [] }
            state.runs[ref]?.stepsDone = 3
            state.runs[ref]?.readings = 1
            return inspect(ref, state: &state) { .recheckBeforeAct($0) }
        case .observing:
            if let outcome = NoEvidence.outcome(of: run, server: server, now: state.now) {
                return end(ref, outcome, state: &state)
            }
            guard let key = run.operation, let operation = server.operations[key], !operation.isOpen else { return [] }
            if key.kind == .delete { return deleteEnded(ref, operation, run: run, state: &state) }
            return restoreEnded(ref, operation, run: state.runs[ref] ?? run, state: &state)
        case .starting:
            guard server.power == .running else { return [] }
            state.runs[ref]?.stepsDone = run.plan.steps.count
            let text = "\(run.plan.facts.serverName) was restored and runs again"
            return end(ref, Outcome(.succeeded, text), state: &state)
        case .cancelWindow, .recheckBeforeAnything, .recheckBeforeAct, .acting, .ended:
            return []
        }
    }

    private static func restoreEnded(
        _ ref: ServerRef,
        _ operation: BackupOperation,
        run: PlanRun,
        state: inout AppState
    ) -> [Effect] {
        let name = run.plan.facts.serverName
        switch operation.state {
        case .done where run.ranMeanwhile:
            let text = run.doubt?.isAwaited == true
                ? "The restore has ended and \(name) runs: somebody started it, perhaps while its files were replaced"
                : "The restore has ended, but somebody started \(name) while its files were replaced"
            let next = "What it holds now is not known: stop it and restore again"
            return end(ref, Outcome(.unconfirmed, text, next: next), state: &state)
        case .done where run.doubt != nil:
            return settleDoubt(ref, state: &state)
        case .done:
            state.runs[ref]?.stepsDone = run.plan.steps.count
            guard run.plan.steps.contains(.start) else {
                return end(ref, Outcome(.succeeded, "\(name) was restored", next: left(run)), state: &state)
            }
            state.runs[ref]?.stepsDone = run.plan.steps.count - 1
            state.runs[ref]?.stage = .starting
            return [.mutate(Mutation(act: run.plan.act, location: run.plan.location, request: .power(.start)))]
        case .failed, .cancelled:
            let word = operation.state == .failed ? "failed" : "was cancelled"
            let why = (operation.failure ?? run.unclearAnswer).map { ": \($0)" } ?? ""
            let isSpoiled = operation.state == .failed
                && state.fleet.capabilities(of: ref)?.restore.failureSpoilsBackup == true
            let advice = isSpoiled
                ? "This backup is marked failed for good now: d downloads it, or restore another one"
                : "Its files may be half replaced: restore again or another backup"
            let next = [left(run), advice].compactMap(\.self).joined(separator: ". ")
            return end(ref, Outcome(.failed, "The restore \(word)\(why)", next: next), state: &state)
        case .unknown, .queued, .running:
            if operation.staleEvidence?.state == .done, operation.timesStale > 0,
               state.fleet[run.plan.location]?.lastEnd(of: operation.key) == operation.staleEvidence {
                let text = "The service says that it has ended, but nothing proves that this restore did"
                return end(ref, Outcome(.unconfirmed, text, next: left(run)), state: &state)
            }
            let lack = state.fleet.servers[ref]?.lackOfEvidence.map { ": \($0)" } ?? ""
            return end(
                ref,
                Outcome(.unknown, "Nothing tells how the restore ended\(lack)", next: left(run)),
                state: &state
            )
        }
    }

    /// A step took too long.
    static func deadlinePassed(_ ref: ServerRef, serial: Int, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], run.serial == serial else { return [] }
        let name = run.plan.facts.serverName
        switch run.stage {
        case .stopping:
            let text = "\(name) did not report that it stopped within 120 s: nothing was restored"
            let next = "The stop was sent and may still take effect: look at its power, press o"
            return end(ref, Outcome(.failed, text, next: next), state: &state)
        case .starting:
            let next = "The start was sent, but the server has not reported that it runs: look at it, press o"
            return end(ref, Outcome(.succeeded, "\(name) was restored", next: next), state: &state)
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
        case .cancelWindow, .recheckBeforeAnything, .recheckBeforeAct, .acting, .ended:
            return []
        }
    }
}
