public import FoundationEssentials

/// A service's answer to "which backups are there": the whole truth of one moment for one location.
public struct BackupListing: Hashable, Sendable {
    /// In the service's order; ids are unique.
    public var backups: [Backup]
    /// Work the service knows of: what runs, and how the last work on each backup ended.
    public var operations: [OperationReport]
    /// Rows and values that could not be read and were left out or marked unknown.
    public var unreadable: Int
    /// Backups that the service counts and did not send: the list is not whole.
    public var withheld: Int
    /// There is more, and nobody tells how much: the list is not whole either.
    public var hasMore = false
    /// How many of the limit are in use, where the list tells; nil leaves it to the server's own figure.
    public var used: Int?
    /// When it was answered, by the service's own clock; nil where the service does not tell.
    public var date: Date?
    /// What the service turned out to be able to do on this server; nil leaves it to the context's capabilities.
    public var capabilities: ProviderCapabilities?

    /// A list; `backups` must hold each id once.
    public init(
        backups: [Backup],
        operations: [OperationReport] = [],
        unreadable: Int = 0,
        withheld: Int = 0,
        used: Int? = nil,
        date: Date? = nil,
        capabilities: ProviderCapabilities? = nil
    ) {
        self.backups = backups
        self.operations = operations
        self.unreadable = unreadable
        self.withheld = withheld
        self.used = used
        self.date = date
        self.capabilities = capabilities
    }

    /// Whether a run of work had not ended in that moment.
    public func shows(_ run: OperationRun) -> Bool {
        operations.contains {
            $0.backup == run.backup && $0.kind == run.kind && $0.run == run.id && !$0.state.hasEnded
        }
    }
}

/// A service's answer to "which backups are there on all servers".
public struct AccountListing: Hashable, Sendable {
    /// The list of every server that has backups.
    public var listings: [Server.ID: BackupListing]
    /// Nothing is missing: a server without a list has no backups.
    public var isWhole: Bool

    /// The lists of an account's servers.
    public init(listings: [Server.ID: BackupListing], isWhole: Bool) {
        self.listings = listings
        self.isWhole = isWhole
    }
}
