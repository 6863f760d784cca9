/// One run of work as the service numbers it: what a cancel or an acknowledgement names.
public struct OperationRun: Hashable, Codable, Sendable {
    /// The service's own number or id of a run.
    public typealias ID = Identifier<OperationRun>

    /// The backup that is worked on.
    public var backup: Backup.ID
    /// What is done to it.
    public var kind: OperationKind
    /// The service's number; unique within the kind.
    public var id: ID

    /// The run with this number.
    public init(backup: Backup.ID, kind: OperationKind, id: ID) {
        self.backup = backup
        self.kind = kind
        self.id = id
    }
}
