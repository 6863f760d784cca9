/// How many backups a server may keep.
public struct Quota: Hashable, Codable, Sendable {
    /// The service's own count, which may lag behind the list; nil where only the list tells.
    public var used: Int?
    /// Nil means no limit is known, 0 that backups are switched off.
    public var limit: Int?

    /// A quota as the service tells it.
    public init(used: Int?, limit: Int?) {
        self.used = used
        self.limit = limit
    }
}
