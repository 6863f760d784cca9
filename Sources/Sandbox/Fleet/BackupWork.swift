import FoundationEssentials

/// A queued, running or ended create or restore.
struct BackupWork: Sendable {
    /// What is done with the backup.
    enum Kind: String, Sendable {
        case create, restore
    }

    /// Where it stands.
    enum State: String, Sendable {
        case queued, running, completed, failed, cancelled
        case timedOut = "timed_out"
    }

    /// Who asked for it.
    enum Initiator: Sendable {
        case account, stranger, schedule
    }

    /// What work is asked for with, beside the backup.
    struct Terms: Sendable {
        var initiator = Initiator.account
        /// Whether it is a part of other work, as the safety backup of a restore is.
        var hasParent = false
        /// Work that must have completed before this may begin.
        var prerequisite: Int?
        /// What a restore does to the files that are there; `nil` leaves it to the service.
        var files: RestoreFiles?
        /// How many times longer than usual it takes.
        var slowness = 1.0
        /// Where it is bound to fail.
        var breakdown: Breakdown?
    }

    /// A failure on the way.
    struct Breakdown: Sendable {
        /// Fraction of the work that is done by then.
        let fraction: Double
        let reason: String
    }

    let id: Int
    /// Number in the number space of its kind, from 1.
    let number: Int
    let kind: Kind
    let server: GameServer.ID
    let world: World.ID
    let backup: StoredBackup.ID
    let terms: Terms
    let requestedAt: Date
    var startedAt: Date?
    var endedAt: Date?
    var state: State
    /// Why it failed.
    var failure: String?
    /// Whether the user has dismissed its outcome.
    var isAcknowledged = false

    /// Whether it waits or runs.
    var isOpen: Bool {
        state == .queued || state == .running
    }
}
