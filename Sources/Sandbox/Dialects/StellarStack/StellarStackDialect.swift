import FoundationEssentials
import HTTPTypes

/// A StellarStack panel of generation A: creates and restores answer when they are done (wire sheet stellarstack).
struct StellarStackDialect: Dialect {
    let system = SandboxSystem.stellarstack
    let engine: Engine
    let token: String
    let scenario: SandboxScenario
    let objects: StellarStackObjects
    let downloads: StellarStackTokens
    let limiter: RequestLimiter
    private(set) var routes = RouteTable()

    /// What the panel says where the request itself is at fault.
    struct Refusal: Error {
        let status: Int
        let text: String
    }

    /// Requests of one address in a minute (section 1.5).
    private static let requestsPerMinute = 100
    private static let sessionCookie = "better-auth.session_token"
    /// Paths that need no login (sections 0, 1.2 and 3.5).
    private static let openPaths: Set<Substring> = ["health", "get-session", "download"]

    init(engine: Engine, token: String, options: SandboxOptions) {
        self.engine = engine
        self.token = token
        scenario = options.scenario
        objects = StellarStackObjects(scenario: options.scenario, clock: engine.clock)
        downloads = StellarStackTokens(seed: options.seed, clock: engine.clock)
        limiter = RequestLimiter(limit: Self.requestsPerMinute, period: 60, clock: engine.clock)
        routes = makeRoutes()
    }

    /// A Bearer token as the document has it, or the cookie that deployed panels want.
    func isAuthorized(_ call: Call) -> Bool {
        if call.path.split(separator: "/").last.map(Self.openPaths.contains) == true {
            return true
        }
        return hasSession(call)
    }

    func hasSession(_ call: Call) -> Bool {
        if call.bearer == token {
            return true
        }
        let cookies = (call.headers[.cookie] ?? "").split(separator: ";")
        return cookies.contains { cookie in
            let halves = cookie.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].hasSuffix(Self.sessionCookie) else { return false }
            return halves[1].percentDecoded == token
        }
    }

    func serve(_ call: Call) async -> Answer {
        guard call.path.hasPrefix("/api/") else { return await route(call) }
        let (headers, wait) = limiter.take()
        let answer = wait == nil ? await route(call) : Self.error("Too many requests, please try again later", 429)
        return answer.adding(headers)
    }

    func socket(at _: String) -> (any LiveChannel)? {
        nil
    }

    func answer(to error: any Error) -> Answer {
        let (status, text) = words(for: error)
        return Self.error(text, status)
    }

    private static func error(_ text: String, _ status: Int) -> Answer {
        .json(["error": .string(text)], status: status)
    }

    private func words(for error: any Error) -> (Int, String) {
        switch error {
        case let refusal as Refusal: (refusal.status, refusal.text)
        case RouteError.unauthorized: (401, "Unauthorized")
        case RouteError.noRoute, RouteError.wrongMethod: (404, "Not found")
        case let RouteError.badBody(reason): (400, reason)
        case EngineError.noServer: (404, "Server not found")
        case EngineError.noBackup: (404, "Backup not found")
        case EngineError.nodeOffline: (scenario == .deployed ? 500 : 400, "Node is offline")
        case EngineError.locked: (403, "Cannot delete locked backup")
        case EngineError.idTaken: (409, "A backup with this uuid already exists")
        case let EngineError.busy(reason), let EngineError.wrongState(reason): (409, reason)
        case let EngineError.badName(reason): (400, reason)
        default: (500, Self.daemonText("\(error)"))
        }
    }

    /// How the panel passes on what its daemon said.
    static func daemonText(_ message: String) -> String {
        let body: JSON = ["error": "Internal Server Error", "message": .string(message)]
        return "Failed to communicate with daemon: Error: Daemon error: \(body.rendering)"
    }
}
