import HTTPTypes

/// VPS.org's API, of which only documents are known; so both scenarios answer alike (wire sheet vpsorg, section 7).
struct VPSOrgDialect: Dialect {
    let system = SandboxSystem.vpsorg
    let engine: Engine
    let token: String
    let objects = VPSOrgObjects()
    /// Most results of a list, and the paging that goes with it; `nil` lists everything at once.
    let pageSize: Int?
    private(set) var routes = RouteTable()

    init(engine: Engine, token: String, pageSize: Int?) {
        self.engine = engine
        self.token = token
        self.pageSize = pageSize
        routes = makeRoutes()
    }

    /// Bad parameters, each with its reasons.
    struct BadParameter: Error {
        let name: String
        let reason: String
    }

    func isAuthorized(_ call: Call) -> Bool {
        call.bearer == token
    }

    /// Without the slash at its end no path exists.
    func serve(_ call: Call) async -> Answer {
        guard call.path.hasSuffix("/") else { return answer(to: RouteError.noRoute) }
        return await route(call)
    }

    func socket(at _: String) -> (any LiveChannel)? {
        nil
    }

    func answer(to error: any Error) -> Answer {
        switch error {
        case let bad as BadParameter:
            return .json(.object([.init(name: bad.name, value: [.string(bad.reason)])]), status: 400)
        case RouteError.unauthorized:
            let answer = Answer.json(["detail": "The token is invalid or missing."], status: 401)
            return answer.adding([("WWW-Authenticate", "Bearer")])
        default:
            let (status, text) = Self.words(for: error)
            return .json(["detail": .string(text)], status: status)
        }
    }

    private static func words(for error: any Error) -> (Int, String) {
        switch error {
        case RouteError.wrongMethod: (405, "Method not allowed.")
        case let RouteError.badBody(reason): (400, reason)
        case RouteError.noRoute, EngineError.noServer, EngineError.noBackup, EngineError.noWorld: (404, "Not found.")
        case let EngineError.busy(reason), let EngineError.wrongState(reason): (409, reason)
        case let EngineError.badName(reason): (400, reason)
        case let EngineError.archiveMissing(reason): (409, reason)
        case EngineError.nodeOffline: (503, "The server cannot be reached.")
        default: (500, "\(error)")
        }
    }
}
