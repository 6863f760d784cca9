/// The stretches of time of which retention keeps one backup each, in UTC.
enum RetentionPeriod: CaseIterable {
    case hour
    case day
    case week
    case month
    case year

    /// A number that all seconds of one stretch share, and that grows with time.
    func number(at seconds: Int) -> Int {
        let day = seconds / 86400
        switch self {
        case .hour: return seconds / 3600
        case .day: return day
        // 1970 began on a Thursday, three days into a week.
        case .week: return (day + 3) / 7
        case .month:
            let date = CivilDay(day)
            return date.year * 12 + date.month
        case .year: return CivilDay(day).year
        }
    }

    /// For how many stretches a policy keeps one.
    func count(in policy: RetentionPolicy) -> Int {
        switch self {
        case .hour: policy.keepHourly
        case .day: policy.keepDaily
        case .week: policy.keepWeekly
        case .month: policy.keepMonthly
        case .year: policy.keepYearly
        }
    }

    /// The reason of the backup that is kept for the stretch.
    func reason(at seconds: Int) -> RetentionDecision.Reason {
        let date = CivilDay(seconds / 86400)
        let year = Self.digits(date.year, 4)
        let month = "\(year)-\(Self.digits(date.month, 2))"
        let day = "\(month)-\(Self.digits(date.day, 2))"
        switch self {
        case .hour: return .hourly("\(day) \(Self.digits(seconds / 3600 % 24, 2))h")
        case .day: return .daily(day)
        case .week: return .weekly(Self.weekName(number(at: seconds)))
        case .month: return .monthly(month)
        case .year: return .yearly(year)
        }
    }

    /// A week belongs to the year of its Thursday, and every number of a week times seven is a Thursday's.
    private static func weekName(_ number: Int) -> String {
        let thursday = CivilDay(number * 7)
        return "\(digits(thursday.year, 4))-W\(digits(thursday.dayOfYear / 7 + 1, 2))"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
