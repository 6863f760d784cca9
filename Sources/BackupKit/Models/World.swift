/// A server's data set (Archon). Exactly one of a server's worlds is active; its backups replace that data.
public struct World: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<World>

    public let id: ID
    /// Untrusted text.
    public var name: String
    public var isActive: Bool

    public init(id: ID, name: String, isActive: Bool) {
        self.id = id
        self.name = name
        self.isActive = isActive
    }
}
