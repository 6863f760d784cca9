/// Everything a user can ask of a service. What a provider lacks is off, with a reason.
public enum BackupAction: String, CaseIterable, Hashable, Sendable {
    case create
    case restore
    case delete
    /// One request that deletes several backups.
    case deleteMany = "delete many"
    case rename
    case retry
    case cancel
    /// Tell the service that an outcome was seen.
    case acknowledge
    case lock
    case unlock
    case download
    case verify
    case power
}
