/// Why the panel refuses, in its own words (wire sheet pterodactyl, section 1.5).
struct PterodactylRefusal: Error {
    /// One entry of `errors`.
    struct Item: Sendable {
        let code: String
        let detail: String
        var meta: [JSON.Member] = []
    }

    /// What becomes of it for a client that does not ask for JSON.
    enum Page: Sendable {
        /// A page with the status.
        case html
        /// The way back to the panel.
        case redirect
        /// The way to the login.
        case login
    }

    let status: Int
    let items: [Item]
    var page = Page.html
    var headers: [(name: String, value: String)] = []

    init(
        _ status: Int,
        _ code: String,
        _ detail: String,
        page: Page = .html,
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        items = [Item(code: code, detail: detail)]
        self.page = page
        self.headers = headers
    }

    /// A body that breaks rules, one item for each.
    init(broken rules: [Item]) {
        status = 422
        items = rules
        page = .redirect
    }

    static let unknown = PterodactylRefusal(
        404,
        "NotFoundHttpException",
        "The requested resource could not be found on the server."
    )
    static let malformed = PterodactylRefusal(
        400,
        "BadRequestHttpException",
        "The JSON data passed in the request appears to be malformed: Syntax error"
    )
    static let applicationKey = PterodactylRefusal(
        403,
        "AccessDeniedHttpException",
        "You are attempting to use an application API key on an endpoint that requires a client API key."
    )
    static let unauthenticated = PterodactylRefusal(
        401,
        "AuthenticationException",
        "Unauthenticated.",
        page: .login
    )
    static let unauthorized = PterodactylRefusal(403, "AccessDeniedHttpException", "This action is unauthorized.")
    static let noSocket = PterodactylRefusal(
        403,
        "HttpForbiddenException",
        "You do not have permission to connect to this server's websocket."
    )

    static func noRoute(_ path: String) -> PterodactylRefusal {
        PterodactylRefusal(404, "NotFoundHttpException", "The route \(path) could not be found.")
    }

    static func wrongMethod(_ method: String, _ path: String, takes methods: [String]) -> PterodactylRefusal {
        let list = methods.joined(separator: ", ")
        return PterodactylRefusal(
            405,
            "MethodNotAllowedHttpException",
            "The \(method) method is not supported for route \(path). Supported methods: \(list).",
            headers: [("Allow", list)]
        )
    }

    /// The node did not do as told.
    static func node(_ status: Int, requestID: String) -> PterodactylRefusal {
        let detail = status == 504
            ? "Could not establish a connection to the machine running this server. Please try again."
            : "There was an error while communicating with the machine running this server. This error has been logged, "
            + "please try again. (code: \(status)) (request_id: \(requestID))"
        return PterodactylRefusal(status, "DaemonConnectionException", detail, page: .redirect)
    }

    /// The answer to a client that accepts JSON.
    var json: Answer {
        let errors = items.map { item -> JSON in
            let error: JSON = [
                "code": .string(item.code),
                "status": .string(String(status)),
                "detail": .string(item.detail),
            ]
            return item.meta.isEmpty ? error : error.adding([.init(name: "meta", value: .object(item.meta))])
        }
        return Answer.json(["errors": .array(errors)], status: status).adding(headers)
    }
}
