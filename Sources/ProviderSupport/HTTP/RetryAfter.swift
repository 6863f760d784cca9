public import FoundationEssentials

/// Reads how long a service asks to wait.
public enum RetryAfter {
    /// The wait named by `Retry-After`, in seconds or as an HTTP date; never negative, nil where the field is absent or
    /// unreadable. A date is compared with the answer's own `Date` where it has one, so a wrong local clock does no
    /// harm; `now` is the fallback.
    public static func wait(in headers: HTTPHeaders, now: Date) -> Duration? {
        guard let value = headers["Retry-After"]?.split(separator: " ").joined(separator: " ") else { return nil }
        if let seconds = Int(value) { return seconds >= 0 ? .seconds(min(seconds, longest)) : nil }
        guard let then = httpDate(value) else { return nil }
        let reference = headers["Date"].flatMap(httpDate) ?? now
        let seconds = then.timeIntervalSince(reference).rounded(.up)
        return .seconds(min(max(0, Int(seconds)), longest))
    }

    /// Nobody waits longer than a day for an answer; a longer wish is a mistake.
    private static let longest = 86400

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads the one form of HTTP date in use: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func httpDate(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[0].hasSuffix(","),
              let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        var day = DigitReader(parts[1])
        var year = DigitReader(parts[3])
        var time = DigitReader(parts[4])
        guard let dayNumber = day.number(digits: 2), let yearNumber = year.number(digits: 4),
              let hour = time.number(digits: 2), time.skip(UInt8(ascii: ":")),
              let minute = time.number(digits: 2), time.skip(UInt8(ascii: ":")),
              let second = time.number(digits: 2), time.isAtEnd, day.isAtEnd, year.isAtEnd
        else { return nil }
        let civil = CivilDate(
            year: yearNumber, month: month + 1, day: dayNumber, hour: hour, minute: minute, second: second
        )
        return civil.secondsSince1970.map { Date(timeIntervalSince1970: Double($0)) }
    }
}
