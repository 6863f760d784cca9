public import FoundationEssentials

/// The backups of one place as they were last read.
public struct ListSnapshot: Hashable, Sendable {
    /// The server that holds them.
    public var server: Server.ID
    /// The world they belong to; nil where the service has no worlds.
    public var world: World.ID?
    /// In the service's order.
    public var backups: [Backup]
    /// When they were asked for, by our clock.
    public var readAt: Date

    /// A list as it was read at a moment.
    public init(server: Server.ID, world: World.ID?, backups: [Backup], readAt: Date) {
        self.server = server
        self.world = world
        self.backups = backups
        self.readAt = readAt
    }
}

/// What was last known of a context.
public struct ContextSnapshot: Hashable, Sendable {
    /// The name of the context.
    public var context: Context.ID
    /// The address it was read from: another one makes it worthless.
    public var origin: String
    /// In the service's order.
    public var servers: [Server]
    /// When something was last heard of the service, by our clock.
    public var readAt: Date
    /// The lists that are given.
    public var lists: [ListSnapshot]

    /// What is known of a context at a moment.
    public init(context: Context.ID, origin: String, servers: [Server], readAt: Date, lists: [ListSnapshot]) {
        self.context = context
        self.origin = origin
        self.servers = servers
        self.readAt = readAt
        self.lists = lists
    }
}

/// The port towards what is kept of the last known servers and backups, so that a screen that starts is never empty.
public protocol SnapshotStore: Sendable {
    /// Keeps servers and the given lists; lists of servers and worlds that are not among the context's any more go.
    func save(_ snapshot: ContextSnapshot) async throws(SnapshotError)

    /// The last known state of a context; nil where none was kept, or it was of another origin.
    func load(_ context: Context.ID, origin: String) async throws(SnapshotError) -> ContextSnapshot?
}

/// Why nothing could be kept or read, in words for the user.
public struct SnapshotError: Error, Hashable, Sendable {
    /// One line that names the file and the next step.
    public var message: String

    /// A failure in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
