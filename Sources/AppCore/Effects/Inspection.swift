public import BackupKit
public import FoundationEssentials

/// What a plan rests on, read from the service in one go.
public struct Inspection: Equatable, Sendable {
    /// One reading, as it was asked for.
    public struct Request: Hashable, Sendable {
        /// Tells the answer from that of an older request.
        public var serial: Int
        /// The server to read, and the world whose backups to list.
        public var location: LocationRef
        /// The backup whose archive must be proved to exist, because files are removed before it is unpacked; nil asks
        /// for no proof.
        public var archive: Backup.ID?
        /// The server's count of applied events when it was asked for.
        public var sequence: Int
        /// Whether the journal is to be asked which backups were unlocked moments ago.
        public var asksForUnlocks: Bool

        /// A reading that no other one shares its number with.
        public init(
            serial: Int,
            location: LocationRef,
            archive: Backup.ID? = nil,
            sequence: Int = 0,
            asksForUnlocks: Bool = false
        ) {
            self.serial = serial
            self.location = location
            self.archive = archive
            self.sequence = sequence
            self.asksForUnlocks = asksForUnlocks
        }
    }

    /// Whether an archive is there to be read.
    public enum ArchiveProof: Equatable, Sendable {
        /// Nobody asked.
        case notAsked
        /// Its first bytes came.
        case readable
        /// It could not be read, and why.
        case missing(String)
    }

    /// The server as just read, with worlds, quota and permissions.
    public var server: Server
    /// The location's backups, and the work on them.
    public var listing: BackupListing
    /// When the first of the requests left: nothing in here is older.
    public var readAt: Date
    /// Whether the archive is there, where that was asked.
    public var archive: ArchiveProof
    /// What the journal tells of unlocks, or why it could not be read; nil where nobody asked.
    public var unlocks: Result<RecentUnlocks, JournalError>?

    /// What was read, with the moment the reading began.
    public init(
        server: Server,
        listing: BackupListing,
        readAt: Date,
        archive: ArchiveProof = .notAsked,
        unlocks: Result<RecentUnlocks, JournalError>? = nil
    ) {
        self.server = server
        self.listing = listing
        self.readAt = readAt
        self.archive = archive
        self.unlocks = unlocks
    }
}
