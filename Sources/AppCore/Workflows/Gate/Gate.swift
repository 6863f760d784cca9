import BackupKit
import FoundationEssentials

/// How hard an act is to confirm.
public enum GateLevel: Int, Comparable, Codable, Sendable {
    /// `y`, or Enter in a name field.
    case light
    /// Type the server's name, then a cancel window.
    case severe
    /// Type the name and the age that is lost, then a window twice as long.
    case extreme

    /// Light before severe before extreme.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Finds an act's row in the table of levels. One place decides how hard every act is.
public enum Gate {
    /// What the level of an act depends on.
    public struct Circumstances: Equatable, Sendable {
        /// The context or the server's own setting raises severe acts to extreme ones.
        public var isProtected: Bool
        /// It is the newest completed backup of its location, or one of several is.
        public var isLastGood: Bool
        /// It is locked, and the service has no way to unlock it first.
        public var isLocked: Bool
        /// It was unlocked moments ago.
        public var isJustUnlocked: Bool
        /// It failed and holds no archive.
        public var isCertainlyFailed: Bool
        /// A backup of the present state is made before the restore, by whom ever.
        public var isSafe: Bool
        /// The work to cancel has not begun.
        public var isQueued: Bool

        /// Circumstances; whatever is not named is not the case.
        public init(
            isProtected: Bool = false,
            isLastGood: Bool = false,
            isLocked: Bool = false,
            isJustUnlocked: Bool = false,
            isCertainlyFailed: Bool = false,
            isSafe: Bool = false,
            isQueued: Bool = false
        ) {
            self.isProtected = isProtected
            self.isLastGood = isLastGood
            self.isLocked = isLocked
            self.isJustUnlocked = isJustUnlocked
            self.isCertainlyFailed = isCertainlyFailed
            self.isSafe = isSafe
            self.isQueued = isQueued
        }
    }

    /// The level of an act: that of its row, raised where the context is protected.
    public static func level(of act: PlanTarget.Act, in circumstances: Circumstances) -> GateLevel {
        let kind = kind(of: act, in: circumstances)
        let level = max(kind.level, isWorstOfMany(act, circumstances) ? .extreme : kind.level)
        return level == .severe && circumstances.isProtected ? .extreme : level
    }

    /// A bulk delete takes the level of its hardest row.
    private static func isWorstOfMany(_ act: PlanTarget.Act, _ circumstances: Circumstances) -> Bool {
        guard case let .bulk(bulk) = act, bulk.kind == .delete else { return false }
        return circumstances.isLastGood || circumstances.isJustUnlocked || circumstances.isLocked
    }

    /// The row of an act.
    public static func kind(of act: PlanTarget.Act, in circumstances: Circumstances) -> GateKind {
        switch act {
        case .create: .create
        case .rename: .rename
        case let .setLock(_, isLocked): isLocked ? .lock : .unlock
        case .retry: .retry
        case .acknowledge: .acknowledge
        case .download: .download
        case let .cancel(run): run.kind == .restore && !circumstances.isQueued ? .cancelRestore : .cancelHarmless
        case .power(.start): .powerStart
        case .power(.stop): .powerStop
        case .power(.restart): .powerRestart
        case .power(.kill): .powerKill
        case let .bulk(bulk): kind(of: bulk.kind)
        case .delete: kindOfDelete(in: circumstances)
        case let .restore(_, options):
            options.truncates ? .restoreWiping : circumstances.isSafe ? .restoreSafely : .restoreUnsafely
        }
    }

    private static func kind(of bulk: BulkAct.Kind) -> GateKind {
        switch bulk {
        case .delete: .bulkDelete
        case .lock: .lock
        case .unlock: .unlock
        case .download: .download
        }
    }

    private static func kindOfDelete(in circumstances: Circumstances) -> GateKind {
        if circumstances.isLocked { return .deleteLocked }
        if circumstances.isLastGood { return .deleteLastGood }
        if circumstances.isCertainlyFailed { return .deleteEmpty }
        return circumstances.isJustUnlocked ? .deleteJustUnlocked : .delete
    }
}

extension Backup {
    /// It failed and holds nothing: what can be deleted lightly. One with an archive may be all that is left of a
    /// world.
    var isCertainlyFailed: Bool {
        state == .failed && (size ?? 0) == 0 && checksum == nil
    }
}
