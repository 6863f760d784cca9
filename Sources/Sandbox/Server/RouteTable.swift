/// Why no route took a request.
enum RouteError: Error, Sendable, Equatable {
    case noRoute
    /// The path exists for other methods.
    case wrongMethod
    /// The request lacks a valid token.
    case unauthorized
    /// The body is not what the route needs.
    case badBody(String)
}

/// The routes of one dialect: method, path with `:name` segments, handler.
struct RouteTable: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Answer

    private struct Route: Sendable {
        let method: String
        let segments: [Substring]
        let handler: Handler
    }

    private var routes: [Route] = []

    /// Adds a route; earlier ones win.
    mutating func add(_ method: String, _ path: String, _ handler: @escaping Handler) {
        routes.append(Route(method: method, segments: path.split(separator: "/"), handler: handler))
    }

    /// Runs the route of `call`. Throws `RouteError` where there is none, else what the handler throws.
    func answer(_ call: Call) async throws -> Answer {
        let segments = call.path.split(separator: "/").map(\.percentDecoded)
        var pathExists = false
        for route in routes {
            guard let parameters = Self.match(route.segments, segments) else { continue }
            pathExists = true
            guard route.method == call.method else { continue }
            var call = call
            call.parameters = parameters
            return try await route.handler(call)
        }
        throw pathExists ? RouteError.wrongMethod : RouteError.noRoute
    }

    /// The methods that a path takes, in the order of their routes; none where there is no such path.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/").map(\.percentDecoded)
        return routes.filter { Self.match($0.segments, segments) != nil }.map(\.method)
    }

    private static func match(_ pattern: [Substring], _ path: [String]) -> [String: String]? {
        guard pattern.count == path.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, actual) in zip(pattern, path) {
            if expected.hasPrefix(":") {
                parameters[String(expected.dropFirst())] = actual
            } else if expected != actual {
                return nil
            }
        }
        return parameters
    }
}
