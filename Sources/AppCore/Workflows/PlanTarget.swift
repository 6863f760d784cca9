public import BackupKit

/// What a plan is to be made for: ids as they were when the key was pressed.
public struct PlanTarget: Equatable, Sendable {
    public enum Act: Equatable, Sendable {
        case restore(Backup.ID)
        case delete(Backup.ID)
        case power(PowerSignal)

        public var backup: Backup.ID? {
            switch self {
            case let .restore(backup), let .delete(backup): backup
            case .power: nil
            }
        }

        /// The request that does it.
        public var request: Mutation.Request {
            switch self {
            case let .restore(backup): .restore(backup)
            case let .delete(backup): .delete(backup)
            case let .power(signal): .power(signal)
            }
        }
    }

    public var act: Act
    public var location: LocationRef

    public init(act: Act, location: LocationRef) {
        self.act = act
        self.location = location
    }
}
