import BackupKit
import Foundation
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

/// The wall runs for months: some hours of it under a virtual clock with every run of the tests, and a week where
/// `BACKTOP_WEEK` asks for one (in a process of its own: it looks at the memory of the process).
@Suite(.ownThread) struct WallWeekTests {
    private static let isWeek = ProcessInfo.processInfo.environment["BACKTOP_WEEK"] != nil

    @Test func `alarms are right, the heart beats, and nothing grows`() {
        var simulation = WeekSimulation(seed: 20)
        let hours = Self.isWeek ? 7 * 24 : 4
        var probes = 0
        var told = 0
        var afterAnHour: Int?
        var lastHeart = ""
        for hour in 0 ..< hours {
            for probe in 0 ..< 6 {
                // Odd moments, so that they fall anywhere in the rhythm of lists and timers.
                let moment = simulation.start.addingTimeInterval(Double(hour) * 3600 + Double(probe) * 600 + 301.7)
                simulation.run(until: moment)
                let truth = simulation.truth.told(at: moment, leeway: 1.5)
                let raised = Set(simulation.state.watch.book.raised.map(\.alarm.id))
                let wrong = raised.symmetricDifference(truth.told).subtracting(truth.doubtful)
                #expect(wrong.isEmpty, "after \(hour) h: \(Self.words(wrong, raised: raised))")
                if !wrong.isEmpty { return }
                probes += 1
                told += raised.count
                let frame = RootView(simulation.state, .test()).frame(size: Size(width: 120, height: 30)).buffer.glyphs
                #expect(frame != lastHeart, "the frame stands still")
                lastHeart = frame
            }
            if hour == 1 { afterAnHour = Self.residentKilobytes() }
        }
        #expect(probes == hours * 6)
        #expect(told > 0, "nothing went wrong in a bad week")
        let passed = Int(Double(hours) * 3600)
        #expect(simulation.seconds >= passed - 600 && simulation.seconds <= passed + 1, "the heart misses beats")
        #expect(simulation.writes == 0)
        #expect(simulation.state.watch.log.entries.count <= EventLog.limit * 5 / 4)
        guard Self.isWeek, let afterAnHour, let atEnd = Self.residentKilobytes() else { return }
        let growth = Double(atEnd - afterAnHour) / Double(afterAnHour) * 100
        print(
            "week: \(probes) probes, \(told / probes) alarms told on average, \(simulation.lists) lists,",
            terminator: " "
        )
        print(
            "\(simulation.events) events, \(simulation.seconds) heartbeats, \(afterAnHour) kB after an hour,",
            terminator: " "
        )
        print("\(atEnd) kB at the end, growth \(growth) %")
        #expect(growth < 2)
    }

    private static func words(_ alarms: Set<Alarm.ID>, raised: Set<Alarm.ID>) -> String {
        alarms.sorted { ($0.kind, $0.subject) < ($1.kind, $1.subject) }.prefix(5).map { id in
            let place = id.subject.server?.server.rawValue ?? id.subject.context.rawValue
            return "\(id.kind.rawValue) of \(place) is \(raised.contains(id) ? "told and should not be" : "not told")"
        }.joined(separator: "; ")
    }

    private static func residentKilobytes() -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4 }
    }
}
