import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A retry of a failed create")
struct RetryTests {
    private static let failed = [Sample.backup("bad", state: .failed)]

    private static func accepted(reports: [OperationReport] = []) -> Bench {
        var bench = Bench.opened(failed, reports)
        bench.press(.retry)
        bench.arm()
        bench.key(.character("y"))
        bench.answer()
        bench.list(failed, reports)
        return bench
    }

    @Test(arguments: [[], [Sample.report("bad", .create, .failed)]])
    func theOldFailureDoesNotEndIt(reports: [OperationReport]) {
        var bench = Self.accepted(reports: reports)
        #expect(bench.requests == [.retry("bad")])
        bench.list(Self.failed, reports)
        #expect(bench.operation("bad", .create)?.isOpen == true)
    }

    @Test func aFailureAfterItRanEndsIt() {
        var bench = Self.accepted()
        bench.progress("bad", .create, .running, 0.2)
        bench.list(Self.failed)
        #expect(bench.operation("bad", .create)?.state == .failed)
    }

    @Test func aGoodBackupEndsIt() {
        var bench = Self.accepted()
        bench.list([Sample.backup("bad", state: .completed)])
        #expect(bench.operation("bad", .create)?.state == .done)
    }

    @Test func aFailureThatNothingNewStandsBehindBecomesUnknown() {
        var bench = Self.accepted()
        for _ in 0 ..< 3 { bench.list(Self.failed) }
        #expect(bench.operation("bad", .create)?.state == .unknown)
    }
}
