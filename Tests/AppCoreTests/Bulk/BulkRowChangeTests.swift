import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// Something that happens to a list while the third of its rows waits for its turn, and a word of that row's result.
struct RowChange: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Nil where the row is asked for all the same.
    var word: String?
    var change: @Sendable (inout [Backup], inout [OperationReport]) -> Void

    init(
        _ name: String,
        _ word: String?,
        _ change: @escaping @Sendable (inout [Backup], inout [OperationReport]) -> Void
    ) {
        testDescription = name
        self.word = word
        self.change = change
    }
}

@Suite("A row of a bulk act that changed before its turn is not asked for")
struct BulkRowChangeTests {
    static let changes: [RowChange] = [
        RowChange("gone", "gone from the list") { backups, _ in backups.remove(at: 2) },
        RowChange("failed", "is failed now") { backups, _ in backups[2].state = .failed },
        RowChange("restored by others", "is restoring now") { backups, _ in backups[2].state = .restoring },
        RowChange("locked", "was locked") { backups, _ in backups[2].isLocked = true },
        RowChange("another checksum", "checksum") { backups, _ in
            backups[2].checksum = Checksum(algorithm: .sha1, value: "ff")
        },
        RowChange("another size", "size") { backups, _ in backups[2].size = 5 },
        RowChange("worked on", "a restore of \"copy m3\" runs") { _, reports in
            reports = [Sample.report("m3", .restore, .running)]
        },
        RowChange("waited for by others", "a create of \"copy m3\" runs") { _, reports in
            reports = [Sample.report("m3", .create, .queued)]
        },
        RowChange("renamed", nil) { backups, _ in backups[2].name = "other" },
        RowChange("another one changed", nil) { backups, _ in backups[5].state = .failed },
    ]

    @Test(arguments: changes, [false, true])
    func aRowThatChangedBeforeItsTurnIsNotAskedFor(change: RowChange, stopsAtFailure: Bool) {
        var bench = BulkTests.working(.delete, ["m2", "m3", "m4"], stopsAtFailure: stopsAtFailure)
        var (backups, reports) = (BulkTests.backups, [OperationReport]())
        change.change(&backups, &reports)
        for _ in 0 ..< 2 { bench.list(backups, reports) }
        bench.answer()
        guard let word = change.word else {
            #expect(bench.requests == [.delete("m2"), .delete("m3")])
            return
        }
        guard case let .refused(reason)? = bench.run?.bulk?.items["m3"] else {
            Issue.record("\(String(describing: bench.run?.bulk?.items["m3"]))")
            return
        }
        #expect(reason.contains(word), "\(reason)")
        #expect(bench.requests == (stopsAtFailure ? [.delete("m2")] : [.delete("m2"), .delete("m4")]))
        if !stopsAtFailure { bench.answer() }
        for _ in 0 ..< 2 { bench.list(backups.filter { $0.id != "m2" && (stopsAtFailure || $0.id != "m4") }, reports) }
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.text == (stopsAtFailure
                ? "1 of 3 backups were deleted: 1 refused as changed, 1 not asked for"
                : "2 of 3 backups were deleted: 1 refused as changed"))
        #expect(bench.run?.stepsDone == 1)
    }

    @Test func withEveryRowChangedNothingMoreIsAskedFor() {
        var bench = BulkTests.working(.delete, ["m2", "m3", "m4"])
        for _ in 0 ..< 2 { bench.list(BulkTests.left(besides: ["m2", "m3", "m4"])) }
        bench.answer(.refused(ProviderError(.notFound, "no such backup")))
        #expect(bench.requests == [.delete("m2")])
        #expect(bench.run?.outcome?.text == "1 of 3 backups were deleted: 2 refused as changed")
    }

    @Test func aLockThatSomebodySetBeforeItsTurnIsNotAskedFor() {
        var bench = BulkTests.working(.lock, ["m2", "m3"])
        var backups = BulkTests.backups
        backups[2].isLocked = true
        bench.list(backups)
        bench.answer()
        #expect(bench.requests == [.setLock("m2", true)])
        #expect(bench.run?.bulk?.items["m3"] == .refused("it was locked"))
    }
}
