import FoundationEssentials

/// One line of a server's activity log.
struct ActivityEntry: Sendable {
    /// What happened to a backup.
    enum Event: Sendable {
        case start(locked: Bool)
        case complete, fail, lock, unlock, download
        case delete(failed: Bool)
        case restore(wiped: Bool)
        case restoreComplete, restoreFailed
    }

    /// Counts up over all servers, from 1.
    let number: Int
    let event: Event
    /// The backup's name at that time.
    let backup: String
    /// Who did it; `nil` for the service itself.
    let initiator: BackupWork.Initiator?
    let at: Date
}
