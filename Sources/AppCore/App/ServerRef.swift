public import BackupKit

/// A server as seen through one context: what every part of the state is keyed by.
public struct ServerRef: Hashable, Codable, Sendable {
    /// The context it is seen through.
    public var context: Context.ID
    /// The service's id of the server.
    public var server: Server.ID

    /// The server with this id, seen through this context.
    public init(context: Context.ID, server: Server.ID) {
        self.context = context
        self.server = server
    }
}

/// A place with backups of its own: a server, and a world of it where the service has worlds.
public struct LocationRef: Hashable, Codable, Sendable {
    /// The server that holds the backups.
    public var server: ServerRef
    /// The world they belong to; nil where the service has no worlds.
    public var world: World.ID?

    /// A server's world, or the whole server where it has no worlds.
    public init(server: ServerRef, world: World.ID?) {
        self.server = server
        self.world = world
    }

    /// The same place in the provider's words.
    public var location: BackupLocation {
        BackupLocation(server: server.server, world: world)
    }
}
