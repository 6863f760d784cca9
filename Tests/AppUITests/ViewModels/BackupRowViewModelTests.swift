import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct BackupRowViewModelTests {
    private func state(_ backup: Backup, _ change: (inout SampleState) -> Void = { _ in }) throws -> String {
        var sample = SampleState(backups: [backup] + Backup.samples)
        change(&sample)
        let server = try #require(sample.state.visibleServer)
        return try BackupRowViewModel.state(of: #require(server.backup(backup.id)), operations: server.operations).text
    }

    @Test(arguments: [
        (Backup.State.completed, "ok"), (.pending, "queued"), (.running, "?%"), (.failed, "FAIL"),
        (.cancelled, "cancelled"), (.restoring, "restoring"), (.unknown, "?"),
    ])
    func `each state of the list is one of the agreed words`(state: Backup.State, word: String) {
        let backup = Backup.sample("x", "x", hoursAgo: 1, state: state)
        #expect(BackupRowViewModel.state(of: backup, operations: [:]).text == word)
    }

    @Test(arguments: [(0.424, "42%"), (0.0, "0%"), (1.0, "99%")])
    func `live work beats the list and is never at 100 per cent`(fraction: Double, word: String) throws {
        #expect(try state(Scene.running) { $0.progress(.create, of: Scene.running.id, fraction) } == word)
    }

    @Test func `a restore is named as such and ends with the list's word`() throws {
        let backup = Backup.sample("x", "x", hoursAgo: 1)
        #expect(try state(backup) { $0.progress(.restore, of: "x", 0.5) } == "restoring")
        #expect(try state(backup) {
            $0.progress(.restore, of: "x", 0.5)
            $0.progress(.restore, of: "x", 1, state: .done, after: 1)
        } == "ok")
    }

    @Test func `what ended is shown before the list knows`() throws {
        #expect(try state(Scene.running) {
            $0.progress(.create, of: Scene.running.id, 0.5)
            $0.progress(.create, of: Scene.running.id, 1, state: .done, after: 1)
        } == "ok")
        #expect(try state(Scene.running) {
            $0.progress(.create, of: Scene.running.id, 0.5)
            $0.progress(.create, of: Scene.running.id, nil, state: .failed, after: 1)
        } == "FAIL")
    }

    @Test func `every column has a text, and an absent fact is a question mark or nothing`() {
        let bare = Backup(id: "0123456789", state: .completed)
        let row = BackupRowViewModel(bare, operations: [:], isMarked: false, isSelected: false)
        let texts = BackupColumn.allCases.map {
            row.text($0, now: .sample, style: .age, isWide: false, time: ViewContext.test().time)
        }
        #expect(texts == ["ok", "backup 01234567", "?", "?", "?", "?", "?", "", "", ""])
    }

    @Test func `times follow the chosen style, seconds come with the wide columns`() {
        let row = BackupRowViewModel(Backup.samples[0], operations: [:], isMarked: false, isSelected: false)
        let time = ViewContext.test().time
        #expect(row.text(.created, now: .sample, style: .local, isWide: false, time: time) == "2026-11-21 00:00")
        #expect(row.text(.created, now: .sample, style: .utc, isWide: false, time: time) == "2026-11-20 23:00")
        #expect(row.text(.created, now: .sample, style: .utc, isWide: true, time: time) == "2026-11-20 23:00:45 UTC")
    }
}

@Suite struct ServiceClockTests {
    /// The service's clock is an hour ahead of ours, or behind it: what it stamped is as old as its clock says.
    @Test(arguments: [3600.0, -3600])
    func `ages are counted by the clock that stamped`(offset: TimeInterval) throws {
        var sample = SampleState()
        sample.press("R")
        var backup = Backup.samples[0]
        let date = sample.state.now.addingTimeInterval(offset)
        backup.createdAt = date.addingTimeInterval(-180)
        sample.list([backup], date: date)
        let state = sample.state
        let server = try #require(state.visibleServer)
        #expect(server.clockOffset == offset)
        let row = BackupRowViewModel(backup, operations: [:], isMarked: false, isSelected: false)
        let now = server.serviceTime(at: state.now)
        #expect(row.text(.age, now: now, style: .age, isWide: false, time: ViewContext.test().time) == "3m")
        let screen = draw(sample, Size(width: 160, height: 40)).buffer.glyphs
        #expect(screen.contains("1h00m \(offset > 0 ? "ahead of" : "behind") ours"))
        // Without the detail pane only the list tells.
        #expect(draw(sample, Size(width: 60, height: 20)).buffer.glyphs.contains("3m"))
    }

    @Test func `answers that take their time are no skew`() {
        var sample = SampleState()
        sample.press("R")
        sample.list(Backup.samples, date: sample.state.now.addingTimeInterval(-20))
        #expect(sample.state.visibleServer?.clockOffset == 0)
    }
}

@Suite struct BackupTableLayoutTests {
    private func columns(_ width: Int, rich: Bool = true, isWide: Bool = false, ages: Bool = true) -> [BackupColumn] {
        layout(width, rich: rich, isWide: isWide, ages: ages).columns.map(\.column)
    }

    private func layout(_ width: Int, rich: Bool = true, isWide: Bool = false, ages: Bool = true) -> BackupTableLayout {
        BackupTableLayout(
            width: width,
            available: BackupColumn.available(with: rich ? .rich : .sparse),
            style: .age,
            isWide: isWide,
            showsAges: ages
        )
    }

    @Test func `with room all columns of the service stand in the agreed order`() {
        #expect(columns(200) == [.state, .name, .created, .age, .size, .kind, .lock, .verified, .expires])
        #expect(columns(200, rich: false) == [.state, .name, .created, .age, .kind, .lock])
    }

    @Test(arguments: 40 ... 220)
    func `the columns fill no more than the width, and state, name and a time never go`(width: Int) {
        for isWide in [false, true] {
            let layout = layout(width, isWide: isWide)
            let used = layout.columns.reduce(2) { $0 + $1.width } + (layout.columns.count - 1) * 2
            #expect(used <= width)
            let kinds = layout.columns.map(\.column)
            #expect(kinds.contains(.state) && kinds.contains(.name))
            #expect(kinds.contains(.age))
        }
    }

    @Test func `a name keeps 18 cells before both forms of a time are shown`() {
        #expect(!columns(60, rich: false).contains(.created))
        #expect(columns(80, rich: false).contains(.created))
        for width in 40 ... 200 where columns(width).contains(.created) {
            #expect(layout(width).columns.first { $0.column == .name }?.width ?? 0 >= 18)
        }
    }

    @Test(arguments: 40 ... 220)
    func `seconds never cost a column`(width: Int) {
        #expect(columns(width, rich: false, isWide: true) == columns(width, rich: false))
        let wide = layout(width, rich: false, isWide: true)
        if let created = wide.columns.first(where: { $0.column == .created }) {
            #expect((created.width == 26) == wide.hasLongTimes)
        }
    }

    @Test func `without a clock there are no ages`() {
        #expect(!columns(200, ages: false).contains(.age))
        #expect(columns(40, ages: false).contains(.created))
    }

    @Test func `the heading marks the column of the order, or the age in place of a hidden creation time`() {
        let sort = BackupSort(column: .created, isAscending: false)
        #expect(layout(80).sortSign(of: .created, sort) == "v")
        #expect(layout(110).sortSign(of: .age, sort) == nil)
        #expect(layout(50).sortSign(of: .age, sort) == "^")
        #expect(layout(80).sortSign(of: .name, BackupSort(column: .name, isAscending: true)) == "^")
    }
}
