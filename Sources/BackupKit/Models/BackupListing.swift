/// A service's answer to "which backups are there": the whole truth of one moment for one location.
public struct BackupListing: Hashable, Sendable {
    /// In the service's order; ids are unique.
    public var backups: [Backup]
    /// Work the service knows of: what runs, and how the last work on each backup ended.
    public var operations: [OperationReport]
    /// Rows and values that could not be read and were left out or marked unknown.
    public var unreadable: Int

    /// A list; `backups` must hold each id once.
    public init(backups: [Backup], operations: [OperationReport] = [], unreadable: Int = 0) {
        self.backups = backups
        self.operations = operations
        self.unreadable = unreadable
    }
}
