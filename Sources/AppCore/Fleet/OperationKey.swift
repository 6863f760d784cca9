public import BackupKit

/// One kind of work on one backup.
public struct OperationKey: Hashable, Sendable {
    /// The backup that is worked on.
    public var backup: Backup.ID
    /// What is done to it.
    public var kind: OperationKind

    /// The key of this work on this backup.
    public init(backup: Backup.ID, kind: OperationKind) {
        self.backup = backup
        self.kind = kind
    }
}
