/// What becomes of backups and of the work on them, as a service's lifecycle stream tells it.
enum LifecycleEvent: Sendable {
    /// A step of queued work.
    enum Step: Sendable, Equatable {
        case queued, begun
        case ended(BackupWork.State)
    }

    case added(StoredBackup.ID)
    case changed(StoredBackup.ID, World.ID, name: String)
    case removed(StoredBackup.ID, World.ID)
    case work(BackupWork, Step)
}
