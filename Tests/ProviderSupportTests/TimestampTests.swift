import FoundationEssentials
import ProviderSupport
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0),
        ("2031-02-03T10:00:00Z", 1_927_879_200),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("1969-12-31T23:59:59Z", -1),
        ("2026-11-21t08:30:00z", 1_795_249_800),
        ("2026-11-21 08:30:00Z", 1_795_249_800),
        ("2026-11-21T10:30:00+02:00", 1_795_249_800),
        ("2026-11-21T03:00:00-0530", 1_795_249_800),
        ("2026-12-31T23:59:60Z", 1_798_761_600),
    ])
    func timesBecomeSecondsSince1970(text: String, seconds: Double) {
        #expect(Timestamp.date(text)?.timeIntervalSince1970 == seconds)
    }

    @Test func fractionsOfAnyLengthAreRead() throws {
        let date = try #require(Timestamp.date("1970-01-01T00:00:01.5Z"))
        #expect(date.timeIntervalSince1970 == 1.5)
        let long = try #require(Timestamp.date("1970-01-01T00:00:00.123456789123456Z"))
        #expect(abs(long.timeIntervalSince1970 - 0.123456789) < 1e-6)
    }

    @Test(arguments: [
        "", "2031-02-03", "2031-02-03T10:00:00", "2031-02-30T10:00:00Z", "2031-13-03T10:00:00Z",
        "2031-00-03T10:00:00Z", "2031-02-03T24:00:00Z", "2031-02-03T10:60:00Z", "2031-02-03T10:00:61Z",
        "2031-02-03T10:00:00.Z", "2031-02-03T10:00:00Zx", "2031-02-03T10:00:00+2:00", "2031-02-03T10:00:00+24:00",
        "31-02-03T10:00:00Z", "２031-02-03T10:00:00Z", "2100-02-29T00:00:00Z", "2031-02-03T10:00:00+02",
    ])
    func anythingElseIsNil(text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test func theParserAgreesWithFoundationOnManyDays() {
        for day in stride(from: -40000, through: 80000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86400 + 45296)
            #expect(Timestamp.date(date.formatted(.iso8601)) == date)
        }
    }
}

struct RetryAfterTests {
    private let now = Date(timeIntervalSince1970: 784_111_777) // Sun, 06 Nov 1994 08:49:37 GMT

    @Test(arguments: [
        ("7", Duration.seconds(7)), (" 0 ", .zero), ("99999999", .seconds(86400)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", .seconds(60)), ("Sun, 06 Nov 1994 08:00:00 GMT", .zero),
    ])
    func secondsAndDatesAreRead(value: String, wait: Duration) {
        #expect(RetryAfter.wait(in: ["retry-after": value], now: now) == wait)
    }

    @Test(arguments: ["-1", "soon", "1.5", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"])
    func anUnreadableWishIsNone(value: String) {
        #expect(RetryAfter.wait(in: ["Retry-After": value], now: now) == nil)
    }

    @Test func aDateIsComparedWithTheServersOwnClock() {
        let headers: HTTPHeaders = [
            "Date": "Sun, 06 Nov 1994 12:00:00 GMT", "Retry-After": "Sun, 06 Nov 1994 12:00:05 GMT",
        ]
        #expect(RetryAfter.wait(in: headers, now: now) == .seconds(5))
    }
}
