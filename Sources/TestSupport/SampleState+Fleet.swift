import AppCore
public import BackupKit
public import FoundationEssentials

/// Many servers of several contexts, read in turn.
extension SampleState {
    /// Lets time pass with everything that it brings: the second, and what the watch over all servers waits for.
    public mutating func watch(seconds: Int) {
        for _ in 0 ..< seconds {
            send(.timerFired(.second), after: 1)
            send(.timerFired(.alarms))
        }
    }

    /// Lets a longer time pass at once.
    public mutating func leap(seconds: TimeInterval) {
        send(.timerFired(.second), after: seconds)
        send(.timerFired(.alarms))
    }

    /// One turn through the lists of a context: what is given for each server stands in its first world, all other
    /// lists are empty.
    public mutating func read(_ backups: [Server.ID: [Backup]], of context: Context.ID = "smp") {
        let servers = state.fleet.serverOrder.filter { $0.context == context }.compactMap { state.fleet.servers[$0] }
        for _ in 0 ..< servers.reduce(0, { $0 + max(1, $1.server.worlds.count) }) {
            answer(send(.timerFired(.sweep(context))), backups)
        }
        // Where work goes on there are no turns, but polls.
        for server in servers {
            for world in server.locations.keys {
                answer(send(.timerFired(.poll(LocationRef(server: server.ref, world: world)))), backups)
            }
        }
    }

    private mutating func answer(_ asked: [Effect], _ backups: [Server.ID: [Backup]]) {
        for case let .loadBackups(location, ticket) in asked {
            let first = state.fleet.servers[location.server]?.server.worlds.first?.id
            let listed = location.world == first ? backups[location.server.server] ?? [] : []
            send(.backupsLoaded(location, ticket, .success(BackupListing(backups: listed))))
        }
    }
}
