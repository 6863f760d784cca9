import AppCore
import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

/// A frame costs what is on screen, not what there is.
@Suite struct VisibleRowsTests {
    @Test func `only the servers on screen get rows, the selected one among them`() {
        var sample = SampleState(contexts: [.sample()])
        sample.load((0 ..< 1000).map { .sample(Server.ID("s\($0)"), name: "server \($0)") })
        sample.send(.viewportChanged(rows: 20))
        for _ in 0 ..< 500 { sample.press("j") }
        let screen = draw(sample, Size(width: 80, height: 25)).buffer
        #expect(screen.glyphs.contains(" server 500 "))
        #expect(sample.state.serverList.selection?.server == "s500")
        let shown = screen.rows.filter { row in row.contains(" server ") }
        #expect(shown.count == 20)
        sample.press("G")
        #expect(draw(sample, Size(width: 80, height: 25)).buffer.glyphs.contains(" server 999 "))
        sample.press("g")
        #expect(draw(sample, Size(width: 80, height: 25)).buffer.glyphs.contains(" server 0 "))
    }

    @Test func `figures over all backups are kept with the list and follow every change of it`() throws {
        var sample = SampleState(backups: Backup.richSamples)
        var place = try #require(sample.state.fleet[sample.location])
        #expect(place.totalSize == Backup.richSamples.compactMap(\.size).reduce(0, +))
        #expect(place.completedCount == 4)
        #expect(place.failedCount == 1)
        sample.press("R")
        sample.list(Array(Backup.richSamples.prefix(1)))
        place = try #require(sample.state.fleet[sample.location])
        #expect(place.totalSize == Backup.richSamples[0].size)
        #expect(place.completedCount == 1)
        #expect(place.failedCount == 0)
        sample.press("R")
        sample.list([])
        #expect(sample.state.fleet[sample.location]?.totalSize == nil)
    }

    @Test func `drawing a hundred thousand backups leaves the state as it is`() {
        var sample = SampleState(backups: .many(100_000))
        sample.press("G")
        let before = sample.state
        let buffer = draw(sample, Size(width: 120, height: 30)).buffer
        #expect(buffer.glyphs.contains("hourly #1 "))
        #expect(buffer.glyphs.contains("100000/100000"))
        #expect(sample.state == before)
    }

    @Test func `more work than fits is counted, and the first of it shown`() {
        let many = (0 ..< 12).map { Backup.sample(Backup.ID("r\($0)"), "run \($0)", hoursAgo: 1, state: .running) }
        var sample = SampleState(backups: many)
        for backup in many { sample.progress(.create, of: backup.id, 0.1, after: 1) }
        let rows = draw(sample, Size(width: 80, height: 24)).buffer.rows
        #expect(rows[2].hasPrefix("create   run 0 "))
        #expect(rows[6] == "8 more operations")
        #expect(draw(sample, Size(width: 40, height: 10)).buffer.rows[3] == "11 more operations")
    }
}
