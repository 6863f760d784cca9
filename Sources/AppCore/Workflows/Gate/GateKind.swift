/// The rows of the table of levels: every act that changes something, told apart by what it can cost.
public enum GateKind: String, CaseIterable, Sendable {
    case create
    case rename
    case lock
    case download
    case unlock
    case powerStart
    /// A create that provably failed is asked for again.
    case retry
    /// Work that has not begun, or a create, is stopped by its run.
    case cancelHarmless
    /// An outcome is not shown any more.
    case acknowledge
    /// A backup that certainly failed and holds no archive.
    case deleteEmpty
    case delete
    case powerStop
    case powerRestart
    case cancelRestore
    case restoreSafely
    case bulkDelete
    case restoreUnsafely
    case restoreWiping
    case deleteLastGood
    case deleteJustUnlocked
    /// It is locked, and the service has no way to unlock it first.
    case deleteLocked
    case powerKill

    /// How hard the act is to confirm, before a context's protection.
    public var level: GateLevel {
        switch self {
        case .create, .rename, .lock, .download, .unlock, .powerStart, .retry, .cancelHarmless, .acknowledge,
             .deleteEmpty: .light
        case .delete, .powerStop, .powerRestart, .cancelRestore, .restoreSafely, .bulkDelete: .severe
        case .restoreUnsafely, .restoreWiping, .deleteLastGood, .deleteJustUnlocked, .deleteLocked, .powerKill:
            .extreme
        }
    }

    /// What makes it impossible.
    public var refusals: Set<GateRefusal> {
        switch self {
        case .create: [.readOnly, .quotaFull, .throttled, .conflict]
        case .rename, .lock, .unlock, .powerStart, .acknowledge: [.readOnly]
        case .download: []
        case .retry: [.readOnly, .activeOperation]
        case .cancelHarmless: [.readOnly, .unknownRun]
        case .cancelRestore: [.readOnly, .unknownRun, .noJournal]
        case .deleteEmpty: [.readOnly, .locked, .activeOperation]
        case .delete, .deleteLastGood, .deleteJustUnlocked: [.readOnly, .locked, .activeOperation, .noJournal]
        case .deleteLocked: [.readOnly, .activeOperation, .noJournal]
        case .powerStop, .powerRestart, .powerKill: [.readOnly, .activeOperation, .noJournal]
        case .restoreSafely:
            [
                .readOnly, .notCompleted, .unresolved, .activeOperation, .missingPermission, .noJournal, .quotaFull,
                .throttled,
            ]
        case .restoreUnsafely, .restoreWiping:
            [.readOnly, .notCompleted, .unresolved, .activeOperation, .missingPermission, .noJournal]
        // Rows that are refused singly are left out and listed.
        case .bulkDelete: [.readOnly, .noJournal]
        }
    }
}

/// Why an act is impossible.
public enum GateRefusal: String, CaseIterable, Sendable {
    case readOnly
    case quotaFull
    case throttled
    /// Work on the server that the service does not let run beside it.
    case conflict
    case locked
    /// Work on the backup, or on the server where the act concerns all of it.
    case activeOperation
    case notCompleted
    /// The server or the world is not known for certain.
    case unresolved
    case missingPermission
    /// The service tells no number of the run to cancel.
    case unknownRun
    /// Nothing could be kept of it on this machine.
    case noJournal
}
