import BackupKit
import FoundationEssentials
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

@Suite struct WallAlarmsTests {
    private static func seen(_ count: Int, of sample: SampleState) -> SampleState {
        var sample = sample
        let marks = sample.state.watch.raised(at: sample.state.now).prefix(count).map {
            AcknowledgedAlarm(
                kind: $0.alarm.id.kind.rawValue, context: $0.alarm.id.subject.context,
                server: $0.alarm.id.subject.server?.server, until: sample.state.now.addingTimeInterval(3600),
                user: "ops", at: sample.state.now
            )
        }
        sample.send(.acknowledgementsLoaded(.success(Array(marks))))
        return sample
    }

    private static let trouble: SampleState = {
        var sample = SampleState.wall
        sample.makeTrouble()
        return sample
    }()

    @Test(arguments: [
        // alarms 4: rows, seen, shown, with the next step, hidden, hidden and seen
        (8, 0, 4, true, 0, 0), (7, 0, 4, false, 0, 0), (4, 0, 4, false, 0, 0), (3, 0, 2, false, 2, 0),
        (1, 0, 0, false, 4, 0), (0, 0, 0, false, 4, 0), (4, 1, 4, false, 0, 0), (3, 1, 2, false, 1, 1),
        (3, 2, 2, false, 0, 2), (2, 4, 0, false, 0, 4),
    ])
    func `as many as fit are pinned, those nobody has seen first`(
        rows: Int, seen: Int, shown: Int, showsNext: Bool, hidden: Int, hiddenSeen: Int
    ) {
        let alarms = WallAlarms(Self.seen(seen, of: Self.trouble).state)
        #expect(alarms.all.count == 4)
        let pinned = alarms.pinned(rows: rows)
        #expect(pinned.alarms.count == shown)
        #expect(pinned.showsNext == showsNext)
        #expect(pinned.hidden == hidden)
        #expect(pinned.hiddenSeen == hiddenSeen)
        if rows > 0 { #expect(pinned.rows <= rows) }
        #expect(pinned.isWhole == (hidden + hiddenSeen == 0))
        let firstOnes = pinned.alarms.prefix(4 - seen).map(\.isSeen)
        #expect(!firstOnes.contains(true))
    }

    @Test func `an alarm that somebody has seen says so without colour`() {
        let alarms = WallAlarms(Self.seen(1, of: Self.trouble).state)
        func lines(_ width: Int) -> [String] {
            WallAlarmTable(alarms: alarms.all, showsNext: false, width: width, context: .test()).lines.map(\.text)
        }
        #expect(lines(100).last?.contains("  seen: It has no good backup") == true)
        #expect(lines(40).last?.hasPrefix("NEVER seen") == true)
    }

    @Test func `how long an alarm lasts comes from its fact, else it is the least that is known`() {
        let alarms = WallAlarms(Self.trouble.state).all
        #expect(alarms.map(\.word) == ["NEVER", "LATE", "FAILED", "UNREACHABLE"])
        #expect(alarms[0].lasting.hasSuffix("+"))
        #expect(alarms[1].lasting == "2d2h")
        #expect(alarms[3].lasting == "20m")
    }
}
