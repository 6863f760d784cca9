import AppCore
import ArgumentParser
import BackupKit
import FoundationEssentials

/// `backtop restore BACKUP`.
struct RestoreCommand: ActCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace a server's files by a backup's, after a backup of the present state."
    )

    @Argument(help: "Id or name of the backup.")
    var backup: String

    @Flag(help: "Remove every file of the server first, where the service offers that.")
    var wipe = false

    @Flag(inversion: .prefixedNo, help: "Make a backup of the present state first.")
    var safetyBackup: Bool?

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        let traits = place.server.capabilities.restore
        if wipe, traits.extent != .choice {
            throw ScriptFailure(.usage, "this service has no choice of removing files first: leave --wipe out")
        }
        let isByServer = traits.safetyBackup == .byServer
        let nonce = String(UInt32.random(in: .min ... .max), radix: 16)
        let name = "Before restore \(String(repeating: "0", count: 8 - nonce.count))\(nonce)"
        return try .restore(
            place.backup(backup).id, RestoreOptions(truncates: wipe, safetyName: isByServer ? name : nil)
        )
    }

    func makesSafetyBackup(_ settings: Settings) -> Bool {
        safetyBackup ?? settings.makesSafetyBackup
    }
}
