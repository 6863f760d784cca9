import BackupKit
import FoundationEssentials

/// How hard an act is to confirm.
public enum GateLevel: Int, Comparable, Sendable {
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

/// The table of levels. One place decides how hard every act is.
public enum Gate {
    /// What the level of an act depends on.
    public struct Circumstances: Equatable, Sendable {
        /// The context or the server's own setting raises severe acts to extreme ones.
        public var isProtected: Bool
        /// It is the newest completed backup of its location.
        public var isLastGood: Bool
        /// It is locked, and the service has no way to unlock it first.
        public var isLocked: Bool
        /// It failed and holds no archive.
        public var isCertainlyFailed: Bool

        /// Circumstances; whatever is not named is not the case.
        public init(
            isProtected: Bool = false,
            isLastGood: Bool = false,
            isLocked: Bool = false,
            isCertainlyFailed: Bool = false
        ) {
            self.isProtected = isProtected
            self.isLastGood = isLastGood
            self.isLocked = isLocked
            self.isCertainlyFailed = isCertainlyFailed
        }
    }

    /// The level of a request. A restore that removes every file first is extreme; any other one is severe in this
    /// version whether or not a safety backup is made. A cancel is severe only as a plan: where a restore runs.
    public static func level(of request: Mutation.Request, in circumstances: Circumstances) -> GateLevel {
        let level: GateLevel = switch request {
        case .create, .rename, .retry, .setLock, .acknowledge, .power(.start):
            .light
        case let .cancel(run):
            run.kind == .restore ? .severe : .light
        case .delete where circumstances.isCertainlyFailed && !circumstances.isLocked:
            .light
        case .delete where circumstances.isLastGood || circumstances.isLocked:
            .extreme
        case let .restore(_, options) where options.truncates:
            .extreme
        case .delete, .deleteMany, .restore, .power(.stop), .power(.restart):
            .severe
        case .power(.kill):
            .extreme
        }
        return level == .severe && circumstances.isProtected ? .extreme : level
    }
}

extension Backup {
    /// It failed and holds nothing: what can be deleted lightly. One with an archive may be all that is left of a
    /// world.
    var isCertainlyFailed: Bool {
        state == .failed && (size ?? 0) == 0 && checksum == nil
    }
}
