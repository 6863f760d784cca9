/// Everything a user can ask of a service. What a provider lacks is off, with a reason.
public enum BackupAction: String, CaseIterable, Hashable, Sendable {
    case create
    case restore
    case delete
    case rename
    case retry
    case cancel
    case lock
    case unlock
    case download
    case verify
    case power
}
