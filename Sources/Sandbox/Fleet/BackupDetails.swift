/// What a new backup is asked for with, beside its name.
struct BackupDetails: Sendable {
    /// An id of the client's choice, where the service takes one.
    var id: StoredBackup.ID?
    /// Patterns of what is left out.
    var ignored: [String] = []
    var isLocked = false
    /// Whether a script asks for it, which deletes the oldest of its backups where there are too many.
    var isScripted = false
}
