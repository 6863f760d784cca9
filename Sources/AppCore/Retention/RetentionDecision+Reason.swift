public import BackupKit

extension RetentionDecision {
    /// Why a backup stays.
    public enum Reason: Hashable, Sendable {
        /// The how manieth of the newest that `keepLast` keeps.
        case last(Int, of: Int)
        /// The newest of an hour, as `2026-11-25 14h`. All these times are UTC.
        case hourly(String)
        /// The newest of a day, as `2026-11-25`.
        case daily(String)
        /// The newest of an ISO week, as `2026-W48`.
        case weekly(String)
        /// The newest of a month, as `2026-11`.
        case monthly(String)
        /// The newest of a year, as `2026`.
        case yearly(String)
        /// Not more than so much older than the newest good one.
        case within(Duration)
        /// The how manieth of the newest that `minimumKept` keeps.
        case floor(Int, of: Int)
        /// It is locked.
        case locked
        /// It is the newest good backup.
        case lastGood
        /// It is not good, so that no rule applies to it.
        case notCompleted(Backup.State)
        /// Work on it goes on.
        case beingWorkedOn
        /// It was made before a restore that was less than seven days ago, or nobody knows when.
        case safety
        /// It is what a restore is made from.
        case source
        /// It does not count towards the limit.
        case makesNoRoom
        /// Nobody knows when it was made.
        case noDate
        /// The policy has no rule by which anything could be removed.
        case noRules

        /// The reason in a few words, for a table.
        public var words: String {
            switch self {
            case let .last(rank, count): "last \(rank) of \(count)"
            case let .hourly(hour): "hourly \(hour)"
            case let .daily(day): "daily \(day)"
            case let .weekly(week): "weekly \(week)"
            case let .monthly(month): "monthly \(month)"
            case let .yearly(year): "yearly \(year)"
            case let .within(span): "within \(Self.text(span))"
            case let .floor(rank, count): "min-keep \(rank) of \(count)"
            case .locked: "locked"
            case .lastGood: "newest good backup"
            // Its archive may well be whole, and nothing tells while it is being read.
            case .notCompleted(.restoring): "being restored"
            case let .notCompleted(state): "not completed (\(state.rawValue))"
            case .beingWorkedOn: "being worked on"
            case .safety: "safety backup under 7 days"
            case .source: "source of the restore"
            case .makesNoRoom: "makes no room"
            case .noDate: "no usable date"
            case .noRules: "no rule is set"
            }
        }

        /// In the largest unit that gives a whole number.
        private static func text(_ span: Duration) -> String {
            let seconds = span.components.seconds
            let units: [(size: Int64, name: String)] = [(86400, "d"), (3600, "h"), (60, "m")]
            let unit = units.first { seconds >= $0.size && seconds % $0.size == 0 }
            return unit.map { "\(seconds / $0.size)\($0.name)" } ?? "\(seconds)s"
        }
    }
}
