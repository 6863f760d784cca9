import BackupKit
import FoundationEssentials

/// News of the server's power for a plan on its way, and who started a server while its files were being replaced.
extension PlanRunReducer {
    /// An event or a reading says that the server runs: somebody must have started it.
    static func serverIsUp(_ ref: ServerRef, state: inout AppState) {
        guard let run = state.runs[ref], run.hasStopped || run.plan.facts.power.isDown else { return }
        switch run.stage {
        case .securing, .recheckBeforeAct: state.runs[ref]?.hasRunSinceStop = true
        default: if isReplacingFiles(of: ref, state: state) { state.runs[ref]?.ranMeanwhile = true }
        }
    }

    /// Somebody may have started the server unseen: a reading found it up that may be from before the stop, or the feed
    /// that would have told is lost.
    static func raiseDoubt(of ref: ServerRef, state: inout AppState) {
        guard isReplacingFiles(of: ref, state: state), state.runs[ref]?.doubt == nil else { return }
        state.runs[ref]?.doubt = PlanRun.StartDoubt(since: state.now, isAwaited: false)
    }

    /// The feed is lost, and with it any start.
    static func feedIsLost(_ ref: ServerRef, state: inout AppState) {
        guard let capabilities = state.fleet.servers[ref]?.capabilities, capabilities.news.hasLiveEvents,
              capabilities.restore.stopEvidence.takesEvents else { return }
        raiseDoubt(of: ref, state: &state)
    }

    /// The feed says that the server is down.
    static func serverIsDown(_ ref: ServerRef, state: inout AppState) {
        state.runs[ref]?.doubt = nil
    }

    /// A reading found the server down: that settles a doubt when it cannot tell of a time before it.
    static func serverWasDown(_ ref: ServerRef, askedAt: Date, state: inout AppState) {
        guard let doubt = state.runs[ref]?.doubt, let server = state.fleet.servers[ref] else { return }
        // Our clock was set back: the time begins anew.
        if askedAt < doubt.since { state.runs[ref]?.doubt?.since = askedAt }
        guard askedAt.timeIntervalSince(doubt.since) >= server.capabilities.restore.stopEvidence.seconds
        else { return }
        state.runs[ref]?.doubt = nil
    }

    private static func isReplacingFiles(of ref: ServerRef, state: AppState) -> Bool {
        guard let run = state.runs[ref], run.hasStopped || run.plan.facts.power.isDown else { return false }
        switch run.stage {
        case .acting, .observing: return true
        case .cancelWindow, .beginning, .recheckBeforeAnything, .stopping, .securing, .recheckBeforeAct, .working,
             .starting,
             .startingAgain, .ended: return false
        }
    }

    /// The restore has ended, and before anybody says so the power is asked for until an answer proves something.
    static func settleDoubt(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard state.runs[ref]?.doubt?.isAwaited == false else { return [] }
        state.runs[ref]?.doubt?.isAwaited = true
        let limit = deadline(ref, after: signLimit, state: &state)
        return [limit] + askForPower(of: ref, state: &state)
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

    static func askForPowerNews(_ ref: ServerRef, serial: Int, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], run.serial == serial else { return [] }
        switch run.stage {
        case .stopping, .starting, .startingAgain:
            return askForPower(of: ref, state: &state)
        case .observing where run.doubt?.isAwaited == true:
            return askForPower(of: ref, state: &state)
        case .recheckBeforeAct:
            return lookForPower(ref, state: &state)
        case .cancelWindow, .beginning, .recheckBeforeAnything, .securing, .acting, .working, .observing, .ended:
            return []
        }
    }

    /// Re-check B of work that an earlier session left may come before the feed has told whether the server is stopped
    /// still. Then it waits, and reads anew; nil where the power is known, or where no feed is being opened.
    static func awaitPower(_ ref: ServerRef, _ inspection: Inspection, state: inout AppState) -> [Effect]? {
        guard let server = state.fleet.servers[ref], isPowerToCome(server),
              server.capabilities.restore.stopEvidence.takesEvents,
              server.power(with: inspection) == .unknown else { return nil }
        let since = state.runs[ref]?.powerAwaitedSince ?? state.now
        state.runs[ref]?.powerAwaitedSince = since
        guard isPowerAwaited(ref, state) else { return nil }
        return [powerLook(ref, state)]
    }

    private static func lookForPower(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard state.runs[ref]?.powerAwaitedSince != nil, let server = state.fleet.servers[ref] else { return [] }
        if isPowerToCome(server), isPowerAwaited(ref, state) { return [powerLook(ref, state)] }
        return inspect(ref, state: &state) { .recheckBeforeAct($0) }
    }

    /// A feed tells the power a moment after it is up.
    private static func isPowerToCome(_ server: ServerState) -> Bool {
        server.feed == .connecting || server.feed == .live && !server.isPowerTold
    }

    /// Not for ever, and not where the clock was set back.
    private static func isPowerAwaited(_ ref: ServerRef, _ state: AppState) -> Bool {
        guard let since = state.runs[ref]?.powerAwaitedSince else { return false }
        return (0 ..< signLimit / .seconds(1)).contains(state.now.timeIntervalSince(since))
    }

    private static func powerLook(_ ref: ServerRef, _ state: AppState) -> Effect {
        .timer(.powerNews(ref, state.runs[ref]?.serial ?? 0), after: powerLookInterval)
    }

    /// Where readings tell the power, it is read; else a fresh feed begins with the present state, since events can get
    /// lost on an open one. A reading that is slow is waited for: another one would take its place, and none would ever
    /// arrive.
    private static func askForPower(of ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref] else { return [] }
        let again = powerNewsTimer(ref, state: state)
        guard server.isSubscribed, !server.capabilities.restore.stopEvidence.takesReadings else {
            return (server.readAskedAt == nil ? [.loadServer(ref)] : []) + [again]
        }
        // One that is being opened is waited for as well.
        guard server.feed != .connecting else { return [again] }
        state.fleet.servers[ref]?.feed = .connecting
        return [.unsubscribe(ref), .subscribe(ref), again]
    }
}
