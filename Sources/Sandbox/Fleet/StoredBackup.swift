import FoundationEssentials

/// One backup row and what is known of its archive.
struct StoredBackup: Sendable {
    /// A backup's id as it stands in paths and archive names.
    struct ID: Hashable, Sendable {
        let text: String
    }

    /// Where the row stands.
    enum State: String, Sendable {
        case pending, running, restoring, completed, failed
    }

    let id: ID
    /// The storage's own id, which some services show beside the logical one.
    let physicalID: String
    let world: World.ID
    var name: String
    let createdAt: Date
    var completedAt: Date?
    let isAutomated: Bool
    /// Whether a script asked for it, as an account's request; it rotates like an automatic one.
    var isScripted = false
    /// Place among the seeded backups of the system, from 1; `nil` for all made later.
    var seedNumber: Int?
    var isLocked: Bool
    /// Patterns of what was left out, as they were given.
    var ignored: [String] = []
    var state: State
    /// Whether a failed one failed because its making took too long.
    var isTimedOut = false
    /// Latest report of the create, where one ran since the sandbox started.
    var creation: TaskReport?
    /// Latest report of a restore from this backup.
    var restoration: TaskReport?
    /// `nil` until completed, and for failed ones.
    var archive: ArchiveFacts?
    /// What is linked into place as its archive when that is first needed; `nil` where it has one of its own.
    var sharedArchive: SharedArchive?
    /// When its work, lock or name last changed it; `nil` while it is as it was seeded.
    var changedAt: Date?
    /// Revision of the shelf at which the row last changed.
    var revision = 0
}

/// How far one task of a backup is.
struct TaskReport: Sendable, Equatable {
    /// Where the task stands.
    enum State: String, Sendable {
        case ongoing, done, failed, cancelled
    }

    /// 0...1; 1 only together with `done`.
    var fraction: Double
    var state: State
}

/// Size and checksums of a finished archive.
struct ArchiveFacts: Sendable, Equatable {
    let bytes: Int
    let sha1: String
    let sha256: String
}
