/// What differs between the emulated services in making, restoring and deleting backups. The defaults are Archon's.
struct EnginePolicy: Sendable {
    /// Which rows take one of the server's slots.
    enum Counting: Sendable {
        case all, exceptFailed, completed
    }

    /// What a create or restore does while other work of its server is open.
    enum Concurrency: Sendable {
        /// Waits for it.
        case queued
        /// Runs beside it.
        case parallel
        /// A create is refused; a restore runs beside it.
        case exclusiveCreates
    }

    /// What a lock keeps from happening to a backup.
    enum Lock: Sendable {
        /// Only that the schedule rotates it out.
        case sparesFromRotation
        /// That anybody deletes it while it is completed.
        case guardsCompleted
        /// That anybody deletes it at all.
        case guardsAlways
    }

    /// What the schedule may delete to make room, oldest first; locked backups never.
    enum Rotation: Sendable {
        case automatedOnes
        case completedOnes
    }

    /// What automatic backups are called.
    enum AutomaticNames: Sendable {
        /// `Scheduled` and the time.
        case scheduled
        /// `Backup at` and the time with seconds.
        case byTime
        /// The same every day.
        case daily
    }

    var counting = Counting.all
    /// Whether a create beyond the quota is refused by the service; otherwise only clients heed it.
    var enforcesQuota = true
    var concurrency = Concurrency.queued
    var throttle: CreateThrottle?
    var lock = Lock.sparesFromRotation
    var rotation = Rotation.automatedOnes
    /// Whether a failed create leaves a row with an end and without its lock.
    var failedRowsEnd = false
    /// Whether a backup may be deleted while it is made, which ends its making.
    var deletesRunning = true
    /// Whether the client may name the id of a new backup.
    var takesClientIDs = false
    /// Whether a create is refused at once when the storage is full; otherwise its making fails.
    var checksStorage = false
    /// File in the world's folder with the patterns of what is left out of backups that name none.
    var ignoreFile: String?
    /// What automatic backups are called.
    var automaticNames = AutomaticNames.scheduled
    /// Whether clients never learn of automatic backups, so that people have scripts make theirs.
    var hidesAutomatic = false
    /// Whether the seeded fleet has automatic backups.
    var seedsAutomatic = true
    /// Whether a backup needs no name.
    var takesBlankNames = false
    /// Whether a failed backup is one that a restore spoilt, whose archive is whole.
    var failedRowsKeepArchive = false
    var identifiers = Identifiers.uuids
    var restore = Restore()

    /// How a restore goes.
    struct Restore: Sendable {
        /// What becomes of a game that runs.
        enum Running: Sendable {
            /// The restore is refused.
            case refuses
            /// The restore is accepted and fails.
            case fails
            /// The service stops the game itself.
            case isStopped
            /// It goes on.
            case isIgnored
        }

        var running = Running.refuses
        /// What happens to the files where the request does not say it.
        var files = RestoreFiles.replace
        /// Whether other open work of the server forbids it.
        var needsIdleServer = true
        /// Whether the server shows that it is being restored, and refuses what it then refuses.
        var marksServer = false
        /// Whether the service finds out about a failed backup only when it looks for the archive.
        var takesFailedRows = false
        /// The row's state after a restore that failed; the archive stays.
        var stateAfterFailure = StoredBackup.State.completed
    }
}

/// What a restore does to the files that are there.
enum RestoreFiles: String, Sendable {
    /// The world becomes what the archive holds, at the end and at once.
    case replace
    /// The archive's files are put over those that are there; all others stay.
    case overlay
    /// Everything is deleted at the start, then the archive unpacked.
    case wipe
}

/// How many backups may be asked for in a span of time.
struct CreateThrottle: Sendable, Equatable {
    let limit: Int
    /// Seconds at speed 1 and below; higher speeds shorten it.
    let period: Double
}
