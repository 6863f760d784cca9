public import BackupKit
public import FoundationEssentials

/// Which backups a policy keeps.
///
/// Rules count good backups only, each rule by itself; what any rule keeps stays. A locked backup counts like every
/// other: its day has its backup. These always stay: the newest good one, the newest `minimumKept`, locked ones, those
/// that are not good, those whose time nobody knows, and those that are being worked on. The last three count for no
/// rule, nor as the newest good one: nobody knows whether they will be there tomorrow, or which day they are of.
public enum Retention {
    /// Decides about every backup of one location; newest first, those without a usable time last. Of two from the same
    /// time the one with the greater id counts as the newer. An empty policy removes nothing. `now` is the time by the
    /// service's clock: a later one is no usable time. O(n log n).
    public static func decide(
        _ backups: [Backup],
        policy: RetentionPolicy,
        busy: Set<Backup.ID> = [],
        now: Date
    ) -> [RetentionDecision] {
        let entries = RetentionEntry.newestFirst(backups, busy: busy, now: now)
        var reasons = entries.map(\.standingReasons)
        let counted = entries.indices.compactMap { index in
            entries[index].countedMoment.map { Counted(index: index, moment: $0) }
        }
        if let newest = counted.first { reasons[newest.index].append(.lastGood) }
        for (rank, row) in counted.prefix(max(0, policy.keepLast)).enumerated() {
            reasons[row.index].append(.last(rank + 1, of: policy.keepLast))
        }
        for period in RetentionPeriod.allCases where period.count(in: policy) > 0 {
            for row in newestOfEach(period, among: counted).prefix(period.count(in: policy)) {
                reasons[row.index].append(period.reason(at: row.seconds))
            }
        }
        if let span = policy.span, let newest = counted.first {
            for row in counted.prefix(while: { $0.isWithin(span, of: newest) }) {
                reasons[row.index].append(.within(span))
            }
        }
        for (rank, row) in counted.prefix(policy.floor).enumerated() {
            reasons[row.index].append(.floor(rank + 1, of: policy.floor))
        }
        return zip(entries, reasons).map { entry, reasons in
            let kept = reasons.isEmpty && policy.isEmpty ? [.noRules] : reasons
            return RetentionDecision(backup: entry.backup, verdict: kept.isEmpty ? .remove : .keep(kept))
        }
    }

    /// A backup that rules count, by its place among all.
    private struct Counted {
        let index: Int
        let moment: Date

        var seconds: Int {
            Int(moment.timeIntervalSince1970)
        }

        func isWithin(_ span: Duration, of newest: Self) -> Bool {
            newest.moment.timeIntervalSince(moment) <= span / .seconds(1)
        }
    }

    /// Rows come newest first, so that all of one stretch stand together: the first of each is its newest.
    private static func newestOfEach(_ period: RetentionPeriod, among rows: [Counted]) -> [Counted] {
        let numbers = rows.map { period.number(at: $0.seconds) }
        return rows.indices.filter { $0 == 0 || numbers[$0] != numbers[$0 - 1] }.map { rows[$0] }
    }
}
