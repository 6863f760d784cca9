import Testing
@testable import BacktopCommands

@Suite("Durations")
struct DurationTextTests {
    @Test("one number, one unit", arguments: [
        ("30s", 30), ("5m", 300), ("26h", 93600), ("7d", 604_800), ("0s", 0), ("007m", 420), ("3650d", 315_360_000),
    ])
    func valid(text: String, seconds: Int) {
        #expect(DurationText.parse(text) == .success(.seconds(seconds)))
    }

    @Test("anything else is no duration", arguments: [
        "", "s", "-5s", "+5s", "1.5h", "1h30m", "5 m", " 5m", "5M", "5w", "5ms", "٣s", "5s ", "1e3s",
    ])
    func invalid(text: String) {
        #expect(DurationText.parse(text) == .failure(.malformed))
    }

    @Test("a bare number lacks its unit")
    func noUnit() {
        #expect(DurationText.parse("90") == .failure(.noUnit(suggestion: "90s")))
    }

    @Test("more than ten years, or than a number holds, is too long", arguments: [
        "3651d", "99999999999999999999h", "9223372036854775807d",
    ])
    func tooLong(text: String) {
        #expect(DurationText.parse(text) == .failure(.tooLong))
    }

    @Test("the text of a duration reads back as the same", arguments: [
        0, 1, 59, 60, 61, 3600, 5400, 86400, 93600, 604_800,
    ])
    func roundTrip(seconds: Int) {
        let duration = Duration.seconds(seconds)
        #expect(DurationText.parse(DurationText.text(duration)) == .success(duration))
    }

    @Test("the text takes the largest unit that fits exactly")
    func shortest() {
        #expect([90, 120, 93600, 172_800].map { DurationText.text(.seconds($0)) } == ["90s", "2m", "26h", "2d"])
    }

    @Test("limits include their ends")
    func limits() throws {
        #expect(try DurationLimits.cancelWindow.parse("3s").get() == .seconds(3))
        #expect(try DurationLimits.cancelWindow.parse("10m").get() == .seconds(600))
        #expect(throws: SettingFault.self) { try DurationLimits.cancelWindow.parse("2s").get() }
        #expect(throws: SettingFault.self) { try DurationLimits.cancelWindow.parse("601s").get() }
    }

    @Test("a timeout may leave out its unit and means seconds")
    func timeout() throws {
        #expect(try TimeoutText.parse("45").get() == .seconds(45))
        #expect(try TimeoutText.parse("2m").get() == .seconds(120))
        #expect(throws: SettingFault.self) { try TimeoutText.parse("0").get() }
        #expect(throws: SettingFault.self) { try TimeoutText.parse("soon").get() }
    }
}

@Suite("Quiet hours")
struct QuietHoursTests {
    @Test("a span over midnight holds both sides of it, without its end")
    func overMidnight() throws {
        let hours = try #require(QuietHours(text: "22:00-07:00"))
        #expect([0, 419, 1320, 1439].allSatisfy { hours.contains(minute: $0) })
        #expect(![420, 1319].contains { hours.contains(minute: $0) })
    }

    @Test("a span within a day ends before its end")
    func withinADay() throws {
        let hours = try #require(QuietHours(text: "08:30-09:00"))
        #expect([509, 510, 539, 540].map { hours.contains(minute: $0) } == [false, true, true, false])
        #expect(hours.text == "08:30-09:00")
    }
}

@Suite("Suggestions")
struct SuggestionTests {
    private let words = ["refresh", "cancel-window", "v0", "read-write"]

    @Test("a slip, a swap, an underscore and a capital are understood", arguments: [
        ("refrsh", "refresh"), ("refersh", "refresh"), ("Refresh", "refresh"), ("cancel_window", "cancel-window"),
        ("readwrite", "read-write"),
    ])
    func near(written: String, meant: String) {
        #expect(suggestion(for: written, among: words) == meant)
    }

    @Test("something else is not", arguments: ["", "colour", "zz9", String(repeating: "refresh", count: 1000)])
    func far(written: String) {
        #expect(suggestion(for: written, among: words) == nil)
    }
}
