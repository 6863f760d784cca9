public import BackupKit
public import FoundationEssentials

/// Which backups may be offered for deletion where a new one does not fit any more.
public enum MakeRoom {
    /// Decides about every backup of one location. What may be offered comes first, in the order in which it is to be
    /// offered: certainly failed ones, then good automatic ones, then other good ones, the oldest first in each. The
    /// rest follows, newest first.
    ///
    /// Never offered: the newest good one, `source`, locked ones, those that are being worked on, good ones whose time
    /// nobody knows, those that are neither good nor certainly failed, those that do not count towards the limit, and
    /// safety backups unless they were certainly made seven days or more ago. `now` is the time by the service's clock.
    public static func candidates(
        in backups: [Backup],
        sparing source: Backup.ID? = nil,
        busy: Set<Backup.ID> = [],
        counting: QuotaTraits.Counted,
        now: Date
    ) -> [RetentionDecision] {
        let entries = RetentionEntry.newestFirst(backups, busy: busy, now: now)
        let newest = entries.first { $0.countedMoment != nil }?.backup.id
        let decisions = entries.map { entry in
            let backup = entry.backup
            var reasons: [RetentionDecision.Reason] = backup.id == source ? [.source] : []
            reasons += entry.standingReasons.filter { $0 != .notCompleted(.failed) || !backup.isCertainlyFailed }
            if backup.id == newest { reasons.append(.lastGood) }
            if !counting.includes(backup.state) { reasons.append(.makesNoRoom) }
            if backup.isSafetyBackup, !entry.isOlder(than: safetySpan, at: now) { reasons.append(.safety) }
            return RetentionDecision(backup: backup, verdict: reasons.isEmpty ? .remove : .keep(reasons))
        }
        let oldestFirst = decisions.filter(\.isRemoval).reversed()
        let offered = Turn.allCases.flatMap { turn in oldestFirst.filter { Turn(of: $0.backup) == turn } }
        return offered + decisions.filter { !$0.isRemoval }
    }

    /// For so long the state before a restore may still be wanted back.
    private static let safetySpan: TimeInterval = 7 * 86400

    /// When a backup is offered: first what holds nothing, last what a person asked for.
    private enum Turn: CaseIterable {
        case failed
        case automatic
        case other

        init(of backup: Backup) {
            self = !backup.isGood ? .failed : backup.kind == .automatic ? .automatic : .other
        }
    }
}

extension RetentionEntry {
    /// Certainly made so long ago or longer.
    fileprivate func isOlder(than span: TimeInterval, at now: Date) -> Bool {
        moment.map { now.timeIntervalSince($0) >= span } ?? false
    }
}

extension Backup {
    /// It bears the name that safety backups get: `Before restore ` and eight hexadecimal digits. A person may give the
    /// same name to another one, which is then spared for no reason.
    var isSafetyBackup: Bool {
        let prefix = "Before restore "
        guard let name, name.hasPrefix(prefix) else { return false }
        let digits = name.dropFirst(prefix.count)
        return digits.count == 8 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
