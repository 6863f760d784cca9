import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop retention`: what the rules keep, and deleting the rest.
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Show what the retention rules keep, or delete the rest.",
        subcommands: [RetentionPlanCommand.self, RetentionApplyCommand.self]
    )
}

/// The rules on the command line; any of them replaces those of the configuration.
struct RetentionRules: ParsableArguments {
    @Option(help: "Keep the newest so many.")
    var keepLast: Int?

    @Option(help: "Keep the newest of each of so many hours.")
    var keepHourly: Int?

    @Option(help: "Keep the newest of each of so many days (UTC).")
    var keepDaily: Int?

    @Option(help: "Keep the newest of each of so many ISO weeks.")
    var keepWeekly: Int?

    @Option(help: "Keep the newest of each of so many months.")
    var keepMonthly: Int?

    @Option(help: "Keep the newest of each of so many years.")
    var keepYearly: Int?

    @Option(
        help: "Keep everything at most this much older than the newest good one, such as 36h or 7d.",
        transform: { try Self.duration($0) }
    )
    var keepWithin: Duration?

    @Option(help: "Keep so many good ones whatever the rules say; at least 1.")
    var minKeep: Int?

    private static func duration(_ text: String) throws -> Duration {
        switch DurationText.parse(text) {
        case let .success(duration): return duration
        case .failure: throw ValidationError("--keep-within is a time such as 36h or 7d, not \(text).")
        }
    }

    func validate() throws {
        let counts = [keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly]
        guard counts.allSatisfy({ $0.map { $0 >= 0 } ?? true }), minKeep.map({ $0 >= 1 }) ?? true else {
            throw ValidationError("The counts of retention rules are 0 or more, --min-keep is 1 or more.")
        }
    }

    /// The rules in force; nil where there are none.
    func policy(configured: RetentionPolicy?) -> RetentionPolicy? {
        let counts = [keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly, minKeep]
        guard counts.contains(where: { $0 != nil }) || keepWithin != nil else { return configured }
        let policy = RetentionPolicy(
            keepLast: keepLast ?? 0, keepHourly: keepHourly ?? 0, keepDaily: keepDaily ?? 0,
            keepWeekly: keepWeekly ?? 0, keepMonthly: keepMonthly ?? 0, keepYearly: keepYearly ?? 0,
            keepWithin: keepWithin, minimumKept: minKeep ?? 1
        )
        return policy.isEmpty ? nil : policy
    }

    /// The rules in force, or why there are none.
    func required(configured: RetentionPolicy?) throws(ScriptFailure) -> RetentionPolicy {
        guard let policy = policy(configured: configured) else {
            throw ScriptFailure(.usage, "no retention rules: give --keep-last and the like, or configure retention")
        }
        return policy
    }
}

/// `backtop retention plan`: a row for each backup, and why it is kept or not. Changes nothing.
struct RetentionPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show for each backup whether the rules keep it, and why."
    )

    private struct Row: Encodable {
        var id: String
        @OrNull var name: String?
        var keep: Bool
        var reasons: [String]
    }

    private struct Envelope: Encodable {
        var schema = "backtop.retention/1"
        var fetchedAt: String
        var context: String
        var server: Named
        var backups: [Row]
        var errors: [String] = []

        enum CodingKeys: String, CodingKey {
            case schema, context, server, backups, errors
            case fetchedAt = "fetched_at"
        }
    }

    private struct Named: Encodable {
        var id: String
        var name: String
    }

    @OptionGroup var rules: RetentionRules
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (rules, form, showsHeading) = (rules, output.form, !output.noHeader)
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            let place = try await ScriptPlace.open(session)
            let policy = try rules.required(configured: session.plan.settings.retention)
            let busy = Set(place.server.visibleOperations.filter(\.isOpen).map(\.key.backup))
            let decisions = Retention.decide(
                place.backups, policy: policy, busy: busy,
                now: place.server.serviceTime(at: session.store.state.now)
            )
            let rows = decisions.map {
                Row(
                    id: $0.backup.id.rawValue, name: $0.backup.name, keep: !$0.isRemoval,
                    reasons: $0.reasons.map(\.words)
                )
            }
            let cells = zip(decisions, rows).map { decision, row in
                [row.id, row.keep ? "keep" : "remove", decision.backup.title, row.reasons.joined(separator: ", ")]
            }
            let heading = ["ID", "VERDICT", "NAME", "REASON"]
            let text = switch form {
            case .table: TableText.table(heading, cells, showsHeading: showsHeading)
            case .csv: TableText.csv(heading, cells, showsHeading: showsHeading)
            case .jsonl: rows.map { ScriptJSON.line($0) }.joined()
            case .json: ScriptJSON.line(Envelope(
                    fetchedAt: session.store.state.now.formatted(.iso8601),
                    context: place.context.id.rawValue,
                    server: Named(id: place.location.server.server.rawValue, name: place.server.server.name),
                    backups: rows
                ))
            }
            return CommandOutput(stdout: text)
        }
    }
}

/// `backtop retention apply`: deletes what the rules do not keep, as one plan.
struct RetentionApplyCommand: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Delete the backups that the rules do not keep."
    )

    @OptionGroup var rules: RetentionRules

    @Flag(help: "Do not go on after one that fails.")
    var stopAtFailure = false

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try .bulk(BulkAct(
            retention: rules.required(configured: place.retention), stopsAtFailure: stopAtFailure
        ))
    }
}
