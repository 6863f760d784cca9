import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The selection follows the backup, never the row")
struct SelectionTests {
    private static let many = (0 ..< 50).map { Sample.backup(Backup.ID("n\($0)"), hoursOld: Double($0) + 1) }

    private func many(rows: Int = 10) -> Bench {
        var bench = Bench.opened(Self.many)
        bench.send(.viewportChanged(rows: rows))
        return bench
    }

    @Test func theNewestBackupIsSelectedFirst() {
        let bench = Bench.opened()
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.selection == "b1")
    }

    @Test func itStaysWhenANewerBackupAppears() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.list([Sample.backup("b0", hoursOld: 0.1)] + Sample.backups)
        #expect(bench.rows == ["b0", "b1", "b2", "b3"])
        #expect(bench.selection == "b2")
        #expect(bench.state.manager.selectedRow == 2)
    }

    @Test func itStaysWhenTheServiceReordersItsList() {
        var bench = Bench.opened()
        bench.select("b3")
        bench.list(Sample.backups.reversed())
        #expect(bench.selection == "b3")
    }

    @Test(arguments: BackupColumn.allCases)
    func itStaysWhenTheOrderChanges(column: BackupColumn) {
        var bench = Bench.opened()
        bench.select("b2")
        BackupManagerReducer.setSort(BackupSort(column: column, isAscending: true), state: &bench.state)
        #expect(bench.selection == "b2")
        bench.press(.reverseSort)
        #expect(bench.selection == "b2")
        #expect(bench.state.manager.rows[bench.state.manager.selectedRow] == "b2")
    }

    @Test func itStaysUnderAFilterThatKeepsIt() {
        var bench = Bench.opened()
        bench.select("b3")
        bench.press(.filter)
        bench.type("b3")
        #expect(bench.rows == ["b3"])
        #expect(bench.selection == "b3")
        bench.key(.escape)
        #expect(bench.rows.count == 3)
        #expect(bench.selection == "b3")
    }

    @Test func aFilterThatHidesItSelectsAnother() {
        var bench = Bench.opened()
        bench.select("b3")
        bench.press(.filter)
        bench.type("b1")
        #expect(bench.selection == "b1")
    }

    @Test func aFilterThatKeepsNothingSelectsNothing() {
        var bench = Bench.opened()
        bench.press(.filter)
        bench.type("zzz")
        #expect(bench.selection == nil)
        #expect(bench.state.selectedBackup == nil)
        bench.key(.escape)
        #expect(bench.selection == "b1")
    }

    @Test func aVanishedSelectionMovesToItsNeighbour() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.list([Sample.backups[0], Sample.backups[2]])
        #expect(bench.selection == "b3")
        bench.list([Sample.backups[0]])
        #expect(bench.selection == "b1")
        bench.list([])
        #expect(bench.selection == nil)
        bench.list()
        #expect(bench.selection == "b1")
    }

    @Test func aFailedListMovesNothing() {
        var bench = Bench.opened()
        bench.select("b3")
        let before = bench.state.manager
        bench.failList()
        #expect(bench.state.manager == before)
    }

    // MARK: Movement

    @Test(arguments: [
        (UserAction.moveUp, 0), (.moveDown, 1), (.moveTop, 0), (.moveBottom, 49), (.pageDown, 9), (.pageUp, 0),
        (.halfPageDown, 5), (.halfPageUp, 0),
    ])
    func movesFromTheTop(action: UserAction, row: Int) {
        var bench = many()
        bench.press(action)
        #expect(bench.state.manager.selectedRow == row)
        #expect(bench.selection == "n\(row)")
    }

    @Test(arguments: [
        (UserAction.moveDown, 49), (.moveUp, 48), (.pageDown, 49), (.pageUp, 40), (.halfPageDown, 49), (
            .halfPageUp,
            44
        ),
        (.moveTop, 0),
    ])
    func movesFromTheBottom(action: UserAction, row: Int) {
        var bench = many()
        bench.press(.moveBottom)
        bench.press(action)
        #expect(bench.state.manager.selectedRow == row)
    }

    @Test(arguments: UserAction.allCases)
    func movesInAnEmptyListAreHarmless(action: UserAction) {
        var bench = Bench.opened([])
        bench.press(action)
        #expect(bench.selection == nil)
        #expect(bench.state.manager.selectedRow == 0)
        #expect(bench.state.manager.visibleRange.isEmpty)
    }

    @Test func theSelectedRowIsAlwaysOnScreen() {
        var bench = many(rows: 7)
        let walk: [UserAction] = [
            .moveBottom, .pageUp, .pageUp, .moveUp, .halfPageUp, .moveTop, .pageDown, .moveDown, .halfPageDown,
        ]
        for action in walk {
            bench.press(action)
            #expect(bench.state.manager.visibleRange.contains(bench.state.manager.selectedRow))
            #expect(bench.state.manager.visibleRange.count == 7)
        }
        for rows in [1, 3, 60, 2] {
            bench.send(.viewportChanged(rows: rows))
            #expect(bench.state.manager.visibleRange.contains(bench.state.manager.selectedRow))
            #expect(bench.state.manager.visibleRange.count == min(rows, 50))
        }
    }

    @Test func aSizeOfZeroRowsIsIgnored() {
        var bench = many(rows: 7)
        bench.send(.viewportChanged(rows: 0))
        bench.send(.viewportChanged(rows: -3))
        #expect(bench.state.manager.viewportRows == 7)
    }

    // MARK: Follow and pause

    @Test func followingKeepsTheSelectedRowsPlaceOnTheScreen() {
        var bench = many()
        bench.select("n20")
        bench.press(.follow)
        let screenRow = bench.state.manager.selectedRow - bench.state.manager.scrollOffset
        bench.list((0 ..< 3).map { Sample.backup(Backup.ID("x\($0)"), hoursOld: 0.1) } + Self.many)
        #expect(bench.selection == "n20")
        #expect(bench.state.manager.selectedRow - bench.state.manager.scrollOffset == screenRow)
    }

    @Test func withoutFollowingTheScreenStaysWhereItWas() {
        var bench = many()
        bench.select("n20")
        bench.press(.moveUp)
        let offset = bench.state.manager.scrollOffset
        bench.list([Sample.backup("x", hoursOld: 0.1)] + Self.many)
        #expect(bench.state.manager.scrollOffset == offset)
        #expect(bench.selection == "n19")
    }

    @Test func aPausedListShowsWhatWasThere() {
        var bench = Bench.opened()
        bench.press(.pause)
        bench.list([Sample.backup("b0", hoursOld: 0), Sample.backup("b1", name: "renamed")])
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.state.shownBackup("b1")?.name == "copy b1")
        #expect(bench.state.shownBackup("b3") != nil)
        #expect(bench.state.fleet[Sample.place]?.backups.count == 2, "the state itself goes on")
        bench.press(.pause)
        #expect(bench.rows == ["b0", "b1"])
        #expect(bench.state.shownBackup("b1")?.name == "renamed")
    }

    @Test func aPausedListCanBeSortedAndFiltered() {
        var bench = Bench.opened()
        bench.press(.pause)
        bench.list([])
        bench.press(.reverseSort)
        #expect(bench.rows == ["b3", "b2", "b1"])
        BackupManagerReducer.setFilter("b2", state: &bench.state)
        #expect(bench.rows == ["b2"])
    }

    // MARK: Marks

    @Test func markingMovesOnAndMarkingAgainUnmarks() {
        var bench = Bench.opened()
        bench.press(.mark)
        #expect(bench.state.manager.marks == ["b1"])
        #expect(bench.selection == "b2")
        bench.press(.moveUp)
        bench.press(.mark)
        #expect(bench.state.manager.marks.isEmpty)
    }

    @Test(arguments: [("b1", "b3"), ("b3", "b1")])
    func aRangeIsMarkedInBothDirections(from: String, to: String) {
        var bench = Bench.opened()
        bench.select(Backup.ID(from))
        bench.press(.markRange)
        #expect(bench.state.manager.marks.isEmpty)
        bench.select(Backup.ID(to))
        bench.press(.markRange)
        #expect(bench.state.manager.marks == ["b1", "b2", "b3"])
        #expect(bench.state.manager.rangeStart == nil)
    }

    @Test func invertingAndClearing() {
        var bench = Bench.opened()
        bench.press(.mark)
        bench.press(.invertMarks)
        #expect(bench.state.manager.marks == ["b2", "b3"])
        bench.press(.clearMarks)
        #expect(bench.state.manager.marks.isEmpty)
    }

    @Test func marksFollowBackupsAndGoWithThem() {
        var bench = Bench.opened()
        bench.press(.mark)
        bench.press(.mark)
        bench.select("b3")
        bench.press(.markRange)
        bench.list([Sample.backup("b0", hoursOld: 0), Sample.backups[1]])
        #expect(bench.state.manager.marks == ["b2"])
        #expect(bench.state.manager.rangeStart == nil)
    }
}
