import BackupKit
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

@Suite struct WallPagesTests {
    private func pages(_ sample: SampleState, _ room: Size, pinnedRows: Int = 7) -> WallPages {
        let material = WallMaterial(sample.state, .test(unicode: false))
        return WallPages(material: material, room: room, pinned: material.alarms.pinned(rows: pinnedRows))
    }

    private static let room = Size(width: 78, height: 11)

    private static var good: SampleState {
        var sample = SampleState.wall
        sample.readAll()
        return sample
    }

    private static func many(_ count: Int) -> SampleState {
        var sample = SampleState.emptyWall(of: [.sample()])
        sample.readMany(count)
        sample.watch(seconds: 35)
        return sample
    }

    @Test func `nothing runs and no alarm is hidden: three pages`() {
        #expect(pages(Self.good, Self.room).all == [.worst, .servers(part: 0, of: 1), .sources])
    }

    @Test func `work that runs has a page`() {
        var sample = SampleState.wall
        sample.makeTrouble()
        #expect(pages(sample, Self.room).all == [.worst, .running, .servers(part: 0, of: 1), .sources])
    }

    @Test func `alarms that are not all pinned have pages, and many servers several`() {
        let pages = pages(Self.many(200), Self.room)
        #expect(pages.all.contains(.alarms(part: 0, of: 3)))
        #expect(pages.all.contains(.servers(part: 5, of: 6)))
        #expect(pages.all.last == .sources)
    }

    @Test func `of very many servers the worst stand on six pages, and how many are missing is said`() {
        let pages = pages(Self.many(500), Self.room)
        let parts = pages.all.filter { if case .servers = $0 { true } else { false } }
        #expect(parts.count == 6)
        let last = pages.content(of: .servers(part: 5, of: 6))
        #expect(last.detail == "166-198 of 500, the best 302 not shown")
    }

    @Test func `every server that is not protected is on the worst page or counted there`() {
        for height in 1 ... 12 {
            let content = pages(Self.many(60), Size(width: 78, height: height)).content(of: .worst)
            #expect(content.lines.count <= height)
            if height > 1 { #expect(content.lines.last?.text.contains("more") == true) }
        }
    }

    @Test func `no page is higher or wider than its room`() {
        for sample in [Self.good, Self.many(90), SampleState.emptyWall] {
            for room in [
                Size(width: 30, height: 1),
                Size(width: 40, height: 2),
                Self.room,
                Size(width: 118, height: 20),
            ] {
                let pages = pages(sample, room)
                for page in pages.all {
                    let content = pages.content(of: page)
                    #expect(content.lines.count <= max(1, room.height), "\(page) in \(room)")
                    #expect(content.lines.allSatisfy { $0.width <= room.width }, "\(page) in \(room)")
                }
            }
        }
    }

    @Test func `few servers have more room each`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        sample.readMany(4)
        let lines = pages(sample, Self.room).content(of: .servers(part: 0, of: 1)).lines.map(\.text)
        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix("node-4 "))
        #expect(lines[1].contains("read 3s"))
    }
}
