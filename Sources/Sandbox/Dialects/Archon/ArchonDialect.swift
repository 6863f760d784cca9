import FoundationEssentials

/// Archon in one of its three generations, with the v0 server, power and socket routes that all of them lean on.
struct ArchonDialect: Dialect {
    /// Which backup API is served.
    enum Generation: Sendable {
        case v0, v1, queue
    }

    let system: SandboxSystem
    let generation: Generation
    let engine: Engine
    let token: String
    let tokens: NodeTokens
    let objects: ArchonObjects
    let queueObjects: ArchonQueueObjects
    /// Seed of the randomness of lost, doubled and swapped events.
    let seed: UInt64
    private(set) var routes = RouteTable()

    init(generation: Generation, engine: Engine, token: String, options: SandboxOptions) {
        system = engine.system
        self.generation = generation
        self.engine = engine
        self.token = token
        seed = options.seed
        tokens = NodeTokens(
            system: engine.system,
            seed: options.seed,
            lifetime: options.nodeTokenLifetime ?? .seconds(300),
            clock: engine.clock
        )
        objects = ArchonObjects(scenario: options.scenario, generation: generation)
        queueObjects = ArchonQueueObjects()
        routes = makeRoutes()
    }

    func isAuthorized(_ call: Call) -> Bool {
        if call.bearer == token {
            return true
        }
        // The node knows nothing of accounts: its own token opens downloads and, within the socket, events.
        guard call.path.hasPrefix("/modrinth/v0/backups/") else { return false }
        return call.queryValue("auth").map { tokens.server(of: $0) != nil } ?? false
    }

    func socket(at path: String) -> (any LiveChannel)? {
        let parts = path.split(separator: "/")
        guard parts.count == 3, parts[0] == "node", parts[2] == "ws" else { return nil }
        return ArchonSocket(dialect: self, server: GameServer.ID(text: String(parts[1])))
    }

    func answer(to error: any Error) -> Answer {
        let (status, name, description) = Self.words(for: error)
        return .json(
            ["error": .string(name), "description": .string(description), "context": "sandbox"],
            status: status
        )
    }

    private static func words(for error: any Error) -> (Int, String, String) {
        switch error {
        case RouteError.unauthorized: (401, "unauthorized", "The token is missing or not valid")
        case RouteError.noRoute: (404, "not_found", "There is no such route")
        case RouteError.wrongMethod: (405, "method_not_allowed", "The route does not take this method")
        case let RouteError.badBody(reason): (400, "bad_request", reason)
        case let EngineError.noServer(id): (404, "not_found", "There is no server \(id)")
        case let EngineError.noWorld(id): (404, "not_found", "There is no world \(id)")
        case let EngineError.noBackup(id): (404, "not_found", "There is no backup \(id)")
        case let EngineError.noOperation(number): (404, "not_found", "There is no operation \(number)")
        case let EngineError.quotaFull(limit): (409, "quota_exceeded", "All \(limit) backup slots are in use")
        case let EngineError.notAtRest(state): (409, "server_running", "The server is \(state.rawValue); stop it first")
        case let EngineError.busy(reason): (409, "busy", reason)
        case let EngineError.wrongState(reason): (409, "invalid_state", reason)
        case let EngineError.badName(reason): (400, "invalid_name", reason)
        case let EngineError.archiveMissing(reason): (410, "archive_missing", reason)
        case EngineError.nodeOffline: (503, "node_unavailable", "The server's node does not answer")
        case EngineError.storageFull: (507, "storage_full", "The server's node has no room for another backup")
        default: (500, "internal_error", "\(error)")
        }
    }
}
