import AppCore
import ArgumentParser
import BackupKit

/// `backtop delete BACKUP…`.
struct DeleteCommand: ActCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete backups for good.")

    @Argument(help: "Ids or names of the backups.")
    var backups: [String]

    @Flag(help: "With several: do not go on after one that fails.")
    var stopAtFailure = false

    @OptionGroup var acting: ActOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func act(at place: ScriptPlace) throws(ScriptFailure) -> PlanTarget.Act {
        try BulkWords.act(.delete, backups, stopAtFailure, at: place) { .delete($0) }
    }
}

/// Several backups on a command line: one is a plan of its own, more are a bulk plan.
enum BulkWords {
    static func act(
        _ kind: BulkAct.Kind,
        _ words: [String],
        _ stopsAtFailure: Bool,
        at place: ScriptPlace,
        single: (Backup.ID) -> PlanTarget.Act
    ) throws(ScriptFailure) -> PlanTarget.Act {
        var ids: [Backup.ID] = []
        for word in words {
            let id = try place.backup(word).id
            if !ids.contains(id) { ids.append(id) }
        }
        guard let first = ids.first else { throw ScriptFailure(.usage, "name a backup") }
        if ids.count == 1, !stopsAtFailure { return single(first) }
        return .bulk(BulkAct(kind: kind, backups: ids, stopsAtFailure: stopsAtFailure))
    }
}
