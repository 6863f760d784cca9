public import FoundationEssentials

/// Reads the dates in header fields.
public enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// When the answer was made, by the service's own clock; nil where it does not tell.
    public static func date(in headers: HTTPHeaders) -> Date? {
        headers["Date"].flatMap(date)
    }

    /// The moment written in the one form of HTTP date in use: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func date(_ text: String) -> Date? {
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
