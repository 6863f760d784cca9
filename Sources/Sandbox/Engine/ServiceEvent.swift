/// What the service would tell its live channel; dialects turn it into frames.
enum ServiceEvent: Sendable {
    /// A step or the end of one task of a backup.
    case progress(StoredBackup.ID, BackupTask, TaskReport)
    /// A restore puts a file of the archive, by its path, into the world.
    case restoring(String)
    /// A server entered a power state.
    case power(PowerState)
}

/// Parts of the work on a backup as live channels name them.
enum BackupTask: String, Sendable {
    /// File by file noise that decides nothing.
    case file
    case create, restore
}
