public import BackupKit

/// Puts a list together from a service's rows: each id once, a later row in place of an earlier one, and what could not
/// be read counted.
public struct ListingBuilder {
    private var backups: [Backup] = []
    private var operations: [[OperationReport]] = []
    private var positions: [Backup.ID: Int] = [:]
    private var unreadable: Int

    /// An empty list.
    ///
    /// - Parameter unreadable: rows that were no rows at all.
    public init(unreadable: Int = 0) {
        self.unreadable = unreadable
    }

    /// Takes in a row with the work that it tells of. One without an id, or with another's, counts as unreadable.
    ///
    /// - Parameter unreadable: how many of its values could not be read.
    public mutating func add(_ backup: Backup, unreadable: Int, operations: [OperationReport] = []) {
        guard !backup.id.rawValue.isEmpty else {
            self.unreadable += 1
            return
        }
        self.unreadable += unreadable
        if let position = positions[backup.id] {
            self.unreadable += 1
            backups[position] = backup
            self.operations[position] = operations
        } else {
            positions[backup.id] = backups.count
            backups.append(backup)
            self.operations.append(operations)
        }
    }

    /// Whether a row with this id was taken in.
    public func holds(_ id: Backup.ID) -> Bool {
        positions[id] != nil
    }

    /// What was taken in so far, in the service's order.
    public var listing: BackupListing {
        BackupListing(backups: backups, operations: operations.flatMap(\.self), unreadable: unreadable)
    }
}
