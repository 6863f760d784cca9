import FoundationEssentials
import Testing
@testable import AppUI

@Suite struct TimeTextTests {
    private let moment = Date(timeIntervalSince1970: 1_795_227_165)

    private func text(east seconds: Int) -> TimeText {
        TimeText(zone: TimeZone(secondsFromGMT: seconds) ?? .gmt)
    }

    @Test(arguments: [
        (0, "2026-11-21 02:12:45 UTC"), (3600, "2026-11-21 03:12:45 +01:00"), (-18000, "2026-11-20 21:12:45 -05:00"),
        (19800, "2026-11-21 07:42:45 +05:30"), (-12600, "2026-11-20 22:42:45 -03:30"),
        (50400, "2026-11-21 16:12:45 +14:00"),
    ])
    func `a moment is written in its zone, with the zone beside it`(offset: Int, expected: String) {
        #expect(text(east: offset).second(moment, utc: false) == expected)
    }

    @Test func `UTC is written as such whatever the zone`() {
        #expect(text(east: 3600).second(moment, utc: true) == "2026-11-21 02:12:45 UTC")
        #expect(text(east: 3600).clock(moment, utc: true) == "02:12:45 UTC")
        #expect(text(east: 3600).minute(moment, utc: true) == "2026-11-21 02:12")
    }

    @Test func `the form is the same on both sides of a change to summer time`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let time = TimeText(zone: zone)
        #expect(time.second(Date(timeIntervalSince1970: 1_774_745_999), utc: false) == "2026-03-29 01:59:59 +01:00")
        #expect(time.second(Date(timeIntervalSince1970: 1_774_746_000), utc: false) == "2026-03-29 03:00:00 +02:00")
    }

    @Test(arguments: [
        (-1.0, "1969-12-31 23:59"), (0, "1970-01-01 00:00"), (951_782_400, "2000-02-29 00:00"),
        (4_107_542_399, "2100-02-28 23:59"), (4_107_542_400, "2100-03-01 00:00"), (253_402_300_799, "9999-12-31 23:59"),
        (1e18, "9999-12-31 23:59"), (-1e18, "0001-01-01 00:00"),
    ])
    func `far years, leap days and nonsense have a date of fixed length`(seconds: Double, expected: String) {
        #expect(text(east: 0).minute(Date(timeIntervalSince1970: seconds), utc: true) == expected)
    }

    @Test(arguments: [
        (0.0, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h00m"), (11520, "3h12m"), (86399, "23h59m"),
        (86400, "1d0h"), (100_000, "1d3h"), (2_591_999, "29d23h"), (2_592_000, "30d"), (18_316_800, "212d"),
        (1.7e9, "19675d"),
    ])
    func `an age has at most two units`(seconds: Double, expected: String) {
        #expect(TimeText.age(of: moment.addingTimeInterval(-seconds), now: moment) == expected)
    }

    @Test func `an age that makes no sense is a question mark`() {
        #expect(TimeText.age(of: nil, now: moment) == "?")
        #expect(TimeText.age(of: Date(timeIntervalSince1970: 0), now: moment) == "?")
        #expect(TimeText.age(of: moment.addingTimeInterval(61), now: moment) == "?")
        #expect(TimeText.age(of: moment, now: Date(timeIntervalSince1970: 1e12)) == "?")
    }

    @Test func `a clock that is a little behind makes an age of nothing`() {
        #expect(TimeText.age(of: moment.addingTimeInterval(59), now: moment) == "0s")
    }

    @Test(arguments: [(0.0, "0s"), (59, "59s"), (60, "1m00s"), (185, "3m05s"), (3600, "1h00m"), (7800, "2h10m")])
    func `time spent goes to the second below an hour`(seconds: Double, expected: String) {
        #expect(TimeText.elapsed(seconds) == expected)
    }

    @Test(arguments: [-1, .infinity, .nan, 1e12] as [Double])
    func `impossible spans are question marks`(seconds: Double) {
        #expect(TimeText.elapsed(seconds) == "?")
    }

    @Test(arguments: [.infinity, .nan, 1e12, -.infinity] as [Double])
    func `impossible ages are question marks`(seconds: Double) {
        #expect(TimeText.span(seconds) == "?")
    }
}
