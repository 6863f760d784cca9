public import ProviderSupport

/// How one VPS.org account is reached.
public struct VPSOrgSettings: Sendable {
    /// The service's address, `https://admin.vps.org` or with its `/api/v1` behind; another path prefix is kept.
    public var base: BaseURL
    /// Sent as bearer token with every request.
    public var token: Secret

    /// Makes settings for an account.
    public init(base: BaseURL, token: Secret) {
        self.base = base
        self.token = token
    }
}
