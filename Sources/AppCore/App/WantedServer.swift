import BackupKit

/// Opens the server that was asked for on the command line, or the only one there is.
enum WantedServer {
    /// Looks after every server list. A name or a part of an id waits for all contexts: a later one may know it better.
    static func open(state: inout AppState) -> [Effect] {
        ServerListReducer.reselect(state: &state)
        // Nobody could leave the list of backups for the wall again.
        guard state.location == nil, state.screen != .wall else { return [] }
        let haveAnswered = state.fleet.contextOrder.allSatisfy {
            state.fleet.answered.contains($0) || state.fleet.contextErrors[$0] != nil
        }
        if let wanted = state.wantedServer { return open(wanted, haveAnswered: haveAnswered, state: &state) }
        guard state.fleet.serverOrder.count == 1, let ref = state.fleet.serverOrder.first,
              state.fleet.answered.count == state.fleet.contextOrder.count else { return [] }
        return open(ref, state: &state)
    }

    private static func open(_ wanted: String, haveAnswered: Bool, state: inout AppState) -> [Effect] {
        if let exact = state.fleet.serverOrder.filter({ $0.server.rawValue == wanted }).only {
            state.wantedServer = nil
            return open(exact, state: &state)
        }
        guard haveAnswered else { return [] }
        let found = state.fleet.servers(called: wanted)
        if let only = found.only {
            state.wantedServer = nil
            return open(only, state: &state)
        }
        // A context that cannot be reached now may still bring it.
        guard !found.isEmpty || state.fleet.contextErrors.isEmpty else { return [] }
        state.wantedServer = nil
        state.notice = Notice(
            .failure,
            found.isEmpty
                ? "No server is called \(wanted): choose one of these"
                : "\(found.count) servers are meant by \(wanted): choose one, or give its whole id"
        )
        return []
    }

    private static func open(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        // What was said of the list of servers is not true of this screen.
        state.notice = nil
        guard let wanted = state.wantedWorld else { return BackupManagerReducer.open(ref, world: nil, state: &state) }
        let worlds = state.fleet.servers[ref]?.server.worlds ?? []
        let world = worlds.first { $0.id.rawValue == wanted } ?? worlds.filter { $0.name == wanted }.only
        if world == nil {
            state.notice = Notice(.failure, "No world is called \(wanted): this is the default one")
        }
        return BackupManagerReducer.open(ref, world: world?.id, state: &state)
    }
}

extension FleetState {
    /// The servers with this id, else with this name, else whose id begins with it (four characters at least).
    func servers(called wanted: String) -> [ServerRef] {
        let tests: [(ServerRef) -> Bool] = [
            { $0.server.rawValue == wanted },
            { servers[$0]?.server.name == wanted },
            { wanted.count >= 4 && $0.server.rawValue.hasPrefix(wanted) },
        ]
        return tests.lazy.map { serverOrder.filter($0) }.first { !$0.isEmpty } ?? []
    }
}

extension Array {
    /// The element of an array that has just one.
    fileprivate var only: Element? {
        count == 1 ? first : nil
    }
}
