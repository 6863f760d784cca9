import AppCore
import ArgumentParser
import BackupKit

/// `backtop lock BACKUP…`.
struct LockCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "lock", abstract: "Protect backups from deletion.")

    @Argument(help: "Ids or names of the backups.")
    var backups: [String]

    @Flag(help: "With several: do not go on after one that fails.")
    var stopAtFailure = false

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try BulkWords.act(.lock, backups, stopAtFailure, at: place) { .setLock($0, true) }
    }
}

/// `backtop unlock BACKUP…`.
struct UnlockCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "unlock", abstract: "Lift backups' protection.")

    @Argument(help: "Ids or names of the backups.")
    var backups: [String]

    @Flag(help: "With several: do not go on after one that fails.")
    var stopAtFailure = false

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try BulkWords.act(.unlock, backups, stopAtFailure, at: place) { .setLock($0, false) }
    }
}

/// `backtop rename BACKUP NAME`.
struct RenameCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Give a backup another name.")

    @Argument(help: "Id or name of the backup.")
    var backup: String

    @Argument(help: "Its new name.")
    var name: String

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try .rename(place.backup(backup).id, to: name)
    }
}

/// `backtop download BACKUP…`.
struct DownloadCommand: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Fetch archives into the download folder; prints their paths."
    )

    @Argument(help: "Ids or names of the backups.")
    var backups: [String]

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try BulkWords.act(.download, backups, false, at: place) { .download($0) }
    }
}
