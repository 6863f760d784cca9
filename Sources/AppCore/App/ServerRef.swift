public import BackupKit

/// A server as seen through one context: what every part of the state is keyed by.
public struct ServerRef: Hashable, Sendable {
    public var context: Context.ID
    public var server: Server.ID

    public init(context: Context.ID, server: Server.ID) {
        self.context = context
        self.server = server
    }
}

/// A place with backups of its own: a server, and a world of it where the service has worlds.
public struct LocationRef: Hashable, Sendable {
    public var server: ServerRef
    public var world: World.ID?

    public init(server: ServerRef, world: World.ID?) {
        self.server = server
        self.world = world
    }

    /// The same place in the provider's words.
    public var location: BackupLocation {
        BackupLocation(server: server.server, world: world)
    }
}
