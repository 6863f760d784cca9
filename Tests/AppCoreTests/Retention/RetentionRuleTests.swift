import AppCore
import BackupKit
import FoundationEssentials
import Testing

@Suite("What each rule of retention keeps")
struct RetentionRuleTests {
    /// Backups by time, newest first, and those that a rule keeps, by their place.
    struct Row: CustomTestStringConvertible {
        var testDescription: String
        var policy: RetentionPolicy
        var times: [String]
        var kept: [Int]

        init(_ name: String, _ policy: RetentionPolicy, _ times: [String], keeps kept: [Int]) {
            testDescription = name
            self.policy = policy
            self.times = times
            self.kept = kept
        }
    }

    @Test(arguments: [
        Row("the newest of an hour", RetentionPolicy(keepHourly: 2), [
            "2026-11-25T14:59:59Z", "2026-11-25T14:00:00Z", "2026-11-25T13:59:59Z", "2026-11-25T13:00:00Z",
            "2026-11-25T12:59:59Z",
        ], keeps: [0, 2]),
        Row("the same hour of another day is another hour", RetentionPolicy(keepHourly: 2), [
            "2026-11-25T14:10:00Z", "2026-11-24T14:20:00Z", "2026-11-24T14:10:00Z",
        ], keeps: [0, 1]),
        Row("an hour that summer time repeats elsewhere is two hours", RetentionPolicy(keepHourly: 9), [
            "2026-10-25T01:30:00Z", "2026-10-25T01:10:00Z", "2026-10-25T00:30:00Z", "2026-10-25T00:10:00Z",
        ], keeps: [0, 2]),
        Row("the newest of a day", RetentionPolicy(keepDaily: 2), [
            "2026-11-25T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-24T23:59:59Z", "2026-11-24T00:00:00Z",
            "2026-11-23T23:59:59Z",
        ], keeps: [0, 2]),
        Row("days without a backup do not count", RetentionPolicy(keepDaily: 2), [
            "2026-11-25T10:00:00Z", "2025-01-02T10:00:00Z", "2025-01-01T10:00:00Z",
        ], keeps: [0, 1]),
        Row("a leap day is a day", RetentionPolicy(keepDaily: 3), [
            "2028-03-01T00:00:00Z", "2028-02-29T23:00:00Z", "2028-02-29T01:00:00Z", "2028-02-28T23:00:00Z",
        ], keeps: [0, 1, 3]),
        Row("the day on which summer time begins elsewhere", RetentionPolicy(keepDaily: 2), [
            "2026-03-29T23:30:00Z", "2026-03-29T00:30:00Z", "2026-03-28T23:30:00Z",
        ], keeps: [0, 2]),
        Row("a week begins on Monday", RetentionPolicy(keepWeekly: 2), [
            "2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z", "2026-11-15T23:59:59Z",
        ], keeps: [0, 1]),
        Row("week 53 goes on in the new year", RetentionPolicy(keepWeekly: 3), [
            "2027-01-04T00:00:00Z", "2027-01-03T23:59:59Z", "2027-01-01T00:00:00Z", "2026-12-31T23:59:59Z",
            "2026-12-28T00:00:00Z", "2026-12-27T23:59:59Z",
        ], keeps: [0, 1, 5]),
        Row("the last days of a year may be of the first week", RetentionPolicy(keepWeekly: 2), [
            "2025-01-05T12:00:00Z", "2024-12-30T00:00:00Z", "2024-12-29T23:00:00Z",
        ], keeps: [0, 2]),
        Row("the same week of another year is another week", RetentionPolicy(keepWeekly: 2), [
            "2026-11-25T12:00:00Z", "2025-11-26T12:00:00Z",
        ], keeps: [0, 1]),
        Row("the newest of a month", RetentionPolicy(keepMonthly: 2), [
            "2026-03-01T00:00:00Z", "2026-02-28T23:59:59Z", "2026-02-01T00:00:00Z", "2026-01-31T23:59:59Z",
        ], keeps: [0, 1]),
        Row("the same month of another year is another month", RetentionPolicy(keepMonthly: 2), [
            "2026-11-25T12:00:00Z", "2025-11-25T12:00:00Z", "2025-11-24T12:00:00Z",
        ], keeps: [0, 1]),
        Row("a year ends at midnight", RetentionPolicy(keepMonthly: 2), [
            "2027-01-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z",
        ], keeps: [0, 1]),
        Row("the newest of a year", RetentionPolicy(keepYearly: 2), [
            "2027-01-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z",
        ], keeps: [0, 1]),
        Row("the newest so many", RetentionPolicy(keepLast: 3), [
            "2026-11-25T10:00:03Z", "2026-11-25T10:00:02Z", "2026-11-25T10:00:01Z", "2026-11-25T10:00:00Z",
        ], keeps: [0, 1, 2]),
        Row("a span, with its end", RetentionPolicy(keepWithin: .seconds(86400)), [
            "2026-11-25T10:00:00Z", "2026-11-24T10:00:01Z", "2026-11-24T10:00:00Z", "2026-11-24T09:59:59Z",
        ], keeps: [0, 1, 2]),
        Row("a span of nothing", RetentionPolicy(keepWithin: .zero), [
            "2026-11-25T10:00:00Z", "2026-11-25T09:59:59Z",
        ], keeps: [0]),
        Row("each rule counts by itself", RetentionPolicy(keepLast: 1, keepDaily: 2, keepMonthly: 3), [
            "2026-11-25T10:00:00Z", "2026-11-25T09:00:00Z", "2026-11-24T10:00:00Z", "2026-10-31T10:00:00Z",
            "2026-10-30T10:00:00Z", "2026-09-01T10:00:00Z", "2026-08-01T10:00:00Z",
        ], keeps: [0, 2, 3, 5]),
        Row("counts below zero are off", RetentionPolicy(keepLast: -1, keepHourly: -2, keepYearly: 1), [
            "2026-11-25T10:00:00Z", "2026-11-25T09:00:00Z",
        ], keeps: [0]),
        Row("huge counts keep all", RetentionPolicy(keepLast: .max, keepWithin: .seconds(Int64.max)), [
            "9999-12-31T23:59:59Z", "1970-01-01T00:00:01Z",
        ], keeps: [0, 1]),
        Row("the floor", RetentionPolicy(keepLast: 1, minimumKept: 3), [
            "2026-11-25T10:00:00Z", "2025-11-25T10:00:00Z", "2024-11-25T10:00:00Z", "2023-11-25T10:00:00Z",
        ], keeps: [0, 1, 2]),
        Row("a floor of less than one is one", RetentionPolicy(keepWithin: .zero, minimumKept: -4), [
            "2026-11-25T10:00:00Z", "2025-11-25T10:00:00Z",
        ], keeps: [0]),
    ])
    func aRule(row: Row) throws {
        let backups = try row.times.map { try RetentionSample.at($0) }
        let decisions = Retention.decide(backups.reversed(), policy: row.policy, now: RetentionSample.end)
        #expect(decisions.map(\.backup) == backups, "newest first")
        #expect(decisions.indices.filter { !decisions[$0].isRemoval } == row.kept)
    }

    @Test(arguments: [
        (RetentionPolicy(keepLast: 2), ["last 2 of 2"]),
        (RetentionPolicy(keepHourly: 9), ["hourly 2026-12-31 07h"]),
        (RetentionPolicy(keepDaily: 9), ["daily 2026-12-31"]),
        (RetentionPolicy(keepWeekly: 9), []),
        (RetentionPolicy(keepMonthly: 9), ["monthly 2026-12"]),
        (RetentionPolicy(keepYearly: 9), ["yearly 2026"]),
        (RetentionPolicy(keepWithin: .seconds(129_600)), ["within 36h"]),
        (RetentionPolicy(keepLast: 3, keepDaily: 1, keepYearly: 2, minimumKept: 2), [
            "last 2 of 3", "yearly 2026", "min-keep 2 of 2",
        ]),
    ])
    func aReasonNamesWhatItIsTheNewestOf(policy: RetentionPolicy, words: [String]) throws {
        let backups = try ["2027-01-01T00:00:00Z", "2026-12-31T07:05:00Z"].map { try RetentionSample.at($0) }
        #expect(Retention.decide(backups, policy: policy, now: RetentionSample.end).last?.reasons.map(\.words) == words)
    }

    @Test func theNewestBearsAllItsReasons() throws {
        let policy = RetentionPolicy(
            keepLast: 1, keepHourly: 1, keepDaily: 1, keepWeekly: 1, keepMonthly: 1, keepYearly: 1,
            keepWithin: .seconds(604_800), minimumKept: 2
        )
        let decision = try #require(try Retention.decide(
            [RetentionSample.at("2027-01-01T00:00:00Z")],
            policy: policy,
            now: RetentionSample.end
        )
        .first)
        #expect(decision.reasons.map(\.words) == [
            "newest good backup", "last 1 of 1", "hourly 2027-01-01 00h", "daily 2027-01-01", "weekly 2026-W53",
            "monthly 2027-01", "yearly 2027", "within 7d", "min-keep 1 of 2",
        ])
    }

    @Test(arguments: [
        (RetentionDecision.Reason.within(.seconds(0)), "within 0s"), (.within(.seconds(90)), "within 90s"),
        (.within(.seconds(300)), "within 5m"), (.within(.seconds(93600)), "within 26h"),
        (.within(.seconds(172_800)), "within 2d"), (.locked, "locked"), (.lastGood, "newest good backup"),
        (.notCompleted(.failed), "not completed (failed)"), (.notCompleted(.restoring), "being restored"),
        (.beingWorkedOn, "being worked on"), (.safety, "safety backup under 7 days"),
        (.source, "source of the restore"), (.noDate, "no usable date"), (.noRules, "no rule is set"),
    ])
    func everyReasonHasWords(reason: RetentionDecision.Reason, words: String) {
        #expect(reason.words == words)
    }
}
