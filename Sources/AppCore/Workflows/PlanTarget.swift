public import BackupKit

/// What a plan is to be made for: ids as they were when the key was pressed.
public struct PlanTarget: Equatable, Sendable {
    /// What is to be done.
    public enum Act: Equatable, Sendable {
        case restore(Backup.ID, RestoreOptions = RestoreOptions())
        case delete(Backup.ID)
        /// Stop a restore that runs.
        case cancel(OperationRun)
        case power(PowerSignal)

        /// What the service must have for it.
        var capability: BackupAction {
            switch self {
            case .restore: .restore
            case .delete: .delete
            case .cancel: .cancel
            case .power: .power
            }
        }

        /// The backup it is about; nil for a power signal.
        public var backup: Backup.ID? {
            switch self {
            case let .restore(backup, _), let .delete(backup): backup
            case let .cancel(run): run.backup
            case .power: nil
            }
        }

        /// The request that does it.
        public var request: Mutation.Request {
            switch self {
            case let .restore(backup, options): .restore(backup, options)
            case let .delete(backup): .delete(backup)
            case let .cancel(run): .cancel(run)
            case let .power(signal): .power(signal)
            }
        }
    }

    /// What is to be done.
    public var act: Act
    /// Where, in resolved ids.
    public var location: LocationRef

    /// The archive that must be proved to exist before anything is done; nil where nothing depends on it.
    var archiveToProve: Backup.ID? {
        if case let .restore(backup, options) = act, options.truncates { return backup }
        return nil
    }

    /// A target with the ids of the moment the key was pressed.
    public init(act: Act, location: LocationRef) {
        self.act = act
        self.location = location
    }
}
