import BackupKit
import FoundationEssentials

extension PlanConsequence {
    /// What follows from any act but a restore.
    static func lines(of act: PlanTarget.Act, facts: PlanFacts, rows: [BulkRow]) -> [Self] {
        switch act {
        case .restore: []
        case .delete: deleting(facts.backup.map { [$0] } ?? [], facts: facts)
        case let .bulk(bulk) where bulk.kind == .delete:
            deleting(rows.filter { $0.exclusion == nil }.map(\.backup), facts: facts)
        case let .bulk(bulk): lines(of: bulk.kind)
        case .create: [Self("Effect", "a backup of the present state is made")]
        case let .rename(_, name): [Self("Effect", "it is called \"\(name)\" then")]
        case let .setLock(_, isLocked): lines(of: isLocked ? .lock : .unlock)
        case .retry: [Self("Effect", "it is made again from the present files")]
        case .acknowledge: [Self("Effect", "the outcome is not shown to anybody any more")]
        case .download: [Self("Effect", "the archive is fetched into the download folder")]
        case let .cancel(run) where run.kind == .restore:
            [Self("Lost", "the files may be left half replaced: restore again afterwards", .loss)]
        case .cancel: [Self("Lost", "what was made of it goes", .warning)]
        case .power(.start): [Self("Effect", "the server's process is started")]
        case .power(.kill): [Self("Lost", "what the server has not saved", .loss)]
        case .power: [Self("Effect", "players are disconnected", .warning)]
        }
    }

    private static func lines(of kind: BulkAct.Kind) -> [Self] {
        switch kind {
        case .lock: [Self("Effect", "it cannot be deleted while it is locked")]
        case .unlock: [Self("Effect", "it can be deleted after that, by anybody and by schedules", .warning)]
        case .download: [Self("Effect", "the archive is fetched into the download folder")]
        case .delete: []
        }
    }

    private static func deleting(_ backups: [Backup], facts: PlanFacts) -> [Self] {
        let left = facts.completedCount - backups.count(where: \.isGood)
        let isEntry = backups.count == 1 && backups[0].isCertainlyFailed
        let lost = isEntry ? "only its entry in the list: it failed and holds no data"
            : backups.count == 1 ? "this backup, for good" : "\(backups.count) backups, for good"
        var lines = [
            Self("Lost", lost, isEntry ? .normal : .loss),
            Self("Remain", "\(left) good \(left == 1 ? "backup" : "backups")", left == 0 ? .loss : .normal),
        ]
        if facts.isLastGood {
            let what = backups.count == 1 ? "this is" : "among them is"
            lines.append(Self("Note", "\(what) the newest good backup", .warning))
        }
        if backups.contains(where: { $0.isLocked == true }) { lines.append(Self("Note", "it is locked", .warning)) }
        return lines
    }
}
