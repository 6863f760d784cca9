import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

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
        sample.send(.acknowledgementsLoaded(.success(Array(marks)), change: 0))
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
