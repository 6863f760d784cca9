public import BackupKit

/// One request that changes something at a service. Sent at most once per act and request.
public struct Mutation: Hashable, Sendable {
    /// What is asked of the service, with resolved ids.
    public enum Request: Hashable, Codable, Sendable {
        case create(BackupDraft)
        case restore(Backup.ID, RestoreOptions = RestoreOptions())
        case delete(Backup.ID)
        case deleteMany([Backup.ID])
        case rename(Backup.ID, to: String)
        case retry(Backup.ID)
        case setLock(Backup.ID, Bool)
        case cancel(OperationRun)
        case acknowledge(OperationRun)
        case power(PowerSignal)

        /// The word of the journal.
        public var step: String {
            switch self {
            case .create: "create"
            case .restore: "restore"
            case .delete: "delete"
            case .deleteMany: "delete many"
            case .rename: "rename"
            case .retry: "retry"
            case let .setLock(_, isLocked): isLocked ? "lock" : "unlock"
            case .cancel: "cancel"
            case .acknowledge: "acknowledge"
            case let .power(signal): "power \(signal.rawValue)"
            }
        }

        /// The backup it is about; nil for a create, a power signal, or where there are several.
        public var backup: Backup.ID? {
            switch self {
            case .create, .power, .deleteMany: nil
            case let .restore(backup, _), let .delete(backup), let .rename(backup, _), let .retry(backup),
                 let .setLock(backup, _): backup
            case let .cancel(run), let .acknowledge(run): run.backup
            }
        }
    }

    /// The act it belongs to: one user decision.
    public var act: Identifier<JournalEntry>
    /// Where it acts; resolved ids only.
    public var location: LocationRef
    /// What is asked.
    public var request: Request

    /// One request of an act; equal values are the same request.
    public init(act: Identifier<JournalEntry>, location: LocationRef, request: Request) {
        self.act = act
        self.location = location
        self.request = request
    }
}

/// What became of a mutating request.
public enum MutationAnswer: Equatable, Sendable {
    /// The service took it; the id is that of a new backup.
    case accepted(Backup.ID?)
    /// The service refused it: nothing was changed.
    case refused(ProviderError)
    /// It may have been carried out; it is not sent again.
    case ambiguous(ProviderError)
    /// It never left, because it could not be journalled or no writer exists.
    case notSent(String)
}
