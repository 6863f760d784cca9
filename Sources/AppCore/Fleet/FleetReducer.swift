import BackupKit
import FoundationEssentials

/// Turns everything that came from a service into fleet state. The rules by which events and lists are weighed live
/// here.
enum FleetReducer {
    /// Shortest time between two lists while an operation is open.
    static let busyPoll: Duration = .seconds(4)
    /// How long an ended operation stays on screen before the list is read again.
    static let lingerTime: Duration = .seconds(2)
    /// News of work that is over are taken to a list no more often than this, in seconds.
    static let askAgainTime: TimeInterval = 4

    static func serversLoaded(
        _ context: Context.ID,
        _ result: Result<[Server], ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        switch result {
        case let .failure(error):
            if error.code == .unauthorized { SweepReducer.refused(context, error, state: &state) }
            state.fleet.contextErrors[context] = error
            let failures = state.fleet.contextFailures[context, default: 0] + 1
            state.fleet.contextFailures[context] = failures
            let delay = max(error.retryAfter ?? .zero, backoff(after: failures))
            return [.timer(.retryServers(context), after: delay)]
        case let .success(servers):
            state.fleet.contextErrors[context] = nil
            state.fleet.contextFailures[context] = nil
            state.fleet.answered.insert(context)
            state.fleet.heardAt[context] = state.now
            let rules = state.fleet.contexts[context]?.serverRules ?? ServerRules()
            let capabilities = state.fleet.contexts[context]?.capabilities
            return merge(servers.filter(rules.shows), of: context, state: &state)
                + SweepReducer.serversLoaded(context, state: &state)
                + BackupManagerReducer.resolveWorld(state: &state)
                + (capabilities?.news.listsWholeAccount == true ? [.loadAllBackups(context)] : [])
        }
    }

    static func serverLoaded(
        _ ref: ServerRef,
        _ result: Result<Server, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        let askedAt = state.fleet.servers[ref]?.readAskedAt
        state.fleet.servers[ref]?.readAskedAt = nil
        guard case let .success(server) = result, server.id == ref.server, let known = state.fleet.servers[ref] else {
            return []
        }
        state.fleet.heardAt[ref.context] = state.now
        let wasRestoring = known.server.condition == .restoring
        replace(server, of: ref, askedAt: askedAt, state: &state)
        if var run = state.runs[ref] {
            NoEvidence.count(server, run: &run)
            state.runs[ref] = run
        }
        let effects = BackupManagerReducer.resolveWorld(state: &state)
            + (ref == state.location?.server ? BackupManagerReducer.leaveLostWorld(state: &state) : [])
        return effects + (wasRestoring ? listsAfterRestore(of: ref, state: &state) : [])
    }

    /// Takes in a server as it was just read.
    ///
    /// - Parameter askedAt: nil where that is not known.
    private static func replace(_ server: Server, of ref: ServerRef, askedAt: Date?, state: inout AppState) {
        state.fleet.servers[ref]?.server = server
        forgetWorlds(of: ref, state: &state)
        PowerReading.take(server.power, of: ref, askedAt: askedAt, state: &state)
        if server.condition == .restoring { heardOfRestore(on: ref, state: &state) }
    }

    /// Worlds that are gone take their lists along, unless somebody looks at one or works on it.
    private static func forgetWorlds(of ref: ServerRef, state: inout AppState) {
        guard let server = state.fleet.servers[ref] else { return }
        let places = Set(server.server.places)
        for world in server.locations.keys where !places.contains(world) {
            if isWatched(LocationRef(server: ref, world: world), state: state) { continue }
            state.fleet.servers[ref]?.locations[world] = nil
            state.fleet.servers[ref]?.restoredAt[world] = nil
        }
    }

    /// The lists were refused while the server restored: what came of it stands there now.
    private static func listsAfterRestore(of ref: ServerRef, state: inout AppState) -> [Effect] {
        state.fleet.servers[ref]?.server.condition == .restoring ? [] : loadWatched(of: ref, state: &state)
    }

    /// The server itself says that a restore goes on; which backup it is only we may know.
    private static func heardOfRestore(on ref: ServerRef, state: inout AppState) {
        guard let key = state.fleet.servers[ref]?.visibleOperations.first(where: {
            $0.key.kind == .restore && $0.isOpen
        })?.key else { return }
        state.fleet.servers[ref]?.operations[key]?.hearOfWork(at: state.now)
    }

    /// Servers that an earlier session knew of a context that has not answered yet.
    static func recall(_ servers: [Server], of context: Context, state: inout AppState) {
        var order: [ServerRef] = []
        for var server in servers {
            let ref = ServerRef(context: context.id, server: server.id)
            guard state.fleet.servers[ref] == nil else { continue }
            // Whether its process runs now nobody knows.
            server.power = nil
            state.fleet.servers[ref] = ServerState(ref: ref, server: server, capabilities: context.capabilities)
            order.append(ref)
        }
        let known = Dictionary(grouping: state.fleet.serverOrder, by: \.context)
        state.fleet.serverOrder = state.fleet.contextOrder.flatMap {
            (known[$0] ?? []) + ($0 == context.id ? order : [])
        }
    }

    private static func merge(_ servers: [Server], of context: Context.ID, state: inout AppState) -> [Effect] {
        let before = state.fleet.serverOrder.filter { $0.context == context }
        var order: [ServerRef] = []
        var listed: Set<ServerRef> = []
        var restored: [ServerRef] = []
        for var server in servers {
            let ref = ServerRef(context: context, server: server.id)
            guard listed.insert(ref).inserted else { continue }
            order.append(ref)
            if let known = state.fleet.servers[ref] {
                // A list may tell less than the server itself.
                server.permissions = server.permissions ?? known.server.permissions
                server.quota = server.quota ?? known.server.quota
                if known.server.condition == .restoring { restored.append(ref) }
            } else if let capabilities = state.fleet.contexts[context]?.capabilities {
                state.fleet.servers[ref] = ServerState(ref: ref, server: server, capabilities: capabilities)
            }
            replace(server, of: ref, askedAt: nil, state: &state)
        }
        noteServers(before: before, after: order, of: context, state: &state)
        let others = Dictionary(grouping: state.fleet.serverOrder.filter { $0.context != context }, by: \.context)
        state.fleet.serverOrder = state.fleet.contextOrder.flatMap { $0 == context ? order : others[$0] ?? [] }
        let gone = state.fleet.servers.keys.filter { $0.context == context && !listed.contains($0) }
        return gone.sorted { $0.server < $1.server }.flatMap { forget($0, isNews: before.contains($0), state: &state) }
            + restored.flatMap { listsAfterRestore(of: $0, state: &state) }
    }

    /// Servers that appeared or vanished; what was there at the beginning is no news.
    private static func noteServers(
        before: [ServerRef],
        after: [ServerRef],
        of context: Context.ID,
        state: inout AppState
    ) {
        guard !before.isEmpty else { return }
        let (old, new) = (Set(before), Set(after))
        for ref in before where !new.contains(ref) {
            state.watch.log.note(
                .serverGone, .server(ref), name: state.fleet.servers[ref]?.server.name,
                "not in the list of servers any more", isTrouble: true, at: state.now
            )
        }
        for ref in after where !old.contains(ref) {
            let name = state.fleet.servers[ref]?.server.name
            state.watch.log.note(.serverNew, .server(ref), name: name, "new in the list of servers", at: state.now)
        }
    }

    /// A server that is not listed any more. One on screen or with a plan under way stays: its own answers tell more
    /// than a list that may have left out a row.
    ///
    /// - Parameter isNews: it was in the list before.
    private static func forget(_ ref: ServerRef, isNews: Bool, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref] else { return [] }
        if state.location?.server == ref {
            let words = "\(server.server.name) is not in the service's list of servers any more"
            if isNews { state.notice = Notice(.warning, words) }
            return []
        }
        if state.runs[ref]?.isActive == true || server.transfers.values.contains(where: \.isRunning) { return [] }
        state.fleet.servers[ref] = nil
        state.fleet.subscribed.remove(ref)
        state.runs[ref] = nil
        state.lastServers = state.lastServers.filter { $0.value != ref }
        return server.isSubscribed ? [.unsubscribe(ref)] : []
    }
}

// MARK: Lists

extension FleetReducer {
    /// Asks for a location's list. One that is on its way is waited for and followed by another, unless somebody waits
    /// for this one and the other only keeps the screen fresh: that may stand in the queue of a rate budget for long.
    static func load(
        _ location: LocationRef,
        for purpose: ReadPurpose = .poll,
        state: inout AppState
    ) -> [Effect] {
        guard var server = state.fleet.servers[location.server] else { return [] }
        var place = server.locations[location.world] ?? LocationState()
        defer {
            server.locations[location.world] = place
            state.fleet.servers[location.server] = server
        }
        if let loading = place.loading, loading == .act || purpose == .poll {
            if place.reload != .act { place.reload = purpose }
            return []
        }
        place.loading = purpose
        place.reload = nil
        place.requestedAt = state.now
        return [.loadBackups(location, LoadTicket(sequence: server.sequence, purpose: purpose))]
    }

    /// Asks for the lists of all of a server's worlds: something happened to a backup that none of them shows.
    static func loadAllLocations(of ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref] else { return [] }
        return server.server.places.flatMap { load(LocationRef(server: ref, world: $0), state: &state) }
    }

    /// When a location is listed next, by what runs there and how the last list went.
    static func schedulePoll(_ location: LocationRef, state: AppState) -> [Effect] {
        guard isWatched(location, state: state), let server = state.fleet.servers[location.server] else { return [] }
        let capabilities = server.capabilities
        let place = server.locations[location.world]
        var delay: Duration
        let isBusy = server.hasOpenOperations || state.runs[location.server]?.isActive == true
            || server.unconfirmed.contains { $0.location == location }
            || server.server.condition == .restoring
        if isBusy {
            delay = max(busyPoll, capabilities.news.minimumPoll)
        } else {
            delay = state.settings.refresh.map { max($0, capabilities.news.minimumPoll) } ?? capabilities.news.idlePoll
        }
        if isBusy, state.location != location, state.runs[location.server]?.isActive != true {
            delay = max(delay, SweepReducer.pollGap(of: location.server.context, capabilities.news, state: state))
        }
        if let failures = place?.failuresInRow, failures > 0 {
            let soonest = max(place?.error?.retryAfter ?? .zero, capabilities.news.minimumPoll)
            delay = max(soonest, min(max(delay, busyPoll), backoff(after: failures)))
        }
        return [.timer(.poll(location), after: delay)]
    }

    /// 5 s, doubled with every failure in a row, 60 s at most.
    private static func backoff(after failures: Int) -> Duration {
        .seconds(min(60, 5 * (1 << min(max(0, failures - 1), 4))))
    }

    /// On screen, or work goes on there.
    static func isWatched(_ location: LocationRef, state: AppState) -> Bool {
        if state.location == location { return true }
        if state.runs[location.server].map({ $0.isActive && $0.plan.location == location }) == true { return true }
        guard let server = state.fleet.servers[location.server] else { return false }
        // Work that no list has shown yet may be anywhere on its server.
        return server.operations.values.contains { $0.isOpen && ($0.location ?? location) == location }
            || server.unconfirmed.contains { $0.location == location }
    }
}
