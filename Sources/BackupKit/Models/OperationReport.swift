/// What a service says of one piece of work, in an event or in a list.
public struct OperationReport: Hashable, Sendable {
    public var backup: Backup.ID
    public var kind: OperationKind
    public var phase: OperationPhase
    /// 0 to 1 within the phase; nil where the service does not tell.
    public var fraction: Double?
    public var state: OperationState

    public init(
        backup: Backup.ID,
        kind: OperationKind,
        phase: OperationPhase,
        fraction: Double? = nil,
        state: OperationState
    ) {
        self.backup = backup
        self.kind = kind
        self.phase = phase
        self.fraction = fraction
        self.state = state
    }
}
