import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The order of the list")
struct BackupSortTests {
    private static let checksum = Checksum(algorithm: .sha256, value: "aa")

    /// The one with every fact, the one with greater facts, and the one with none.
    private static let low = Backup(
        id: "low", name: "Alpha", createdAt: Sample.now.addingTimeInterval(-100), state: .completed, kind: .automatic,
        size: 10, checksum: checksum, isLocked: false, expiresAt: Sample.now
    )
    private static let high = Backup(
        id: "high", name: "beta", createdAt: Sample.now, state: .failed, kind: .manual, size: 20,
        checksum: Checksum(algorithm: .sha256, value: "bb"), isLocked: true, expiresAt: Sample.now.addingTimeInterval(9)
    )
    private static let bare = Backup(id: "bare", state: .running)

    private func order(_ column: BackupColumn, _ isAscending: Bool, _ backups: [Backup]) -> [String] {
        BackupSort(column: column, isAscending: isAscending).sorted(backups).map(\.id.rawValue)
    }

    @Test(arguments: [BackupColumn.created, .kind, .size, .lock, .verified, .expires])
    func rowsWithoutTheFactComeLastEitherWay(column: BackupColumn) {
        for backups in [[Self.bare, Self.low, Self.high], [Self.high, Self.low, Self.bare]] {
            #expect(order(column, true, backups) == ["low", "high", "bare"])
            #expect(order(column, false, backups) == ["high", "low", "bare"])
        }
    }

    @Test func anAgeIsAnInvertedTime() {
        #expect(order(.age, true, [Self.bare, Self.low, Self.high]) == ["high", "low", "bare"])
        #expect(order(.age, false, [Self.bare, Self.low, Self.high]) == ["low", "high", "bare"])
    }

    @Test func namesAreComparedWithoutCaseAndWithTheShownTitle() {
        #expect(order(.name, true, [Self.high, Self.bare, Self.low]) == ["low", "bare", "high"])
        #expect(Self.bare.title == "backup bare")
    }

    @Test func whatNeedsEyesSortsHighest() {
        let all = Backup.State.allCases.map { Backup(id: Backup.ID($0.rawValue), state: $0) }
        #expect(order(.state, false, all.shuffled()) == [
            "failed", "unknown", "restoring", "running", "pending", "cancelled", "completed",
        ])
    }

    @Test(arguments: BackupColumn.allCases, [true, false])
    func tiesGoByIdSoThatNoRowEverJumps(column: BackupColumn, isAscending: Bool) {
        var generator = SeededGenerator(seed: 7)
        let twins = (0 ..< 20).map { Backup(id: Backup.ID("t\($0 + 10)"), name: "same", state: .completed) }
        let ids = twins.map(\.id.rawValue)
        for _ in 0 ..< 5 {
            #expect(order(column, isAscending, twins.shuffled(using: &generator)) == ids)
        }
    }

    @Test func theSortMenuTurnsAColumnRoundAndBack() {
        var bench = Bench.opened()
        bench.press(.sort)
        bench.key(.character("n"))
        #expect(bench.state.manager.sort == BackupSort(column: .name, isAscending: true))
        bench.press(.sort)
        bench.key(.character("n"))
        #expect(bench.state.manager.sort == BackupSort(column: .name, isAscending: false))
        bench.press(.sort)
        bench.key(.character("z"))
        #expect(bench.state.manager.sort == BackupSort(column: .size, isAscending: false))
    }

    @Test func columnsWithoutFactsAreNotOffered() {
        var capabilities = Sample.capabilities()
        capabilities.facts = [.kind]
        #expect(BackupColumn.available(with: capabilities) == [.state, .name, .created, .age, .kind])
        capabilities.facts = Set(BackupFact.allCases)
        #expect(BackupColumn.available(with: capabilities) == BackupColumn.allCases)
    }

    @Test func everyColumnHasItsOwnLetter() {
        #expect(Set(BackupColumn.allCases.map(\.letter)).count == BackupColumn.allCases.count)
    }
}
