import AppCore
import BackupKit
import Foundation
import Testing
@testable import BacktopCommands

@MainActor
@Suite("The bell of the terminal") struct AlarmBellTests {
    private static let news = [
        AlarmNews(kind: .late, context: "smp", server: "s1", serverName: "lobby", cause: "old", next: "make one"),
    ]

    /// At which of these moments it rings.
    private static func rings(
        at moments: [Double], ringsBell: Bool = true, quiet: String? = nil,
        isWorking: @escaping (Double) -> Bool = { _ in true }
    ) -> [Double] {
        var settings = AlarmSettings()
        settings.ringsBell = ringsBell
        settings.quietHours = quiet.flatMap { QuietHours(text: $0) }
        var now = 0.0
        var rang: [Double] = []
        let bell = AlarmBell(
            settings, zone: TimeZone(secondsFromGMT: 3600) ?? .gmt, hook: nil, now: { Date(timeIntervalSince1970: now) }
        ) {
            guard isWorking(now) else { return false }
            rang.append(now)
            return true
        }
        for moment in moments {
            now = moment
            bell.begun(news)
        }
        return rang
    }

    @Test func `it rings once a minute at most`() {
        #expect(Self.rings(at: [1000, 1001, 1030, 1059, 1060, 1100, 1130]) == [1000, 1060, 1130])
    }

    @Test func `it is silent unless the configuration wants it`() {
        #expect(Self.rings(at: [1000], ringsBell: false).isEmpty)
    }

    /// 22:00 to 07:00 an hour east of Greenwich is 21:00 to 06:00 UTC.
    @Test func `quiet hours go by the local clock`() {
        let hours = [20.9, 21.0, 23.5, 24.0, 29.9, 30.0, 31.0].map { $0 * 3600 }
        let loud = [hours[0], hours[5], hours[6]]
        #expect(Self.rings(at: hours, quiet: "22:00-07:00") == loud)
    }

    @Test func `a terminal that could not ring is told to ring with the next alarm`() {
        #expect(Self.rings(at: [1000, 1010, 1020], isWorking: { $0 > 1005 }) == [1010])
    }

    @Test func `a clock that was set back does not silence it for a day`() {
        #expect(Self.rings(at: [100_000, 20000, 20030, 20070]) == [100_000, 20000, 20070])
    }
}
