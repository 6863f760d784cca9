public import ProviderSupport

/// How one account on a Pterodactyl panel is reached.
public struct PterodactylSettings: Sendable {
    /// The panel's address, path prefix included, without `/api/client`.
    public var base: BaseURL
    /// The client key, sent as bearer token with every request to the panel.
    public var token: Secret

    /// Makes settings for an account.
    public init(base: BaseURL, token: Secret) {
        self.base = base
        self.token = token
    }
}
