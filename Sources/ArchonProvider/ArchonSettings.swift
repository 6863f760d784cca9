public import ProviderSupport

/// How one account on an Archon service is reached.
public struct ArchonSettings: Sendable {
    /// Generations of the backup API. Each has its own paths; the rest of the service is shared.
    public enum API: String, CaseIterable, Hashable, Sendable {
        /// Backups of a whole server, under `/modrinth/v0`.
        case v0
        /// Backups of a world, under `/v1`.
        case v1
        /// Backups of a world with a history of operations, under `/v1` as well.
        case queue
    }

    /// Which generation is spoken.
    public enum Choice: Hashable, Sendable {
        /// Each server is asked once, and the answer is remembered.
        case auto
        /// Always this one; no other is ever asked.
        case fixed(API)

        /// Always v0.
        public static let v0 = Choice.fixed(.v0)
        /// Always v1.
        public static let v1 = Choice.fixed(.v1)
        /// Always the queue.
        public static let queue = Choice.fixed(.queue)
    }

    /// The service's address, path prefix included.
    public var base: BaseURL
    /// Sent as bearer token with every request.
    public var token: Secret
    /// Which backup API is spoken.
    public var api: Choice

    /// Makes settings for an account.
    public init(base: BaseURL, token: Secret, api: Choice = .v1) {
        self.base = base
        self.token = token
        self.api = api
    }
}
