public import FoundationEssentials

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
    /// What tells this run from earlier ones of the same kind on the same backup; nil where the service has no word for
    /// it. Needed to cancel and to acknowledge.
    public var run: OperationRun.ID?
    /// When it ended, by the service's clock; nil while it runs or where the service does not tell.
    public var endedAt: Date?
    /// Why it failed, in the service's words: untrusted text; nil where none are told.
    public var failure: String?
    /// Who asked for it: untrusted text; nil where the service does not tell.
    public var initiator: String?
    /// The service keeps showing its outcome until somebody acknowledges it.
    public var awaitsAcknowledgement: Bool

    /// A report; leave out what the service does not tell.
    public init(
        backup: Backup.ID,
        kind: OperationKind,
        phase: OperationPhase,
        fraction: Double? = nil,
        state: OperationState,
        run: OperationRun.ID? = nil,
        endedAt: Date? = nil,
        failure: String? = nil,
        initiator: String? = nil,
        awaitsAcknowledgement: Bool = false
    ) {
        self.backup = backup
        self.kind = kind
        self.phase = phase
        self.fraction = fraction
        self.state = state
        self.run = run
        self.endedAt = endedAt
        self.failure = failure
        self.initiator = initiator
        self.awaitsAcknowledgement = awaitsAcknowledgement
    }
}
