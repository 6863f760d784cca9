import BackupKit
import FoundationEssentials

/// Keeps what is known for the next start, and takes in what an earlier session kept: old, and said to be old.
enum SnapshotReducer {
    /// Time between two savings of what has changed.
    static let gap: Duration = .seconds(60)
    /// Time to the first one: a session may be short.
    private static let firstGap: Duration = .seconds(10)
    /// Every so many savings everything is kept, so that the age of what did not change moves on too.
    private static let turnsToWhole = 15

    static func start(state: AppState) -> [Effect] {
        guard state.settings.watchesFleet else { return [] }
        return state.fleet.contextOrder.compactMap { id in
            state.fleet.contexts[id].map { .loadSnapshot(id, origin: $0.origin) }
        } + [.timer(.saveSnapshots, after: firstGap)]
    }

    /// What an earlier session knew of a context. Anything that this one has heard since counts more; a start without
    /// what was known before is an ordinary start.
    static func loaded(_ result: Result<ContextSnapshot?, SnapshotError>, state: inout AppState) -> [Effect] {
        switch result {
        case let .failure(error): state.note(error.message, of: .snapshots)
        case let .success(snapshot?): return recall(snapshot, state: &state)
        case .success(nil): break
        }
        return []
    }

    /// How the last saving of a context went. What could not be kept is kept with the next one.
    static func saved(_ id: Context.ID, problem: SnapshotError?, state: inout AppState) {
        state.note(problem?.message, of: .snapshots)
        guard problem != nil else { return }
        for ref in state.fleet.serverOrder where ref.context == id {
            for world in state.fleet.servers[ref]?.locations.keys ?? [:].keys {
                state.fleet.servers[ref]?.locations[world]?.savedRevision = nil
            }
        }
    }

    private static func recall(_ snapshot: ContextSnapshot, state: inout AppState) -> [Effect] {
        let id = snapshot.context
        guard let context = state.fleet.contexts[id], context.origin == snapshot.origin,
              snapshot.readAt <= state.now else { return [] }
        if !state.fleet.answered.contains(id) {
            let shown = snapshot.servers.filter(context.serverRules.shows)
            FleetReducer.recall(shown, of: context, state: &state)
        }
        for list in snapshot.lists {
            let ref = ServerRef(context: id, server: list.server)
            guard let server = state.fleet.servers[ref], list.readAt <= state.now else { continue }
            var place = server.locations[list.world] ?? LocationState()
            guard place.fetchedAt == nil else { continue }
            place.recall(list.backups, readAt: list.readAt)
            state.fleet.servers[ref]?.locations[list.world] = place
        }
        state.fleet.countLists(of: id)
        return WantedServer.open(state: &state)
    }

    /// What has changed since it was last kept.
    static func save(state: inout AppState) -> [Effect] {
        guard state.settings.watchesFleet, state.exitCode == nil else { return [] }
        state.snapshotTurn += 1
        let isWhole = state.snapshotTurn % turnsToWhole == 0
        var effects: [Effect] = []
        for id in state.fleet.contextOrder where state.fleet.answered.contains(id) {
            guard let context = state.fleet.contexts[id] else { continue }
            let refs = state.fleet.serverOrder.filter { $0.context == id }
            var lists: [ListSnapshot] = []
            for ref in refs {
                guard let server = state.fleet.servers[ref] else { continue }
                for (world, place) in server.locations {
                    guard let readAt = place.fetchedAt, !place.isFromSnapshot,
                          isWhole || place.savedRevision != place.revision else { continue }
                    lists.append(ListSnapshot(server: ref.server, world: world, backups: place.backups, readAt: readAt))
                    state.fleet.servers[ref]?.locations[world]?.savedRevision = place.revision
                }
            }
            guard !lists.isEmpty || isWhole else { continue }
            effects.append(.saveSnapshot(ContextSnapshot(
                context: id, origin: context.origin, servers: refs.compactMap { state.fleet.servers[$0]?.server },
                readAt: state.heardAt(id), lists: lists
            )))
        }
        return effects + [.timer(.saveSnapshots, after: gap)]
    }
}
