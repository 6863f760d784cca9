/// Which good backups stay. Every rule keeps some by itself, and what any rule keeps stays.
public struct RetentionPolicy: Equatable, Codable, Sendable {
    /// The newest so many; 0 or less turns the rule off, as for all counts below.
    public var keepLast: Int
    /// The newest of each hour (UTC), for the newest so many hours that have one.
    public var keepHourly: Int
    /// The newest of each day (UTC).
    public var keepDaily: Int
    /// The newest of each ISO week (UTC).
    public var keepWeekly: Int
    /// The newest of each month (UTC).
    public var keepMonthly: Int
    /// The newest of each year (UTC).
    public var keepYearly: Int
    /// All that are at most this much older than the newest one; nil or less than zero turns the rule off.
    public var keepWithin: Duration?
    /// So many of the newest stay whatever the rules say; less than 1 counts as 1.
    public var minimumKept: Int

    /// A policy; rules that are left out are off.
    public init(
        keepLast: Int = 0,
        keepHourly: Int = 0,
        keepDaily: Int = 0,
        keepWeekly: Int = 0,
        keepMonthly: Int = 0,
        keepYearly: Int = 0,
        keepWithin: Duration? = nil,
        minimumKept: Int = 1
    ) {
        self.keepLast = keepLast
        self.keepHourly = keepHourly
        self.keepDaily = keepDaily
        self.keepWeekly = keepWeekly
        self.keepMonthly = keepMonthly
        self.keepYearly = keepYearly
        self.keepWithin = keepWithin
        self.minimumKept = minimumKept
    }

    /// No rule is on, so that nothing may be removed. The floor alone is no rule: it tells what stays at the least, not
    /// that the rest may go.
    public var isEmpty: Bool {
        span == nil && [keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly].allSatisfy { $0 <= 0 }
    }

    /// The span of `keepWithin` where the rule is on.
    var span: Duration? {
        keepWithin.flatMap { $0 < .zero ? nil : $0 }
    }

    /// How many of the newest stay in any case.
    var floor: Int {
        max(1, minimumKept)
    }
}
