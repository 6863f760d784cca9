public import BackupKit
public import FoundationEssentials

/// What a plan rests on, read from the service in one go.
public struct Inspection: Equatable, Sendable {
    public struct Request: Hashable, Sendable {
        /// Tells the answer from that of an older request.
        public var serial: Int
        public var location: LocationRef

        public init(serial: Int, location: LocationRef) {
            self.serial = serial
            self.location = location
        }
    }

    public var server: Server
    public var listing: BackupListing
    /// When the first of the requests left: nothing in here is older.
    public var readAt: Date

    public init(server: Server, listing: BackupListing, readAt: Date) {
        self.server = server
        self.listing = listing
        self.readAt = readAt
    }
}
