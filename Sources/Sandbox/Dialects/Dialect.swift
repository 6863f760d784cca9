/// One service's way of speaking: its routes, errors and sockets over an engine.
protocol Dialect: Sendable {
    var system: SandboxSystem { get }
    var engine: Engine { get }
    /// The account token of the ready line.
    var token: String { get }
    /// Every route below the system's prefix; made once.
    var routes: RouteTable { get }

    /// Whether the request carries a token that opens its path.
    func isAuthorized(_ call: Call) -> Bool

    /// The service's own words for an error.
    func answer(to error: any Error) -> Answer

    /// The whole way of a request that no fault has answered.
    func serve(_ call: Call) async -> Answer

    /// Whether a request for a WebSocket goes ahead; others are answered as ordinary requests.
    func grantsUpgrade(_ call: Call) -> Bool

    /// The live channel at a path below the prefix, where there is one.
    func socket(at path: String) -> (any LiveChannel)?
}

extension Dialect {
    func serve(_ call: Call) async -> Answer {
        await route(call)
    }

    /// What the routes answer a request that has the right token.
    func route(_ call: Call) async -> Answer {
        do {
            guard isAuthorized(call) else { throw RouteError.unauthorized }
            return try await routes.answer(call)
        } catch {
            return answer(to: error)
        }
    }

    func grantsUpgrade(_ call: Call) -> Bool {
        socket(at: call.path) != nil
    }
}

/// The server's half of one live channel.
protocol LiveChannel: Sendable {
    /// Speaks until `incoming` ends or the link breaks.
    func run(_ link: SocketLink, incoming: AsyncStream<String>) async
}
