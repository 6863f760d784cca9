/// The token of an account that is in force: the one that the session began with, until the service refuses it and its
/// source has another one. A session that runs for months outlives tokens.
public actor TokenRenewal {
    /// Shortest time between two askings of the source, which may be a program of the user's.
    static let gap: Duration = .seconds(30)

    /// The token that the account's requests are built with.
    nonisolated let first: Secret
    /// The token in force.
    public private(set) var token: Secret

    private let fetch: @Sendable () async -> Secret?
    private let clock: any Clock<Duration>
    private var sinceFetch: Stopwatch?
    private var fetching: Task<Secret?, Never>?

    /// - Parameter fetch: asks the token's source; nil where it has none to give now.
    public init(
        _ token: Secret,
        clock: any Clock<Duration> = ContinuousClock(),
        fetch: @escaping @Sendable () async -> Secret?
    ) {
        first = token
        self.token = token
        self.clock = clock
        self.fetch = fetch
    }

    /// The token to use in place of one that was refused; nil where there is no other one. Several that are refused at
    /// the same time wait for the same answer.
    func replacement(for refused: Secret) async -> Secret? {
        if token != refused { return token }
        if fetching == nil {
            if let sinceFetch, sinceFetch.elapsed < Self.gap { return nil }
            sinceFetch = Stopwatch(clock)
            fetching = Task { await fetch() }
        }
        let new = await fetching?.value
        fetching = nil
        if let new { token = new }
        return token == refused ? nil : token
    }

    /// The fields of a request, with the token in force where the first one stands.
    func inForce(_ headers: HTTPHeaders) -> HTTPHeaders {
        guard token != first, Self.bears(first, headers) else { return headers }
        var headers = headers
        headers["Authorization"] = Self.bearer(token)
        return headers
    }

    /// Whether fields prove themselves with this token.
    static func bears(_ token: Secret, _ headers: HTTPHeaders) -> Bool {
        headers["Authorization"] == bearer(token)
    }

    private static func bearer(_ token: Secret) -> String {
        "Bearer \(token.reveal())"
    }
}
