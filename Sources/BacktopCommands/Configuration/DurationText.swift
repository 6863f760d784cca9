/// Durations as people write them in the file, in flags and in the environment: `30s`, `5m`, `26h`, `7d`.
enum DurationText {
    /// Why a text is no duration.
    enum Failure: Error, Hashable, Sendable {
        /// A number without a unit; carries the form in seconds that was probably meant.
        case noUnit(suggestion: String)
        /// Something else altogether.
        case malformed
        /// More than ten years.
        case tooLong
    }

    /// What every message says is allowed.
    static let allowed = "a whole number with s, m, h or d, like 30s, 5m, 26h or 7d"

    /// Reads one number and one unit, nothing else; at most 3650 days.
    static func parse(_ text: String) -> Result<Duration, Failure> {
        let digits = text.utf8.prefix { (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return .failure(.malformed) }
        let unit = text.utf8.dropFirst(digits.count)
        guard !unit.isEmpty else { return .failure(.noUnit(suggestion: "\(text)s")) }
        guard unit.count == 1, let seconds = unit.first.flatMap(secondsPerUnit) else { return .failure(.malformed) }
        guard let number = Int(String(Substring(digits))), number <= longestSeconds / seconds else {
            return .failure(.tooLong)
        }
        return .success(.seconds(number * seconds))
    }

    /// The shortest exact form with one unit; `duration` is whole seconds and not negative.
    static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        for (size, unit) in [(86400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)]
            where seconds > 0 && seconds % size == 0 {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }

    private static let longestSeconds = 3650 * 86400

    private static func secondsPerUnit(_ unit: UInt8) -> Int? {
        switch unit {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86400
        default: nil
        }
    }
}
