/// What a service says of one piece of work, in an event or in a list.
public struct OperationReport: Hashable, Sendable {
    /// The backup that is worked on.
    public var backup: Backup.ID
    /// What is done to it.
    public var kind: OperationKind
    /// The part of the work that runs, or ran last.
    public var phase: OperationPhase
    /// 0 to 1 within the phase; nil where the service does not tell.
    public var fraction: Double?
    /// How far it has come.
    public var state: OperationState

    /// A report; leave the fraction nil where the service tells none.
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
