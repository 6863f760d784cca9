import BackupKit
import FoundationEssentials

/// Reads the lists of all servers in turn, the one that was not read for the longest time first. What is on screen or
/// at work has a poll of its own and is left out.
enum SweepReducer {
    /// Lists of one context that may be on their way at once: a slow service is not to be flooded.
    private static let atOnce = 4
    /// Time between two readings of a context's list of servers, in seconds, at the least.
    static let serverListGap: TimeInterval = 60
    /// Servers that are gone are no reason to read that list more often than this, in seconds.
    private static let doubtGap: TimeInterval = 10

    /// A context's servers are known: the turns begin, and the list of servers is read again later.
    static func serversLoaded(_ context: Context.ID, state: inout AppState) -> [Effect] {
        state.fleet.countLists(of: context)
        guard state.settings.watchesFleet else { return [] }
        return [.timer(.retryServers(context), after: .seconds(state.serverListTime(of: context)))] + start(
            context,
            state: &state
        )
    }

    private static func start(_ context: Context.ID, state: inout AppState) -> [Effect] {
        guard state.fleet.sweeps[context]?.isRunning == false,
              state.fleet.contexts[context]?.capabilities.news.listsWholeAccount == false else { return [] }
        state.fleet.sweeps[context]?.isRunning = true
        // Not all contexts at the same moment.
        return [.timer(.sweep(context), after: .milliseconds(50 + Int(state.ids.fraction() * 450)))]
    }

    /// What a context's requests a minute are limited to.
    static func paceTold(_ context: Context.ID, perMinute: Int, state: inout AppState) {
        state.fleet.sweeps[context]?.perMinute = max(1, perMinute)
    }

    /// Time for the next list of a context.
    static func turn(_ context: Context.ID, state: inout AppState) -> [Effect] {
        guard state.settings.watchesFleet else { return [] }
        let lists = state.fleet.countLists(of: context)
        guard var sweep = state.fleet.sweeps[context] else { return [] }
        let period = state.period(of: context)
        guard lists > 0 else {
            state.fleet.sweeps[context]?.isRunning = false
            return []
        }
        let found = stalest(of: context, period: period, state: state)
        if found != nil { sweep.spend(at: state.now) }
        state.fleet.sweeps[context] = sweep
        let hasUnread = found.map { state.fleet[$0]?.requestedAt == nil } ?? false
        let gap = sweep.gap(lists: lists, period: period, hasUnread: hasUnread, at: state.now)
        let effects = found.map { FleetReducer.load($0, state: &state) } ?? []
        let wait = gap * (0.9 + 0.2 * state.ids.fraction())
        return effects + [.timer(.sweep(context), after: .milliseconds(Int(wait * 1000)))]
    }

    /// What came of a list, for the pace of the next ones. A server that is not there any more tells that the list of
    /// servers is old.
    static func answered(
        _ location: LocationRef,
        _ failure: ProviderError?,
        state: inout AppState
    ) -> [Effect] {
        let context = location.server.context
        guard var sweep = state.fleet.sweeps[context] else { return [] }
        defer { state.fleet.sweeps[context] = sweep }
        let isAnswer = failure.map { [.conflict, .forbidden, .notFound].contains($0.code) } ?? true
        if failure?.code != .cancelled { sweep.failuresInRow = isAnswer ? 0 : sweep.failuresInRow + 1 }
        // Who is refused everything has a source that tells nothing.
        if isAnswer, failure?.code != .forbidden { state.fleet.heardAt[context] = state.now }
        if failure?.code == .unauthorized { refused(context, failure, state: &state) }
        // A list of servers that failed is asked for again anyway, when its service wants that.
        guard state.settings.watchesFleet, failure?.code == .notFound, state.fleet.contextFailures[context] == nil,
              sweep.doubtedAt.map({ abs(state.now.timeIntervalSince($0)) >= doubtGap }) ?? true else { return [] }
        sweep.doubtedAt = state.now
        return [.timer(.retryServers(context), after: .milliseconds(100))]
    }

    /// A source that refuses the token is there, and tells nothing all the same: that is known at once.
    static func refused(_ context: Context.ID, _ failure: ProviderError?, state: inout AppState) {
        if let failure { state.fleet.contextErrors[context] = failure }
    }

    /// Shortest time between two lists of a server at work that is not on screen: where a hundred servers are backed up
    /// at the same hour, their polls share a quarter of the budget.
    static func pollGap(of context: Context.ID, _ news: NewsTraits, state: AppState) -> Duration {
        guard let sweep = state.fleet.sweeps[context] else { return .zero }
        let crowd = state.watch.told.keys.count { $0.context == context }
        return .seconds(Double(crowd) * sweep.shortestGap * (news.pollsServer ? 4 : 2))
    }

    /// The list that was asked for the longest time ago; nil where all are fresh, or too many are on their way.
    private static func stalest(of context: Context.ID, period: TimeInterval, state: AppState) -> LocationRef? {
        var found: (location: LocationRef, at: Date)?
        var loading = 0
        for ref in state.fleet.serverOrder where ref.context == context {
            guard let server = state.fleet.servers[ref] else { continue }
            for world in server.server.places {
                let place = server.locations[world]
                if place?.isLoading == true { loading += 1 }
                let askedAt = place?.requestedAt ?? .distantPast
                // A clock that was set back makes everything due.
                let isDue = askedAt > state.now || state.now.timeIntervalSince(askedAt) >= period * 0.9
                guard isDue, place?.isLoading != true, found.map({ askedAt < $0.at }) ?? true else { continue }
                let location = LocationRef(server: ref, world: world)
                if FleetReducer.isWatched(location, state: state) { continue }
                found = (location, askedAt)
            }
        }
        return loading < atOnce ? found?.location : nil
    }
}
