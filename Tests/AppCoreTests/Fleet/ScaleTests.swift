import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// Sizes at which comparing each with each would take ten thousand million steps and run into the limit.
@Suite("A hundred thousand backups stay usable", .timeLimit(.minutes(20)))
struct ScaleTests {
    private static let count = 100_000

    private static let backups = (0 ..< count).map { number in
        Backup(
            id: Backup.ID("backup-\(number)"),
            name: "nightly \(number % 977)",
            createdAt: Sample.now.addingTimeInterval(-Double((number * 7919) % count)),
            state: .completed,
            size: Int64(number)
        )
    }

    @Test func listsEventsFiltersOrdersAndMarks() {
        var bench = Bench.opened(Self.backups)
        #expect(bench.rows.count == Self.count)
        bench.select("backup-500")
        for column in BackupColumn.allCases {
            BackupManagerReducer.setSort(BackupSort(column: column), state: &bench.state)
        }
        #expect(bench.selection == "backup-500")
        BackupManagerReducer.setFilter("nightly !1 size>1k", state: &bench.state)
        #expect(!bench.rows.isEmpty)
        BackupManagerReducer.setFilter("", state: &bench.state)
        bench.press(.invertMarks)
        #expect(bench.state.manager.marks.count == Self.count)
        bench.press(.moveTop)
        bench.press(.markRange)
        bench.press(.moveBottom)
        bench.press(.markRange)
        bench.press(.pause)
        bench.press(.pause)
        #expect(bench.rows.count == Self.count)
    }

    @Test func tenThousandKeysAndEventsDoNotWalkThroughTheList() {
        var bench = Bench.opened(Self.backups)
        let revision = bench.state.manager.shownRevision
        for step in 0 ..< 10000 {
            bench.press(.moveDown)
            bench.progress("backup-7", .restore, .running, Double(step) / 10000)
        }
        #expect(bench.state.manager.selectedRow == 10000)
        #expect(bench.state.manager.shownRevision == revision, "nothing was ordered anew")
    }

    @Test func thirtyThousandWorksAreWeighedInOnePass() {
        let backups = Array(Self.backups.prefix(30000))
        let running = backups.map { Sample.report($0.id, .create, .running, 0.5) }
        let done = backups.map { Sample.report($0.id, .create, .done) }
        var bench = Bench.opened(backups, running)
        #expect(bench.server?.operations.count == backups.count)
        bench.list(backups, done)
        #expect(bench.server?.hasOpenOperations == false)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("backup-1", .create))))
        bench.list(backups, done)
        #expect(bench.server?.operations.count == backups.count - 1)
    }

    @Test func aPlanAmongManyIsFoundAndRechecked() {
        var bench = Bench.opened(Self.backups)
        bench.openPlan(on: "backup-99999", backups: Self.backups)
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), Self.backups)
        #expect(bench.requests == [.power(.stop)])
    }
}
