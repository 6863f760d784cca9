import FoundationEssentials

extension Engine {
    /// Longest time the service waits for a game to stop before a restore, at speed 1.
    private static let stopLimit = Duration.seconds(120)
    /// Time between two looks at a stopping game, at speed 1.
    private static let stopCheck = Duration.milliseconds(200)

    /// Puts a server into a condition by the name that fault orders use.
    func setCondition(named name: String?, of server: GameServer.ID) throws(EngineError) {
        guard let name, let condition = ServerCondition(rawValue: name) else {
            let known = ServerCondition.allCases.map(\.rawValue)
            throw .wrongState("name one of the conditions \(known)")
        }
        fleet[server]?.condition = condition
    }

    /// Throws where the server's node cannot be asked for anything.
    func reachNode(of server: GameServer) throws(EngineError) {
        guard server.condition != .nodeOffline else { throw .nodeOffline }
    }

    /// Does to a running game what the service does before it unpacks. Throws where the game stays up.
    func readyForRestore(_ id: GameServer.ID) async throws {
        guard let power = fleet[id]?.power, !power.isAtRest else { return }
        switch policy.restore.running {
        case .isIgnored: return
        case .refuses, .fails: throw EngineError.notAtRest(power)
        case .isStopped: try await stopGame(id)
        }
    }

    private func stopGame(_ id: GameServer.ID) async throws {
        try command(.stop, on: id)
        var waited = Duration.zero
        while fleet[id]?.power.isAtRest == false {
            guard waited < Self.stopLimit else { throw EngineError.busy("the server did not stop in time") }
            try await clock.waitScaled(Self.stopCheck)
            waited += Self.stopCheck
        }
    }
}
