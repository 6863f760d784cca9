public import FoundationEssentials

/// What was known of a context at a time: its servers, and lists of backups of some of them.
public struct ContextSnapshot: Hashable, Sendable {
    /// The context that was read.
    public var context: Context.ID
    /// Where it was read from: a context of the same name that leads elsewhere is another one.
    public var origin: String
    /// Every server of the context, in the service's order.
    public var servers: [Server]
    /// When the servers were read.
    public var readAt: Date
    /// Lists of backups, each read at a time of its own; those of some servers may be missing.
    public var lists: [ListSnapshot]

    /// What was known at a time.
    public init(context: Context.ID, origin: String, servers: [Server], readAt: Date, lists: [ListSnapshot]) {
        self.context = context
        self.origin = origin
        self.servers = servers
        self.readAt = readAt
        self.lists = lists
    }

    /// Where lists can be of: every server, and every world of it.
    public var places: Set<BackupLocation> {
        Set(servers.flatMap { server in
            [BackupLocation(server: server.id)]
                + server.worlds.map { BackupLocation(server: server.id, world: $0.id) }
        })
    }
}

/// The backups of a server, or of a world of it, as they were listed at a time.
public struct ListSnapshot: Hashable, Sendable {
    /// The server that holds them.
    public var server: Server.ID
    /// The world they belong to; nil where the service has no worlds.
    public var world: World.ID?
    /// In the service's order.
    public var backups: [Backup]
    /// When they were listed.
    public var readAt: Date

    /// A list as it was read.
    public init(server: Server.ID, world: World.ID? = nil, backups: [Backup], readAt: Date) {
        self.server = server
        self.world = world
        self.backups = backups
        self.readAt = readAt
    }

    /// Where the backups are.
    public var place: BackupLocation {
        BackupLocation(server: server, world: world)
    }
}
