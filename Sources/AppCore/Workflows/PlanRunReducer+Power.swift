import BackupKit

/// News of the server's power for a plan on its way, and who started a server while its files were being replaced.
extension PlanRunReducer {
    /// An event or a reading says that the server runs: somebody must have started it.
    static func serverIsUp(_ ref: ServerRef, state: inout AppState) {
        guard isReplacingFiles(of: ref, state: state) else { return }
        state.runs[ref]?.ranMeanwhile = true
    }

    /// A reading that may be from before the stop says that the server runs.
    static func serverMayBeUp(_ ref: ServerRef, state: inout AppState) {
        guard isReplacingFiles(of: ref, state: state), state.runs[ref]?.doubt == StartDoubt.none else { return }
        state.runs[ref]?.doubt = .arisen
    }

    /// An event or a reading says that the server is down: the reading before it was an old one.
    static func serverIsDown(_ ref: ServerRef, state: inout AppState) {
        state.runs[ref]?.doubt = .none
    }

    private typealias StartDoubt = PlanRun.StartDoubt

    private static func isReplacingFiles(of ref: ServerRef, state: AppState) -> Bool {
        guard let run = state.runs[ref], run.hasStopped || run.plan.facts.power.isDown else { return false }
        switch run.stage {
        case .acting, .observing: return true
        case .cancelWindow, .recheckBeforeAnything, .stopping, .recheckBeforeAct, .starting, .ended: return false
        }
    }

    /// The restore has ended, and before anybody says so the server is read until a reading proves something.
    static func settleDoubt(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard state.runs[ref]?.doubt == .arisen else { return [] }
        state.runs[ref]?.doubt = .awaited
        return [deadline(ref, after: signLimit, state: &state), .loadServer(ref), powerNewsTimer(ref, state: state)]
    }

    static func outcomeInDoubt(of run: PlanRun) -> Outcome {
        let name = run.plan.facts.serverName
        return Outcome(
            .unconfirmed,
            "The restore has ended, but nothing tells whether \(name) ran while its files were replaced",
            next: left(run)
        )
    }

    static func powerNewsTimer(_ ref: ServerRef, state: AppState) -> Effect {
        .timer(.powerNews(ref, state.runs[ref]?.serial ?? 0), after: powerNewsLimit)
    }

    /// Where readings tell the power, it is read; else a fresh feed begins with the present state, since events can get
    /// lost on an open one.
    static func askForPowerNews(_ ref: ServerRef, serial: Int, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], run.serial == serial, let server = state.fleet.servers[ref] else { return [] }
        switch run.stage {
        case .stopping, .starting:
            let again = powerNewsTimer(ref, state: state)
            guard server.isSubscribed, !server.capabilities.restore.stopEvidence.takesReadings else {
                return [.loadServer(ref), again]
            }
            state.fleet.servers[ref]?.feed = .connecting
            return [.unsubscribe(ref), .subscribe(ref), again]
        case .observing where run.doubt == .awaited:
            return [.loadServer(ref), powerNewsTimer(ref, state: state)]
        case .cancelWindow, .recheckBeforeAnything, .recheckBeforeAct, .acting, .observing, .ended:
            return []
        }
    }
}
