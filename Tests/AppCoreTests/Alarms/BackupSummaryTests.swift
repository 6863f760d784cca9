import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What a list says of how a server stands")
struct BackupSummaryTests {
    private static func backup(_ id: String, hours: Double, size: Int64? = 100, _ state: Backup.State = .completed)
        -> Backup {
        Backup(
            id: Backup.ID(id), createdAt: Sample.now.addingTimeInterval(-hours * 3600), state: state, kind: .automatic,
            size: size
        )
    }

    private static func summary(_ backups: [Backup]) -> BackupSummary {
        BackupSummary(backups, at: Sample.now)
    }

    @Test func theNewestGoodOneAndTheLastAttemptAreFound() {
        let summary = Self.summary([
            Self.backup("old", hours: 50), Self.backup("good", hours: 26), Self.backup("bad", hours: 2, .failed),
            Self.backup("making", hours: 0, .running),
        ])
        #expect(summary.lastGood?.id == "good")
        #expect(summary.lastAttempt?.id == "bad")
    }

    /// Zero, a date to come and none are no dates: they neither hide lateness nor make it.
    @Test(arguments: [Date(timeIntervalSince1970: 0), Sample.now.addingTimeInterval(86400), nil])
    func whatHasNoUsableDateIsNotTheNewest(date: Date?) {
        var odd = Self.backup("odd", hours: 0)
        odd.createdAt = date
        let summary = Self.summary([odd, Self.backup("good", hours: 26)])
        #expect(summary.lastGood?.id == "good")
        #expect(Self.summary([odd]).lastGood == nil)
        #expect(Self.summary([odd]).hasGood, "it is no reason to say never")
    }

    /// Newest first: sizes of the newest and of those before it, and the median that it falls short of.
    @Test(arguments: [
        ([49, 100, 100, 100], 100), ([50, 100, 100, 100], nil), ([10, 100, 100], nil), ([10, 0, 0, 0], nil),
        ([40, 100, 100, 60, 90, 100, 1, 1, 1], 100), ([44, 80, 100, 60, 120], 90), ([45, 80, 100, 60, 120], nil),
    ] as [([Int64], Int64?)])
    func underHalfTheMedianOfFiveIsShrunk(sizes: [Int64], median: Int64?) {
        let backups = sizes.enumerated().map { index, size in
            Self.backup("b\(index)", hours: Double(index * 24), size: size)
        }
        #expect(Self.summary(backups.shuffled()).shrunkFrom == median)
    }

    @Test func failedOnesDoNotCountAsSizes() {
        let backups = [
            Self.backup("new", hours: 1, size: 40), Self.backup("f", hours: 2, size: nil, .failed),
            Self.backup("a", hours: 24), Self.backup("b", hours: 48), Self.backup("c", hours: 72),
        ]
        #expect(Self.summary(backups).shrunkFrom == 100)
    }

    /// A restore takes nothing away from what it restores.
    @Test func aBackupThatIsBeingRestoredIsStillAGoodOne() {
        let summary = Self.summary([Self.backup("a", hours: 3, .restoring), Self.backup("b", hours: 2, .running)])
        #expect(summary.lastGood?.id == "a")
        #expect(summary.lastAttempt?.id == "a")
        #expect(summary.hasGood)
    }

    @Test func onlyTheNewestCountInWhateverOrderTheyCome() {
        let backups = (1 ... 40).map { Self.backup("b\($0)", hours: Double($0)) }
        var random = SeededGenerator(seed: 3)
        for _ in 1 ... 20 {
            let summary = Self.summary(backups.shuffled(using: &random))
            #expect(summary.lastGood?.id == "b1")
            #expect(summary.lastAttempt?.id == "b1")
        }
    }
}
