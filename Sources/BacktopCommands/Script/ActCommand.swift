import AppCore
import ArgumentParser
import BackupKit

/// A command that changes something. What it asks for is a value, so that the command line that a plan prints can be
/// parsed back and compared.
protocol ActCommand: ParsableCommand, Sendable {
    var options: GlobalOptions { get }
    var output: OutputOptions { get }
    var acting: ActOptions { get }

    /// The act, with names resolved to ids.
    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act
    /// For a restore: whether we make a backup of the present state first.
    func makesSafetyBackup(_ settings: Settings) -> Bool
}

extension ActCommand {
    func makesSafetyBackup(_: Settings) -> Bool {
        false
    }

    /// Opens the server, makes the act, and carries it out.
    func run() throws {
        let command = self
        try ScriptSession.run(options) { session throws(ScriptFailure) in
            let place = try await ScriptPlace.open(session)
            let runner = ActRunner(
                session: session,
                options: command.acting,
                form: command.output.form,
                isQuiet: command.options.quiet
            )
            return try await runner.run(
                command.act(at: place),
                at: place,
                makesSafetyBackup: command.makesSafetyBackup(session.plan.settings)
            )
        }
    }
}
