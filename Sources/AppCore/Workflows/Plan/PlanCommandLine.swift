import BackupKit
import FoundationEssentials

/// The command line that asks for the same plan.
public struct PlanCommandLine: Equatable, Sendable {
    /// The words, without the shell's quotes.
    public let words: [String]

    /// The command line of a plan, with every id written out.
    ///
    /// - Parameter configuration: the file that the session was told to read; nil where it looked for its own.
    public init(_ plan: Plan, configuration: String? = nil) {
        let act = plan.target.act
        var options = Self.options(of: act)
        if let configuration { options += Self.option("--config", configuration) }
        options += Self.option("--context", plan.location.server.context.rawValue)
        options += Self.option("--server", plan.location.server.server.rawValue)
        if act.concernsBackups, let world = plan.location.world { options += Self.option("--world", world.rawValue) }
        if case .restore = act, plan.isSafetyOurs,
           !plan.target.makesSafetyBackup { options.append("--no-safety-backup") }
        switch plan.level {
        case .light: if act.isMutating { options.append("--yes") }
        case .severe, .extreme: options.append("--confirm=\(plan.confirmation)")
        }
        let things = Self.things(of: act)
        // What begins with a dash would be taken for an option.
        let end = things.contains { $0.hasPrefix("-") } ? ["--"] : []
        words = ["backtop"] + Self.verb(of: act) + (end.isEmpty ? things + options : options + end + things)
    }

    private static func option(_ name: String, _ value: String) -> [String] {
        value.hasPrefix("-") || value.isEmpty ? ["\(name)=\(value)"] : [name, value]
    }

    private static func verb(of act: PlanTarget.Act) -> [String] {
        switch act {
        case .create: ["create"]
        case .restore: ["restore"]
        case .delete: ["delete"]
        case .rename: ["rename"]
        case let .setLock(_, isLocked): [isLocked ? "lock" : "unlock"]
        case .retry: ["retry"]
        case .cancel: ["cancel"]
        case .acknowledge: ["dismiss"]
        case .power: ["power"]
        case .download: ["download"]
        case let .bulk(bulk): bulk.policy == nil ? [bulk.kind.rawValue] : ["retention", "apply"]
        }
    }

    private static func things(of act: PlanTarget.Act) -> [String] {
        switch act {
        case let .create(draft): [draft.name]
        case let .rename(backup, name): [backup.rawValue, name]
        case let .power(signal): [signal.rawValue]
        case let .bulk(bulk): bulk.backups.map(\.rawValue)
        case .restore, .delete, .setLock, .retry, .cancel, .acknowledge, .download:
            act.backup.map { [$0.rawValue] } ?? []
        }
    }

    private static func options(of act: PlanTarget.Act) -> [String] {
        switch act {
        case let .create(draft): draft.ignoredPatterns.map { "--ignore=\($0)" } + (draft.isLocked ? ["--lock"] : [])
        case let .restore(_, restore): restore.truncates ? ["--wipe"] : []
        case let .cancel(run), let .acknowledge(run):
            option("--run", run.id.rawValue) + ["--kind", run.kind.rawValue]
        case let .bulk(bulk): (bulk.stopsAtFailure ? ["--stop-at-failure"] : []) + rules(of: bulk.policy)
        case .delete, .rename, .setLock, .retry, .power, .download: []
        }
    }

    private static func rules(of policy: RetentionPolicy?) -> [String] {
        guard let policy else { return [] }
        let counts = [
            ("last", policy.keepLast), ("hourly", policy.keepHourly), ("daily", policy.keepDaily),
            ("weekly", policy.keepWeekly), ("monthly", policy.keepMonthly), ("yearly", policy.keepYearly),
        ]
        let within = policy.keepWithin.map { ["--keep-within=\(Int($0 / .seconds(1)))s"] } ?? []
        return counts.filter { $0.1 > 0 }.map { "--keep-\($0.0)=\($0.1)" } + within
            + ["--min-keep=\(max(1, policy.minimumKept))"]
    }

    /// As it is typed in a shell.
    public var text: String {
        words.map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy {
            $0
                .isASCII &&
                ($0.properties.isAlphabetic || ("0" ... "9").contains($0) || "-_./:=@%+,".unicodeScalars.contains($0))
        }
        return isPlain ? word : "'\(word.oneLine.replacing("'", with: "'\\''"))'"
    }
}

extension Plan {
    /// Whether a backup of the present state is ours to make: the service makes none itself.
    var isSafetyOurs: Bool {
        guard case let .restore(_, options) = target.act else { return false }
        return options.safetyName == nil
    }
}

extension PlanTarget.Act {
    /// A request leaves that changes something.
    var isMutating: Bool {
        switch self {
        case .download: false
        case let .bulk(bulk): bulk.kind != .download
        default: true
        }
    }
}
