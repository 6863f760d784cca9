import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop list`: the backups of a server.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the backups of a server.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (form, showsHeading) = (output.form, !output.noHeader)
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            let place = try await ScriptPlace.open(session)
            let backups = BackupSort(column: .created, isAscending: false).sorted(place.backups)
            return BackupOutput(place, backups, schema: "list", fetchedAt: session.store.state.now)
                .output(form, showsHeading: showsHeading)
        }
    }
}

/// `backtop show BACKUP`: one backup, read afresh.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one backup with all its facts."
    )

    @Argument(help: "Id or name of the backup.")
    var backup: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (form, showsHeading, wanted) = (output.form, !output.noHeader, backup)
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            let place = try await ScriptPlace.open(session)
            let found = try place.backup(wanted)
            let reader = try session.reader(of: place.context.id)
            let backup: Backup
            do throws(ProviderError) {
                backup = try await reader.backup(found.id, at: place.location.location)
            } catch {
                throw ScriptFailure(ScriptFailure.Code(error.code), error.message)
            }
            let output = BackupOutput(place, [backup], schema: "show", fetchedAt: session.store.state.now)
            return form == .table ? output.facts(backup) : output.output(form, showsHeading: showsHeading)
        }
    }
}

/// Backups as a command prints them.
struct BackupOutput {
    private struct Envelope: Encodable {
        var schema: String
        var fetchedAt: String
        var context: String
        var server: Named
        @OrNull var world: String?
        @OrNull var quota: Limits?
        var backups: [BackupJSON]
        var errors: [String] = []

        enum CodingKeys: String, CodingKey {
            case schema, context, server, world, quota, backups, errors
            case fetchedAt = "fetched_at"
        }
    }

    private struct Named: Encodable {
        var id: String
        var name: String
    }

    private struct Limits: Encodable {
        @OrNull var used: Int?
        @OrNull var limit: Int?
    }

    private let place: ScriptPlace
    private let backups: [Backup]
    private let schema: String
    private let fetchedAt: Date

    init(_ place: ScriptPlace, _ backups: [Backup], schema: String, fetchedAt: Date) {
        self.place = place
        self.backups = backups
        self.schema = schema
        self.fetchedAt = fetchedAt
    }

    func output(_ form: OutputOptions.Form, showsHeading: Bool) -> CommandOutput {
        switch form {
        case .table: CommandOutput(stdout: TableText.table(Self.heading, rows, showsHeading: showsHeading))
        case .csv: CommandOutput(stdout: TableText.csv(Self.heading, rows, showsHeading: showsHeading))
        case .jsonl: CommandOutput(stdout: backups.map { ScriptJSON.line(json($0)) }.joined())
        case .json: CommandOutput(stdout: ScriptJSON.line(Envelope(
                schema: "backtop.\(schema)/1",
                fetchedAt: fetchedAt.formatted(.iso8601),
                context: place.context.id.rawValue,
                server: Named(id: place.location.server.server.rawValue, name: place.server.server.name),
                world: place.location.world?.rawValue,
                quota: place.server.quota.map { Limits(used: $0.used, limit: $0.limit) },
                backups: backups.map(json)
            )))
        }
    }

    /// All facts of one backup, a line each.
    func facts(_ backup: Backup) -> CommandOutput {
        let facts: [(String, String?)] = [
            ("Id", backup.id.rawValue), ("Name", backup.name), ("State", backup.state.rawValue),
            ("Kind", backup.kind.rawValue), ("Created", backup.createdAt?.formatted(.iso8601)),
            ("Completed", backup.completedAt?.formatted(.iso8601)), ("Size", backup.size.map { "\($0)" }),
            ("Checksum", backup.checksum.map { "\($0.algorithm.rawValue) \($0.value)" }),
            ("Locked", backup.isLocked.map { $0 ? "yes" : "no" }), ("Expires", backup.expiresAt?.formatted(.iso8601)),
            ("Ignored", backup.ignoredPatterns.map { $0.joined(separator: ", ") }), ("Creator", backup.creator),
            ("Failure", backup.failure),
        ]
        let rows = facts.compactMap { label, value in value.map { [label, $0] } }
        return CommandOutput(stdout: TableText.table(["", ""], rows, showsHeading: false))
    }

    private static let heading = ["ID", "STATE", "NAME", "CREATED", "SIZE", "KIND", "LOCK"]

    private var rows: [[String]] {
        backups.map { backup in
            [
                backup.id.rawValue, backup.state.rawValue, backup.title,
                backup.createdAt?.formatted(.iso8601) ?? "", backup.size.map { "\($0)" } ?? "", backup.kind.rawValue,
                backup.isLocked == true ? "locked" : "",
            ]
        }
    }

    private func json(_ backup: Backup) -> BackupJSON {
        BackupJSON(backup: backup, operation: place.server.visibleOperations.last { $0.key.backup == backup.id })
    }
}
