public import FoundationEssentials

/// Reads RFC 3339 times by hand: services send thousands of them, and the general parsers are twenty times slower.
public enum Timestamp {
    /// The moment written as `2031-02-03T10:00:00Z`, with any fraction and any offset; nil for anything else,
    /// a time without an offset included, because it could mean any moment of a day.
    public static func date(_ text: String) -> Date? {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip(UInt8(ascii: "-")),
              let month = reader.number(digits: 2), reader.skip(UInt8(ascii: "-")),
              let day = reader.number(digits: 2),
              reader.skipOne(of: [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")]) != nil,
              let hour = reader.number(digits: 2), reader.skip(UInt8(ascii: ":")),
              let minute = reader.number(digits: 2), reader.skip(UInt8(ascii: ":")),
              let second = reader.number(digits: 2)
        else { return nil }
        var fraction = 0.0
        if reader.skip(UInt8(ascii: ".")) {
            guard let part = reader.fraction() else { return nil }
            fraction = part
        }
        let civil = CivilDate(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        guard let seconds = civil.secondsSince1970, let offset = offset(&reader), reader.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: Double(seconds - offset) + fraction)
    }

    /// Seconds east of UTC: `Z`, `+02:00` or `+0200`.
    private static func offset(_ reader: inout DigitReader) -> Int? {
        if reader.skipOne(of: [UInt8(ascii: "Z"), UInt8(ascii: "z")]) != nil { return 0 }
        guard let sign = reader.skipOne(of: [UInt8(ascii: "+"), UInt8(ascii: "-")]),
              let hours = reader.number(digits: 2), hours <= 23
        else { return nil }
        _ = reader.skip(UInt8(ascii: ":"))
        guard let minutes = reader.number(digits: 2), minutes <= 59 else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }
}
