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
        case .create: [.readOnly, .missingPermission, .quotaFull, .throttled, .conflict]
        case .rename, .lock, .unlock, .retry, .powerStart: [.readOnly, .missingPermission, .activeOperation]
        case .acknowledge, .cancelHarmless: [.readOnly, .unknownRun]
        case .download: [.missingPermission]
        case .deleteEmpty: Self.ofPlans.union([.locked, .activeOperation])
        case .cancelRestore: Self.ofPlans.union([.unknownRun])
        case .delete, .deleteLastGood, .deleteJustUnlocked:
            Self.ofPlans.union([.locked, .activeOperation, .conflict])
        case .deleteLocked, .powerStop, .powerRestart, .powerKill: Self.ofPlans.union([.activeOperation, .conflict])
        case .restoreUnsafely, .restoreWiping: Self.ofPlans.union([.notCompleted, .activeOperation, .conflict])
        case .restoreSafely:
            Self.ofPlans.union([.notCompleted, .activeOperation, .conflict, .quotaFull, .throttled])
        // Rows that are refused singly are left out and listed.
        case .bulkDelete: Self.ofPlans
        }
    }

    /// What makes every plan impossible that is re-checked.
    private static let ofPlans: Set<GateRefusal> = [.readOnly, .missingPermission, .unresolved, .noJournal]
}

/// Why an act is impossible.
public enum GateRefusal: String, CaseIterable, Sendable {
    case readOnly
    case quotaFull
    case throttled
    /// Work on another backup of the server, which must not run beside it.
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
