/// Where backups live: a server, and a world of it where the service has worlds. Always resolved ids.
public struct BackupLocation: Hashable, Sendable {
    /// The server that holds them.
    public var server: Server.ID
    /// The world they belong to; nil where the service has no worlds.
    public var world: World.ID?

    /// A server's world, or the whole server where it has no worlds.
    public init(server: Server.ID, world: World.ID? = nil) {
        self.server = server
        self.world = world
    }
}
