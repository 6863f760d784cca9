public import ProviderSupport

/// How one account on an Archon service is reached.
public struct ArchonSettings: Sendable {
    /// Generations of the backup API. Each has its own paths; the rest of the service is shared.
    public enum API: String, CaseIterable, Hashable, Sendable {
        /// World-based backups under `/v1`.
        case v1
    }

    /// The service's address, path prefix included.
    public var base: BaseURL
    /// Sent as bearer token with every request.
    public var token: Secret
    /// Which backup API is spoken.
    public var api: API

    /// Makes settings for an account.
    public init(base: BaseURL, token: Secret, api: API = .v1) {
        self.base = base
        self.token = token
        self.api = api
    }
}
