/// Where backups live: a server, and a world of it where the service has worlds. Always resolved ids.
public struct BackupLocation: Hashable, Sendable {
    public var server: Server.ID
    public var world: World.ID?

    public init(server: Server.ID, world: World.ID? = nil) {
        self.server = server
        self.world = world
    }
}
