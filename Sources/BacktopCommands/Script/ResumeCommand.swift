import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop resume`: work that an earlier session left behind.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "List unfinished work, go on with it, or put it aside."
    )

    private struct Row: Encodable {
        var act: String
        var context: String
        var server: String
        var serverName: String
        var step: String
        @OrNull var title: String?
        var began: String
        var user: String
        var requests: [String]
        var resumable: Bool
        @OrNull var reason: String?

        enum CodingKeys: String, CodingKey {
            case act, context, server, step, title, began, user, requests, resumable, reason
            case serverName = "server_name"
        }
    }

    private struct Envelope: Encodable {
        var schema = "backtop.resume/1"
        var unfinished: [Row]
    }

    @Argument(help: "The journal's name of the work; left out, what there is is listed.")
    var act: String?

    @Flag(help: "Put it aside for good; the journal keeps it.")
    var putAside = false

    @Flag(help: "Accept that it goes on.")
    var yes = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard act != nil || !putAside && !yes else {
            throw ValidationError("Name the work that is meant; backtop resume lists it.")
        }
    }

    func run() throws {
        let command = self
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            try await session.wait { $0.hasLookedForUnfinished || $0.journalProblem != nil }
            if let problem = session.store.state.journalProblem { throw ScriptFailure(.failed, problem) }
            try await session.wait { state in
                state.fleet.contextOrder.allSatisfy {
                    state.fleet.answered.contains($0) || state.fleet.contextErrors[$0] != nil
                }
            }
            try await session.wait { state in
                state.unfinished
                    .allSatisfy { $0.isFree != nil || state.fleet.contexts[$0.location.server.context] == nil }
            }
            guard let wanted = command.act else { return command.listed(session.store.state) }
            return try await command.carryOut(wanted, session)
        }
    }

    private func listed(_ state: AppState) -> CommandOutput {
        let rows = state.unfinished.map { work in
            let reason = work.isFree == false
                ? "another Backtop on this machine is at it" : UnfinishedReducer.reason(against: work, in: state)
            return Row(
                act: work.act.rawValue, context: work.location.server.context.rawValue,
                server: work.location.server.server.rawValue, serverName: work.serverName, step: work.step,
                title: work.title, began: work.beganAt.formatted(.iso8601), user: work.user,
                requests: work.requests.map { "\($0.step): \($0.answer?.words.name ?? "its answer is not known")" },
                resumable: reason == nil, reason: reason
            )
        }
        let cells = rows.map { row in
            [
                row.act, row.context, row.serverName, row.title.map { "\(row.step) \"\($0)\"" } ?? row.step, row.began,
                row.requests.last ?? "", row.reason ?? "",
            ]
        }
        let heading = ["ACT", "CONTEXT", "SERVER", "WORK", "BEGAN", "LAST", "OFF"]
        let text = switch output.form {
        case .table where rows.isEmpty: ""
        case .table: TableText.table(heading, cells, showsHeading: !output.noHeader)
        case .csv: TableText.csv(heading, cells, showsHeading: !output.noHeader)
        case .jsonl: rows.map { ScriptJSON.line($0) }.joined()
        case .json: ScriptJSON.line(Envelope(unfinished: rows))
        }
        let words = rows.isEmpty && !options.quiet ? "Nothing is unfinished.\n" : ""
        return CommandOutput(stdout: text, stderr: words)
    }

    @MainActor
    private func carryOut(_ wanted: String, _ session: ScriptSession) async throws(ScriptFailure) -> CommandOutput {
        let act = Identifier<JournalEntry>(wanted)
        guard let work = session.store.state.unfinished.first(where: { $0.act == act }) else {
            throw ScriptFailure(.notFound, "no unfinished work is called \(wanted): backtop resume lists what there is")
        }
        if work.isFree == false { throw ScriptFailure(.busy, "another Backtop on this machine is at it") }
        if putAside {
            session.store.send(.script(.putAside(act)))
            try await session.wait { _ in session.store.isSettled }
            if let work = session.store.state.unfinished.first(where: { $0.act == act }) {
                let words = session.store.state.notice?.text ?? "\(work.act) was not put aside"
                throw ScriptFailure(.busy, words)
            }
            return CommandOutput(stderr: options.quiet ? "" : "put aside\n")
        }
        if let reason = UnfinishedReducer.reason(against: work, in: session.store.state) {
            throw ScriptFailure(.refused, "it cannot be gone on with: \(reason)")
        }
        guard yes else { throw ScriptFailure(.refused, "nothing was done: accept it with --yes") }
        session.store.send(.script(.resume(act)))
        let server = work.location.server
        try await session.wait { state in
            work.isWorkflow ? state.runs[server]?.outcome != nil : !state.isLookingFor(act, at: server)
        }
        return end(of: work, session.store.state)
    }

    private func end(of work: UnfinishedAct, _ state: AppState) -> CommandOutput {
        if let run = state.runs[work.location.server], let outcome = run.outcome, work.isWorkflow {
            let words = [outcome.text, outcome.next].compactMap(\.self).joined(separator: ". ")
            return CommandOutput(
                stderr: "\(outcome.kind.rawValue): \(words)\n".printableLine,
                exitCode: run.exitCode ?? ScriptFailure.Code.failed.rawValue
            )
        }
        let isFound = state.notice?.kind == .success
        return CommandOutput(stderr: "\(state.notice?.text ?? "unknown")\n".printableLine, exitCode: isFound ? 0 : 1)
    }
}
