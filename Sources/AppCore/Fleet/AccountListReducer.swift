import BackupKit
import FoundationEssentials

/// Takes in one list of all servers' backups, where a service has that: the server list shows by it what it would
/// otherwise have to ask for server by server.
enum AccountListReducer {
    static func loaded(
        _ context: Context.ID,
        _ result: Result<AccountListing?, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        if case let .failure(error) = result, error.code == .unauthorized {
            SweepReducer.refused(context, error, state: &state)
        }
        guard case let .success(account?) = result else { return [] }
        if state.fleet.contexts[context] != nil { state.fleet.heardAt[context] = state.now }
        // Rows that did not come or could not be read may be of any server.
        let none = account.isWhole ? BackupListing(backups: []) : nil
        for ref in state.fleet.serverOrder where ref.context == context {
            // A location that is watched has a list of its own, and events weighed against it.
            let location = LocationRef(server: ref, world: nil)
            guard state.fleet.servers[ref]?.server.worlds.isEmpty == true,
                  !FleetReducer.isWatched(location, state: state) else { continue }
            var place = state.fleet[location] ?? LocationState()
            guard !place.isLoading else { continue }
            guard let listing = account.listings[ref.server] ?? none else { continue }
            place.replace(with: listing, at: listing.date ?? state.serviceTime(of: ref))
            place.fetchedAt = state.now
            place.error = nil
            place.failuresInRow = 0
            if let told = listing.capabilities { state.fleet.servers[ref]?.capabilities = told }
            state.fleet.servers[ref]?.locations[nil] = place
            state.fleet.servers[ref]?.noteClock(
                listing.date, askedAt: state.now.addingTimeInterval(-60), now: state.now
            )
        }
        return []
    }
}
