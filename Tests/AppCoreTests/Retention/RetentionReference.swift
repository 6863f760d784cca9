import AppCore
import BackupKit
import FoundationEssentials

/// The rules of retention once more and in another way: each backup is compared with every other one, and dates come
/// from a calendar that was walked day by day.
struct RetentionReference {
    /// The names of one day, as numbers such as 20261125, 202648, 202611 and 2026.
    struct Day {
        var date: Int
        var week: Int
        var month: Int
        var year: Int
    }

    /// All days from 1970-01-01 on.
    private let days: [Day]

    /// Walks up to the end of a year.
    init(through lastYear: Int = 2100) {
        var days: [Day] = []
        // 1969-12-29 was the Monday of the first week of 1970.
        var (year, month, day, weekday) = (1969, 12, 29, 1)
        var (weekYear, week) = (1970, 1)
        while year <= lastYear {
            if year >= 1970 {
                let months = year * 100 + month
                days.append(Day(date: months * 100 + day, week: weekYear * 100 + week, month: months, year: year))
            }
            day += 1
            if day > Self.length(of: month, in: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            weekday = weekday % 7 + 1
            if weekday == 1 {
                // The first week of a year is the one that holds January 4th.
                let isFirst = (month == 12 && day >= 29) || (month == 1 && day <= 4)
                (weekYear, week) = isFirst ? (month == 12 ? year + 1 : year, 1) : (weekYear, week + 1)
            }
        }
        self.days = days
    }

    private static func length(of month: Int, in year: Int) -> Int {
        if [4, 6, 9, 11].contains(month) { return 30 }
        if month != 2 { return 31 }
        if year.isMultiple(of: 400) { return 29 }
        return year.isMultiple(of: 4) && !year.isMultiple(of: 100) ? 29 : 28
    }

    /// The names of the day of a moment.
    func day(of moment: Date) -> Day {
        days[Int((moment.timeIntervalSince1970 / 86400).rounded(.down))]
    }

    /// The ids that a policy keeps.
    func kept(_ backups: [Backup], _ policy: RetentionPolicy, busy: Set<Backup.ID>) -> Set<Backup.ID> {
        let counted = backups.filter { counts($0) && !busy.contains($0.id) }
        var kept = Set(backups.map(\.id)).subtracting(counted.map(\.id))
        guard policy != RetentionPolicy(minimumKept: policy.minimumKept) else { return Set(backups.map(\.id)) }

        let times = counted.map { $0.createdAt?.timeIntervalSince1970 ?? 0 }
        let names = times.map(stretches)
        let limits = [policy.keepHourly, policy.keepDaily, policy.keepWeekly, policy.keepMonthly, policy.keepYearly]
        for this in counted.indices {
            var newer: [Int] = []
            for other in counted.indices where times[other] >= times[this] && other != this {
                if times[other] > times[this] || counted[other].id > counted[this].id { newer.append(other) }
            }
            var isKept = counted[this].isLocked == true
            isKept = isKept || newer.count < policy.keepLast || newer.count < policy.minimumKept
            for (rule, count) in limits.enumerated() where count > 0 && !isKept {
                let newerNames = Set(newer.map { names[$0][rule] })
                isKept = !newerNames.contains(names[this][rule]) && newerNames.count < count
            }
            if let span = policy.keepWithin, !isKept {
                let reach = times[this] + Double(span.components.seconds)
                isKept = !newer.contains { times[$0] > reach }
            }
            if isKept { kept.insert(counted[this].id) }
        }
        return kept
    }

    /// The names of the hour, day, week, month and year.
    private func stretches(at seconds: Double) -> [Int] {
        let day = day(of: Date(timeIntervalSince1970: seconds))
        let hour = Int(seconds.truncatingRemainder(dividingBy: 86400) / 3600)
        return [day.date * 100 + hour, day.date, day.week, day.month, day.year]
    }

    private func counts(_ backup: Backup) -> Bool {
        guard let moment = backup.createdAt, moment > Date(timeIntervalSince1970: 0) else { return false }
        switch backup.state {
        case .completed: return true
        case .failed: return backup.size == 10 && backup.checksum != nil
        case .pending, .running, .cancelled, .restoring, .unknown: return false
        }
    }
}
