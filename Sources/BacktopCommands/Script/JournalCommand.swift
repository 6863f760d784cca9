import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop journal`: what was done from this machine, newest first. Needs no configuration and no network.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Show what was done from this machine, newest first."
    )

    private struct Line: Encodable {
        var number: Int64
        var at: String
        var act: String
        var user: String
        @OrNull var sshClient: String?
        var context: String
        var server: String
        @OrNull var serverName: String?
        @OrNull var world: String?
        @OrNull var backup: String?
        @OrNull var title: String?
        var step: String
        var event: String
        @OrNull var detail: String?
        @OrNull var plan: String?
        @OrNull var request: RequestReport?

        enum CodingKeys: String, CodingKey {
            case number, at, act, user, context, server, world, backup, title, step, event, detail, plan, request
            case sshClient = "ssh_client"
            case serverName = "server_name"
        }

        init(_ line: JournalLine) {
            let (name, detail) = line.entry.event.words
            number = line.number
            at = line.entry.at.formatted(.iso8601)
            act = line.entry.act.rawValue
            user = line.user
            sshClient = line.sshClient
            context = line.entry.context.rawValue
            server = line.entry.server.rawValue
            serverName = line.entry.serverName
            world = line.entry.world?.rawValue
            backup = line.entry.backup?.rawValue
            title = line.entry.title
            step = line.entry.step
            event = name
            self.detail = detail
            plan = line.planDigest
            request = line.entry.request.map { RequestReport($0) }
        }
    }

    private struct Envelope: Encodable {
        var schema = "backtop.journal/1"
        var lines: [Line]
    }

    @Option(help: ArgumentHelp("Show the newest so many lines.", valueName: "count"))
    var limit = 200

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is 1 or more.") }
    }

    func run() throws {
        let host = HostEnvironment.current()
        let journal = StateFolder.journal(in: StateFolder.path(host), host: host)
        let limit = limit
        let result: Result<[JournalLine], JournalError> = BlockingWait.value {
            do throws(JournalError) {
                return try await .success(journal.latest(limit))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case let .failure(error):
            try CommandOutput(stderr: "backtop: \(error.message)\n", exitCode: 1).deliver()
        case let .success(lines):
            try Self.output(filtered(lines), output).deliver()
        }
    }

    /// Narrowed by the global --context and --server.
    private func filtered(_ lines: [JournalLine]) -> [JournalLine] {
        lines.filter { line in
            let isContext = options.context.map { $0 == line.entry.context.rawValue } ?? true
            let isServer = options.server.map {
                $0 == line.entry.server.rawValue || $0 == line.entry.serverName
            } ?? true
            return isContext && isServer
        }
    }

    static func output(_ lines: [JournalLine], _ options: OutputOptions) -> CommandOutput {
        let values = lines.map { Line($0) }
        let cells = values.map { line in
            [
                line.at, line.context, line.serverName ?? line.server, line.step,
                line.detail.map { "\(line.event): \($0)" } ?? line.event, line.title ?? line.backup ?? "", line.user,
            ]
        }
        let heading = ["TIME", "CONTEXT", "SERVER", "STEP", "EVENT", "BACKUP", "USER"]
        let text = switch options.form {
        case .table: TableText.table(heading, cells, showsHeading: !options.noHeader)
        case .csv: TableText.csv(heading, cells, showsHeading: !options.noHeader)
        case .jsonl: values.map { ScriptJSON.line($0) }.joined()
        case .json: ScriptJSON.line(Envelope(lines: values))
        }
        return CommandOutput(stdout: text)
    }
}
