import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop servers`: the servers of all contexts.
struct ServersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "servers", abstract: "List the servers of every context."
    )

    private struct Row: Encodable {
        var context: String
        var id: String
        var name: String
        var worlds: [World]
    }

    private struct World: Encodable {
        var id: String
        var name: String
        var active: Bool
    }

    private struct Problem: Encodable {
        var context: String
        var code: String
        var message: String
    }

    private struct Envelope: Encodable {
        var schema = "backtop.servers/1"
        var fetchedAt: String
        var servers: [Row]
        var errors: [Problem]

        enum CodingKeys: String, CodingKey {
            case schema, servers, errors
            case fetchedAt = "fetched_at"
        }
    }

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let (form, showsHeading) = (output.form, !output.noHeader)
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            try await session.wait { state in
                state.fleet.contextOrder.allSatisfy {
                    state.fleet.answered.contains($0) || state.fleet.contextErrors[$0] != nil
                }
            }
            return Self.output(session.store.state, form, showsHeading: showsHeading)
        }
    }

    private static func output(_ state: AppState, _ form: OutputOptions.Form, showsHeading: Bool) -> CommandOutput {
        let rows = state.fleet.serverOrder.compactMap { ref in
            state.fleet.servers[ref].map { known in
                Row(
                    context: ref.context.rawValue, id: ref.server.rawValue, name: known.server.name,
                    worlds: known.server.worlds.map { World(id: $0.id.rawValue, name: $0.name, active: $0.isActive) }
                )
            }
        }
        let problems = state.fleet.contextOrder.compactMap { context in
            state.fleet.contextErrors[context].map {
                Problem(context: context.rawValue, code: $0.code.rawValue, message: $0.message)
            }
        }
        let cells = rows.map { [$0.context, $0.id, $0.name, $0.worlds.isEmpty ? "" : "\($0.worlds.count)"] }
        let heading = ["CONTEXT", "ID", "NAME", "WORLDS"]
        let text = switch form {
        case .table: TableText.table(heading, cells, showsHeading: showsHeading)
        case .csv: TableText.csv(heading, cells, showsHeading: showsHeading)
        case .jsonl: rows.map { ScriptJSON.line($0) }.joined()
        case .json: ScriptJSON.line(Envelope(fetchedAt: state.now.formatted(.iso8601), servers: rows, errors: problems))
        }
        let words = problems.map { "\($0.context): \($0.message)\n".printableLine }.joined()
        return CommandOutput(stdout: text, stderr: words, exitCode: problems.isEmpty ? 0 : 3)
    }
}
