public import BackupKit

/// One kind of work on one backup.
public struct OperationKey: Hashable, Sendable {
    public var backup: Backup.ID
    public var kind: OperationKind

    public init(backup: Backup.ID, kind: OperationKind) {
        self.backup = backup
        self.kind = kind
    }
}
