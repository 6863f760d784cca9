import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Hours, days, weeks, months and years of retention")
struct RetentionPeriodTests {
    private static let reference = RetentionReference()

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "1970-01-01", "1970-W01"), ("1971-01-03T12:00:00Z", "1971-01-03", "1970-W53"),
        ("1972-02-29T12:00:00Z", "1972-02-29", "1972-W09"), ("2000-02-29T23:59:59Z", "2000-02-29", "2000-W09"),
        ("2020-12-31T00:00:00Z", "2020-12-31", "2020-W53"), ("2024-12-30T00:00:00Z", "2024-12-30", "2025-W01"),
        ("2026-12-31T23:59:59Z", "2026-12-31", "2026-W53"), ("2027-01-01T00:00:00Z", "2027-01-01", "2026-W53"),
        ("2027-01-04T00:00:00Z", "2027-01-04", "2027-W01"), ("2100-02-28T23:59:59Z", "2100-02-28", "2100-W08"),
        ("2100-03-01T00:00:00Z", "2100-03-01", "2100-W09"), ("9999-12-31T23:59:59Z", "9999-12-31", "9999-W52"),
    ])
    func aMomentHasADayAndAWeek(time: String, day: String, week: String) throws {
        let seconds = try Int(Date(time, strategy: .iso8601).timeIntervalSince1970)
        #expect(RetentionPeriod.day.reason(at: seconds) == .daily(day))
        #expect(RetentionPeriod.week.reason(at: seconds) == .weekly(week))
        #expect(RetentionPeriod.month.reason(at: seconds) == .monthly(String(day.prefix(7))))
        #expect(RetentionPeriod.year.reason(at: seconds) == .yearly(String(day.prefix(4))))
    }

    @Test func everyDayIsNamedAsByWalkingThere() {
        for number in 0 ..< 47800 {
            let civil = CivilDay(number)
            let day = Self.reference.day(of: Date(timeIntervalSince1970: Double(number) * 86400))
            if civil.year * 10000 + civil.month * 100 + civil.day != day.date { Issue.record("day \(number)") }
        }
    }

    @Test(arguments: RetentionPeriod.allCases)
    func aNumberAndANameChangeInTheSameMoment(period: RetentionPeriod) {
        // Ten years around the turn of a century that is no leap year, in steps that meet every full hour.
        for seconds in stride(from: 3_944_678_400, to: 4_260_297_600, by: 3600)
            where period == .hour || seconds % 86400 == 0 {
            let isSameNumber = period.number(at: seconds) == period.number(at: seconds - 1)
            let isSameName = period.reason(at: seconds) == period.reason(at: seconds - 1)
            if isSameNumber != isSameName { Issue.record("\(seconds)") }
            if period.number(at: seconds) < period.number(at: seconds - 1) { Issue.record("\(seconds) goes back") }
        }
    }
}
