public import ProviderSupport

/// How one account on a StellarStack panel is reached.
public struct StellarStackSettings: Sendable {
    /// The panel's address, path prefix included; all paths of the API begin with `/api` below it.
    public var base: BaseURL
    /// Sent as bearer token with every request. An empty one is not sent: the account has only a session.
    public var token: Secret
    /// The session cookie that deployed panels want: its value, or `name=value` as a browser shows it. Nil sends none.
    public var session: Secret?

    /// Makes settings for an account.
    public init(base: BaseURL, token: Secret, session: Secret? = nil) {
        self.base = base
        self.token = token
        self.session = session
    }
}
