/// The `retention` section: rules that each keep some completed backups; a backup that any rule keeps stays.
struct RetentionSettings: Hashable, Sendable {
    /// The newest so many; 0 turns the rule off, as for all counts below.
    var keepLast = 0
    /// The newest of each hour, for so many hours that have one.
    var keepHourly = 0
    /// The newest of each day (UTC).
    var keepDaily = 0
    /// The newest of each ISO week (UTC).
    var keepWeekly = 0
    /// The newest of each month (UTC).
    var keepMonthly = 0
    /// The newest of each year (UTC).
    var keepYearly = 0
    /// Everything at most this much older than the newest good backup.
    var keepWithin: Duration?
    /// So many completed backups always stay; at least 1.
    var minimumKept = 1

    /// Whether no rule keeps anything, so that there is no policy to apply.
    var isEmpty: Bool {
        keepWithin == nil
            && [keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly].allSatisfy { $0 == 0 }
    }
}
