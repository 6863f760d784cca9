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

        /// A reading that no other one shares its number with.
        public init(serial: Int, location: LocationRef) {
            self.serial = serial
            self.location = location
        }
    }

    /// The server as just read, with worlds, quota and permissions.
    public var server: Server
    /// The location's backups, and the work on them.
    public var listing: BackupListing
    /// When the first of the requests left: nothing in here is older.
    public var readAt: Date

    /// What was read, with the moment the reading began.
    public init(server: Server, listing: BackupListing, readAt: Date) {
        self.server = server
        self.listing = listing
        self.readAt = readAt
    }
}
