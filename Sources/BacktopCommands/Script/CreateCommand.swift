import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop create NAME`.
struct CreateCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a backup.")

    @Argument(help: "Its name, or its description where the service knows only that.")
    var name: String

    @Option(help: ArgumentHelp(
        "Leave out what matches this pattern; may be given several times.",
        valueName: "pattern"
    ))
    var ignore: [String] = []

    @Flag(help: "Protect it from deletion at once.")
    var lock = false

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        let traits = place.server.capabilities.create
        if !ignore.isEmpty, !traits.options.contains(.ignoredPatterns) {
            throw ScriptFailure(.usage, "this service takes no patterns: leave --ignore out")
        }
        if lock, !traits.options.contains(.lock) {
            throw ScriptFailure(.usage, "this service cannot lock a new backup: leave --lock out")
        }
        return .create(BackupDraft(
            name: name,
            ignoredPatterns: ignore,
            isLocked: lock,
            id: traits.takesOwnID ? Backup.ID(UUID().uuidString.lowercased()) : nil
        ))
    }
}
