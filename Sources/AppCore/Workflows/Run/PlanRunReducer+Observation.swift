import BackupKit
import FoundationEssentials

extension PlanRunReducer {
    /// Looks whether what was waited for has happened. Called after everything that reaches the fleet.
    static func observe(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], let server = state.fleet.servers[ref] else { return [] }
        switch run.stage {
        case let .stopping(stopping):
            let evidence = server.capabilities.restore.stopEvidence
            let wasTold = evidence.takesEvents && server.downSequence > stopping.sequence && server.power.isDown
            guard stopping.isAccepted, wasTold || PowerReading.provesStop(of: server) else { return [] }
            state.runs[ref]?.did(.confirmStopped)
            // Readings prove what the feed has lost: that it told of a running server is no news of the start to come.
            if !wasTold, !server.power.isDown {
                state.fleet.servers[ref]?.power = .stopped
                state.fleet.servers[ref]?.isPowerTold = false
            }
            let line = noted("the server is stopped", of: run, state: state)
            if run.plan.safety != nil { return [line] + secure(ref, state: &state) }
            return [line] + recheckBeforeAct(ref, state: &state)
        case let .securing(securing):
            return observeSafety(ref, securing, run: run, state: &state)
        case .working:
            return observeItems(ref, state: &state)
        case .observing:
            if let outcome = NoEvidence.outcome(of: run, server: server, now: state.now) {
                return end(ref, outcome, state: &state)
            }
            if let done = SimpleEvidence.outcome(of: run, server: server) { return end(ref, done, state: &state) }
            guard let key = run.operation, let operation = server.operations[key], !operation.isOpen else { return [] }
            if key.kind == .delete { return deleteEnded(ref, operation, run: run, state: &state) }
            return restoreEnded(ref, operation, run: state.runs[ref] ?? run, state: &state)
        case .starting:
            guard server.power == .running else { return [] }
            state.runs[ref]?.stepsDone = run.plan.steps.count
            let text = "\(run.plan.facts.serverName) was restored and runs again"
            return end(ref, Outcome(.succeeded, text), state: &state)
        case let .startingAgain(outcome):
            guard server.power == .running else { return [] }
            return end(ref, outcome.adding("\(run.plan.facts.serverName) runs again"), state: &state)
        case .cancelWindow, .beginning, .recheckBeforeAnything, .recheckBeforeAct, .acting, .ended:
            return []
        }
    }

    /// A journal line about something that was waited for.
    static func noted(_ fact: String, of run: PlanRun, backup: Backup.ID? = nil, state: AppState) -> Effect {
        .journal(JournalEntry(run.plan, at: state.now, .observed(fact), backup: backup))
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
            if let advice = adviceInsteadOfStart(run, state: state) {
                return end(ref, Outcome(.succeeded, "\(name) was restored", next: advice), state: &state)
            }
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
}
