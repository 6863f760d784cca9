import BackupKit
import FoundationEssentials

/// Decides whose live feed is open: the server on screen, those where work goes on, and in a session that watches the
/// fleet the servers whose rows are on screen, as many as a context may have.
enum SubscriptionReducer {
    /// Live feeds of one context that may be open for work, and as many in all before rows on screen get one: nodes and
    /// networks do not like thousands.
    static let cap = 16

    static func watch(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref], !server.isSubscribed,
              server.capabilities.news.hasLiveEvents else { return [] }
        state.fleet.servers[ref]?.isSubscribed = true
        state.fleet.subscribed.insert(ref)
        state.fleet.servers[ref]?.feed = .connecting
        return [.subscribe(ref)]
    }

    /// Closes a feed nobody needs any more.
    static func release(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref], server.isSubscribed,
              !isNeeded(server, state: state) else { return [] }
        state.fleet.servers[ref]?.isSubscribed = false
        state.fleet.subscribed.remove(ref)
        state.fleet.servers[ref]?.feed = .none
        state.fleet.servers[ref]?.power = .unknown
        state.fleet.servers[ref]?.powerAt = nil
        return [.unsubscribe(ref)]
    }

    private static func isNeeded(_ server: ServerState, state: AppState) -> Bool {
        state.location?.server == server.ref || server.hasOpenOperations || state.runs[server.ref]?.isActive == true
            || state.serverList.followed.contains(server.ref)
    }

    /// Closes every feed that was kept only for work that has ended or for a row that is not on screen any more.
    static func releaseIdle(state: inout AppState) -> [Effect] {
        state.fleet.subscribed
            .filter { $0 != state.location?.server }
            .sorted { ($0.context, $0.server) < ($1.context, $1.server) }
            .flatMap { release($0, state: &state) }
    }

    // MARK: Many servers

    /// Begins to open feeds for what is wanted, where that has not begun.
    static func ramp(state: inout AppState) -> [Effect] {
        guard state.settings.watchesFleet else { return [] }
        var effects: [Effect] = []
        for context in state.fleet.contextOrder {
            guard let sweep = state.fleet.sweeps[context], !sweep.isRamping,
                  next(of: context, state: state) != nil else { continue }
            state.fleet.sweeps[context]?.isRamping = true
            effects.append(.timer(.openFeed(context), after: gap(sweep, state: &state)))
        }
        return effects
    }

    /// Opens the next feed of a context; one at a time, so that nothing storms after a reconnect or a start.
    static func openNext(of context: Context.ID, state: inout AppState) -> [Effect] {
        state.fleet.sweeps[context]?.isRamping = false
        guard state.settings.watchesFleet, let ref = next(of: context, state: state) else { return [] }
        return watch(ref, state: &state) + ramp(state: &state)
    }

    private static func gap(_ sweep: Sweep, state: inout AppState) -> Duration {
        .milliseconds(Int(sweep.feedGap * (0.5 + state.ids.fraction()) * 1000))
    }

    /// Where work goes on first, then the rows on screen from the top. Rows keep no work from its feed: each of the two
    /// has the cap for itself.
    private static func next(of context: Context.ID, state: AppState) -> ServerRef? {
        func isWanting(_ ref: ServerRef) -> Bool {
            guard ref.context == context, let server = state.fleet.servers[ref] else { return false }
            return !server.isSubscribed && server.capabilities.news.hasLiveEvents
        }
        func isWorking(_ ref: ServerRef) -> Bool {
            state.fleet.servers[ref]?.hasOpenOperations == true
        }
        let open = state.fleet.subscribed.filter { $0.context == context }
        let working = state.watch.told.keys.filter { isWanting($0) && isWorking($0) }
        if let first = working.min(by: { $0.server < $1.server }), open.count(where: isWorking) < cap { return first }
        return open.count < cap ? state.serverList.followed.first(where: isWanting) : nil
    }
}
