import AppCore
import BackupKit
import Foundation
import Testing

@Suite("Retention against its rules written down in another way")
struct RetentionReferenceTests {
    private static let reference = RetentionReference()

    @Test func bothKeepTheSame() {
        var removals = 0
        for seed in 0 ..< 10000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            // Up to 60, and small ones more often: they meet as many edges, and the reference compares all with all.
            let size = Int.random(in: 0 ... .random(in: 0 ... 60, using: &generator), using: &generator)
            let backups = RetentionSample.history(size: size, using: &generator)
            let policy = RetentionSample.policy(using: &generator)
            let busy = RetentionSample.busy(backups, using: &generator)
            let kept = RetentionSample.kept(backups, policy, busy: busy)
            let expected = Self.reference.kept(backups, policy, busy: busy)
            if kept != expected { Issue.record("seed \(seed): \(kept.symmetricDifference(expected)) of \(policy)") }
            removals += backups.count - kept.count
        }
        #expect(removals > 30000, "histories of which nothing is removed prove nothing")
    }

    /// The reference is not to be wrong in the same way.
    @Test func theReferenceNamesDaysAsFoundationDoes() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: 0, to: 47800, by: 5) {
            let moment = Date(timeIntervalSince1970: Double(number) * 86400)
            let day = Self.reference.day(of: moment)
            let parts = calendar.dateComponents([.year, .month, .day, .weekOfYear, .yearForWeekOfYear], from: moment)
            let (year, month) = try (#require(parts.year), #require(parts.month))
            #expect(try day.date == year * 10000 + month * 100 + #require(parts.day))
            #expect(try day.week == #require(parts.yearForWeekOfYear) * 100 + #require(parts.weekOfYear))
            #expect(day.month == year * 100 + month)
            #expect(day.year == year)
        }
    }
}
