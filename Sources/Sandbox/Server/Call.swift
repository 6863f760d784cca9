import HTTPTypes

/// One request as the routes see it.
struct Call: Sendable {
    var method: String
    /// Path as sent, system prefix included.
    var fullPath: String
    /// Path behind the system's prefix.
    var path: String
    var query: [(name: String, value: String)] = []
    var headers: HTTPFields = [:]
    /// Value of the `Host` header: where the client reached us.
    var host = ""
    var body: [UInt8] = []
    /// Values of the route's named segments.
    var parameters: [String: String] = [:]

    /// The named segment of the matched route.
    func parameter(_ name: String) throws(RouteError) -> String {
        guard let value = parameters[name] else { throw .noRoute }
        return value
    }

    /// The body as JSON; `nil` where it is none.
    var json: JSON? {
        JSON(parsing: body)
    }

    /// The token of a `Bearer` authorization.
    var bearer: String? {
        guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }

    /// First value of a query parameter.
    func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
