/// A day of the Gregorian calendar.
struct CivilDay: Equatable {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int
    /// Days of the year before it.
    let dayOfYear: Int

    /// The day by its number since 1970-01-01, which must not be negative.
    init(_ number: Int) {
        // By the mean length of a year it is this year or the one beside it.
        var year = 1970 + number * 400 / 146_097
        if Self.daysSince1970(beforeYear: year) > number { year -= 1 }
        if Self.daysSince1970(beforeYear: year + 1) <= number { year += 1 }
        let dayOfYear = number - Self.daysSince1970(beforeYear: year)

        var month = 1
        var rest = dayOfYear
        for length in Self.monthLengths(year) {
            if rest < length { break }
            rest -= length
            month += 1
        }
        self.year = year
        self.month = month
        day = rest + 1
        self.dayOfYear = dayOfYear
    }

    private static func daysSince1970(beforeYear year: Int) -> Int {
        (year - 1970) * 365 + leapYears(before: year) - leapYears(before: 1970)
    }

    private static func leapYears(before year: Int) -> Int {
        (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
    }

    private static func monthLengths(_ year: Int) -> [Int] {
        let february = 28 + leapYears(before: year + 1) - leapYears(before: year)
        return [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
}
