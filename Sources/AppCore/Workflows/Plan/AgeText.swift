public import FoundationEssentials

/// Ages and spans in their largest units. Fixed forms: nothing here depends on a locale.
public enum AgeText {
    /// The age of a moment, such as `16h` or `3d4h`; `?` for missing and future moments.
    public static func age(of moment: Date?, now: Date) -> String {
        guard let moment, moment.timeIntervalSince1970 > 0 else { return "?" }
        let seconds = now.timeIntervalSince(moment)
        // Clocks of two machines differ a little; a moment barely ahead is now.
        guard seconds >= -60 else { return "?" }
        return span(max(0, seconds))
    }

    /// A span in at most two units: `45s`, `12m`, `3h12m`, `5d4h`, `210d`.
    public static func span(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e10 else { return "?" }
        // A duration divided by a second can come out a hair below the whole number it is: 26 h as 93599.99999999999.
        let total = Int(seconds + 0.000_001)
        if total < 60 { return "\(total)s" }
        if total < 3600 { return "\(total / 60)m" }
        if total < 86400 { return "\(total / 3600)h\(two(total % 3600 / 60))m" }
        if total < 30 * 86400 { return "\(total / 86400)d\(total % 86400 / 3600)h" }
        return "\(total / 86400)d"
    }

    /// The same of a duration, to the whole second.
    public static func span(_ duration: Duration) -> String {
        span(Double(duration.components.seconds))
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
