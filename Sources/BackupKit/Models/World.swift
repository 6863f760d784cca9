/// A server's data set (Archon). Exactly one of a server's worlds is active; its backups replace that data.
public struct World: Identifiable, Hashable, Sendable {
    /// The service's own id of a world.
    public typealias ID = Identifier<World>

    /// The service's id; never the nil UUID, which is input only.
    public let id: ID
    /// Untrusted text.
    public var name: String
    /// The server runs on this world.
    public var isActive: Bool

    /// A world as the service tells it.
    public init(id: ID, name: String, isActive: Bool) {
        self.id = id
        self.name = name
        self.isActive = isActive
    }
}
