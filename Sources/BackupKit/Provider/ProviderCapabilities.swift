/// What a service can do, and the traits by which the core decides. The core never asks which service it is.
public struct ProviderCapabilities: Hashable, Sendable {
    /// Who takes a backup of the present data before a restore.
    public enum SafetyBackup: Hashable, Sendable {
        case byServer
        case byClient
    }

    /// What proves how a restore ended.
    public enum RestoreEvidence: Hashable, Sendable {
        /// Live events and the task state in the list.
        case eventsAndList
        /// The server's own history of operations.
        case history
        /// An entry in the server's activity log.
        case activity
        /// The backup's state in the list.
        case list
        /// Nothing: the outcome can only be `unknown`.
        case nothing
    }

    /// What the service does when a backup is made at the limit.
    public enum AtLimit: Hashable, Sendable {
        case refuses
        case refusesManualRotatesAutomatic
        case unknown
    }

    /// Actions the service has.
    public var actions: Set<BackupAction>
    /// Why an action is off, for each that the service lacks.
    public var reasons: [BackupAction: String]
    /// Facts the service tells of a backup.
    public var facts: Set<BackupFact>
    /// The server must be down before a restore may be sent.
    public var restoreNeedsStop: Bool
    /// A restore removes files that are not in the archive.
    public var restoreWipes: Bool
    /// Who takes a backup of the present data before a restore.
    public var safetyBackup: SafetyBackup
    /// What proves how a restore ended.
    public var restoreEvidence: RestoreEvidence
    /// What the service does when a backup is made at the limit.
    public var atLimit: AtLimit
    /// Another operation on the same server makes the service refuse a create.
    public var createsOneAtATime: Bool
    /// Longest name a backup may get, in characters; nil where none is known.
    public var nameLimit: Int?
    /// Progress and power arrive by themselves.
    public var hasLiveEvents: Bool
    /// Shortest time between two lists while an operation is open.
    public var minimumPoll: Duration
    /// Time between two lists when nothing runs.
    public var idlePoll: Duration

    /// All traits of a service; none has a default, so that a new provider must think of each.
    public init(
        actions: Set<BackupAction>,
        reasons: [BackupAction: String] = [:],
        facts: Set<BackupFact>,
        restoreNeedsStop: Bool,
        restoreWipes: Bool,
        safetyBackup: SafetyBackup,
        restoreEvidence: RestoreEvidence,
        atLimit: AtLimit,
        createsOneAtATime: Bool,
        nameLimit: Int?,
        hasLiveEvents: Bool,
        minimumPoll: Duration,
        idlePoll: Duration
    ) {
        self.actions = actions
        self.reasons = reasons
        self.facts = facts
        self.restoreNeedsStop = restoreNeedsStop
        self.restoreWipes = restoreWipes
        self.safetyBackup = safetyBackup
        self.restoreEvidence = restoreEvidence
        self.atLimit = atLimit
        self.createsOneAtATime = createsOneAtATime
        self.nameLimit = nameLimit
        self.hasLiveEvents = hasLiveEvents
        self.minimumPoll = minimumPoll
        self.idlePoll = idlePoll
    }

    /// Why the action is off; nil when the service has it.
    public func reason(against action: BackupAction) -> String? {
        if actions.contains(action) { return nil }
        return reasons[action] ?? "this service has no \(action.rawValue)"
    }
}
