/// How a service counts backups against the limit.
public struct QuotaTraits: Hashable, Sendable {
    /// What the service does when a backup is made at the limit.
    public enum AtLimit: Hashable, Sendable {
        case refuses
        case refusesManualRotatesAutomatic
        /// It lets it through: we keep to the limit ourselves.
        case letsThrough
        case unknown
    }

    /// Which backups count.
    public enum Counted: Hashable, Sendable {
        case all
        case notFailed
        /// Completed ones, and those being made.
        case completed

        /// Whether a backup in this state counts.
        public func includes(_ state: Backup.State) -> Bool {
            switch self {
            case .all: true
            case .notFailed: state != .failed
            case .completed: state != .failed && state != .cancelled && state != .unknown
            }
        }
    }

    /// What happens at the limit.
    public var atLimit: AtLimit
    /// Which backups count.
    public var counted: Counted

    /// All traits; none has a default.
    public init(atLimit: AtLimit, counted: Counted) {
        self.atLimit = atLimit
        self.counted = counted
    }
}
