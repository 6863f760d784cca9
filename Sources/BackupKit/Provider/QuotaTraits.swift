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
