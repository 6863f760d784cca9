import FoundationEssentials

/// A date and time of the Gregorian calendar, checked for range, turned into seconds without a calendar object.
struct CivilDate {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    /// 60 is taken as a leap second and counts as the next minute's first.
    var second: Int

    /// Seconds since 1970 in UTC; nil when a part is out of range.
    var secondsSince1970: Int? {
        guard (1 ... 12).contains(month), (1 ... daysInMonth).contains(day), (0 ... 23).contains(hour),
              (0 ... 59).contains(minute), (0 ... 60).contains(second)
        else { return nil }
        return daysSince1970 * 86400 + hour * 3600 + minute * 60 + second
    }

    private var isLeapYear: Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private var daysInMonth: Int {
        switch month {
        case 2: isLeapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts in years that begin in March, so that the leap day is the last day of a year.
    private var daysSince1970: Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return 365 * shifted + leapDays + dayOfYear - 719_468
    }
}

/// Reads fixed-form numbers from a text's bytes; every failure is nil.
struct DigitReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool {
        position == bytes.count
    }

    var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func skipOne(of choices: [UInt8]) -> UInt8? {
        guard let next, choices.contains(next) else { return nil }
        position += 1
        return next
    }

    /// Exactly `count` digits.
    mutating func number(digits count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position ..< position + count] {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        position += count
        return value
    }

    /// One or more digits behind a decimal point, as a part of one; digits beyond the ninth do not count.
    mutating func fraction() -> Double? {
        var value = 0.0
        var scale = 0.1
        let start = position
        while let byte = next, let digit = Self.digit(byte) {
            if position - start < 9 {
                value += Double(digit) * scale
                scale /= 10
            }
            position += 1
        }
        return position > start ? value : nil
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}
