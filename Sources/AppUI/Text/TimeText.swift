import AppCore
public import FoundationEssentials

/// Moments and spans of time as text. Fixed forms: nothing here depends on a locale.
public struct TimeText: Sendable {
    /// The zone of local times.
    public var zone: TimeZone

    /// Texts in a time zone.
    public init(zone: TimeZone = .current) {
        self.zone = zone
    }

    /// `2026-11-20 11:02` in the local zone or UTC.
    public func minute(_ moment: Date, utc: Bool) -> String {
        let parts = civil(moment, utc: utc)
        return "\(parts.day) \(Self.two(parts.hour)):\(Self.two(parts.minute))"
    }

    /// `2026-11-20 11:02:33` in the local zone or UTC, for columns: the clock in the header names the zone.
    public func stamp(_ moment: Date, utc: Bool) -> String {
        let parts = civil(moment, utc: utc)
        return "\(parts.day) \(clock(parts))"
    }

    /// `2026-11-20 11:02:33 UTC`.
    public func second(_ moment: Date, utc: Bool) -> String {
        let parts = civil(moment, utc: utc)
        return "\(parts.day) \(clock(parts)) \(zoneName(at: moment, utc: utc))"
    }

    /// `11:02:33 UTC`, for the clock in the header.
    public func clock(_ moment: Date, utc: Bool) -> String {
        "\(clock(civil(moment, utc: utc))) \(zoneName(at: moment, utc: utc))"
    }

    /// `UTC`, `CET` or `+05:30`.
    public func zoneName(at moment: Date, utc: Bool) -> String {
        let offset = utc ? 0 : zone.secondsFromGMT(for: moment)
        if offset == 0 { return "UTC" }
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
    }

    /// The age of a moment in its largest two units, such as `16h` or `3d4h`; `?` for missing and future moments.
    public static func age(of moment: Date?, now: Date) -> String {
        AgeText.age(of: moment, now: now)
    }

    /// A span in at most two units: `45s`, `12m`, `3h12m`, `5d4h`, `210d`.
    public static func span(_ seconds: Double) -> String {
        AgeText.span(seconds)
    }

    /// The same of a duration.
    public static func span(_ duration: Duration) -> String {
        AgeText.span(duration)
    }

    /// A short span to the second, for work that runs: `45s`, `3m05s`, `2h10m`.
    public static func elapsed(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
        let total = Int(seconds)
        if total < 60 { return "\(total)s" }
        if total < 3600 { return "\(total / 60)m\(two(total % 60))s" }
        return "\(total / 3600)h\(two(total % 3600 / 60))m"
    }

    private struct Civil {
        var day: String
        var hour: Int
        var minute: Int
        var second: Int
    }

    private func clock(_ parts: Civil) -> String {
        "\(Self.two(parts.hour)):\(Self.two(parts.minute)):\(Self.two(parts.second))"
    }

    private func civil(_ moment: Date, utc: Bool) -> Civil {
        let limit = 253_402_300_799.0
        let raw = min(max(moment.timeIntervalSince1970, -62_135_596_800), limit)
        let seconds = Int(raw.rounded(.down)) + (utc ? 0 : zone.secondsFromGMT(for: moment))
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let rest = seconds - days * 86400
        return Civil(day: Self.date(days), hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60)
    }

    /// The civil date of a count of days since 1970-01-01, by the usual era arithmetic of the Gregorian calendar.
    private static func date(_ days: Int) -> String {
        let shifted = days + 719_468
        let era = Int((Double(shifted) / 146_097).rounded(.down))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-\(two(month))-\(two(day))"
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
