import FoundationEssentials
import HTTPTypes

/// A Pterodactyl panel's client API and its node's socket and downloads (wire sheet pterodactyl).
struct PterodactylDialect: Dialect {
    let system = SandboxSystem.pterodactyl
    let engine: Engine
    let token: String
    let scenario: SandboxScenario
    let objects: PterodactylObjects
    let links: PterodactylNodeLinks
    let limiter: RequestLimiter
    let resources: ResourceCache
    /// Seed of made up figures and of the randomness of lost, doubled and swapped events.
    let seed: UInt64
    /// Servers by both forms of their id.
    private let known: [String: GameServer.ID]
    private(set) var routes = RouteTable()

    /// Requests of one account in a minute (section 1.4).
    private static let requestsPerMinute = 720

    init(engine: Engine, servers: [GameServer], token: String, options: SandboxOptions) {
        self.engine = engine
        self.token = token
        scenario = options.scenario
        seed = options.seed
        objects = PterodactylObjects(scenario: options.scenario)
        links = PterodactylNodeLinks(
            seed: options.seed,
            socketLifetime: options.nodeTokenLifetime ?? .seconds(600),
            clock: engine.clock
        )
        limiter = RequestLimiter(limit: Self.requestsPerMinute, period: 60, clock: engine.clock)
        resources = ResourceCache(clock: engine.clock)
        let pairs = servers.flatMap { [($0.id.text, $0.id), ($0.shortID, $0.id)] }
        known = Dictionary(pairs) { first, _ in first }
        routes = makeRoutes()
    }

    func isAuthorized(_ call: Call) -> Bool {
        guard call.path == Self.downloadPath else { return call.bearer == token }
        return call.queryValue("token").flatMap(links.download) != nil
    }

    /// The server of a short or long id.
    func server(named id: String) async throws(PterodactylRefusal) -> GameServer {
        guard let id = known[id] else { throw .unknown }
        do {
            return try await engine.server(id)
        } catch {
            throw .unknown
        }
    }

    /// The panel's address as the client reached it.
    func panel(_ call: Call) -> String {
        "http://\(call.host)/\(system.rawValue)"
    }

    /// The order of checks is that of section 1.5; a route that is not there is found out first.
    func serve(_ call: Call) async -> Answer {
        if let answer = await nodeAnswer(call) {
            return answer
        }
        do throws(PterodactylRefusal) {
            var call = call
            if call.method == "HEAD" {
                call.method = "GET"
            }
            try checkRoute(call)
            try checkKey(call)
            _ = try PterodactylBody(call)
            return try await answered(call)
        } catch {
            return answer(to: error, of: call)
        }
    }

    private func answered(_ call: Call) async throws(PterodactylRefusal) -> Answer {
        do {
            return try await routes.answer(call)
        } catch {
            throw refusal(error)
        }
    }

    private func checkRoute(_ call: Call) throws(PterodactylRefusal) {
        let path = String(call.path.drop { $0 == "/" })
        let methods = routes.methods(at: call.path).flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
        guard !methods.isEmpty else { throw .noRoute(path) }
        guard methods.contains(call.method) else { throw .wrongMethod(call.method, path, takes: methods) }
    }

    private func checkKey(_ call: Call) throws(PterodactylRefusal) {
        guard call.bearer?.hasPrefix("ptla_") != true else { throw .applicationKey }
        guard isAuthorized(call) else { throw .unauthenticated }
    }

    /// The panel's own words for whatever a route threw.
    func refusal(_ error: any Error) -> PterodactylRefusal {
        switch error {
        case let refusal as PterodactylRefusal: refusal
        case let error as EngineError: PterodactylRefusal(error, requestID: UUID().uuidString.lowercased())
        case is RouteError: .unknown
        default: PterodactylRefusal(500, "Exception", "An unexpected error was encountered: \(error)")
        }
    }

    /// A refusal in the shape that the client asked for; the documents know only JSON.
    func answer(to refusal: PterodactylRefusal, of call: Call) -> Answer {
        if scenario == .documented {
            return refusal.documented.json
        }
        return PterodactylPages.wantsJSON(call)
            ? refusal.json
            : PterodactylPages.answer(refusal, panel: panel(call))
    }

    func answer(to error: any Error) -> Answer {
        refusal(error).json
    }

    func grantsUpgrade(_ call: Call) -> Bool {
        socket(at: call.path) != nil && Self.isAllowedOrigin(call)
    }

    func socket(at path: String) -> (any LiveChannel)? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count == 4, parts[0] == "api", parts[1] == "servers", parts[3] == "ws" else { return nil }
        guard let server = known[parts[2]] else { return nil }
        return PterodactylSocket(dialect: self, server: server)
    }

    /// The origin must be the panel's; a path behind it is let pass.
    static func isAllowedOrigin(_ call: Call) -> Bool {
        guard let origin = call.headers[.origin], let start = origin.firstRange(of: "://")?.upperBound else {
            return false
        }
        return origin[start...].prefix { $0 != "/" } == call.host
    }
}
