import BackupKit

/// Decides whose live feed is open: the server on screen, and any where work goes on.
enum SubscriptionReducer {
    static func watch(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref], !server.isSubscribed,
              server.capabilities.news.hasLiveEvents else { return [] }
        state.fleet.servers[ref]?.isSubscribed = true
        state.fleet.servers[ref]?.feed = .connecting
        return [.subscribe(ref)]
    }

    /// Closes a feed nobody needs any more.
    static func release(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref], server.isSubscribed, state.location?.server != ref,
              !server.hasOpenOperations, state.runs[ref]?.isActive != true else { return [] }
        state.fleet.servers[ref]?.isSubscribed = false
        state.fleet.servers[ref]?.feed = .none
        state.fleet.servers[ref]?.power = .unknown
        state.fleet.servers[ref]?.powerAt = nil
        return [.unsubscribe(ref)]
    }

    /// Closes every feed that was kept only for work that has ended.
    static func releaseIdle(state: inout AppState) -> [Effect] {
        state.fleet.servers.values
            .filter { $0.isSubscribed && $0.ref != state.location?.server }
            .map(\.ref)
            .sorted { ($0.context, $0.server) < ($1.context, $1.server) }
            .flatMap { release($0, state: &state) }
    }
}
