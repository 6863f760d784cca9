/// A daily span of local time, possibly over midnight, written `22:00-07:00`.
struct QuietHours: Hashable, Sendable {
    /// Minutes after midnight at which the span starts, 0...1439.
    let start: Int
    /// Minutes after midnight at which it ends, 0...1439, never equal to `start`.
    let end: Int

    /// Reads `HH:MM-HH:MM`; nil if it is anything else or an empty span.
    init?(text: String) {
        let sides = text.split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, let start = Self.minutes(sides[0]), let end = Self.minutes(sides[1]), start != end
        else { return nil }
        self.start = start
        self.end = end
    }

    /// The form of the file.
    var text: String {
        "\(Self.clock(start))-\(Self.clock(end))"
    }

    /// Whether a minute after midnight lies in the span; the end does not belong to it.
    func contains(minute: Int) -> Bool {
        start < end ? (start ..< end).contains(minute) : minute >= start || minute < end
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
              let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains(byte)
    }

    private static func clock(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String {
            number < 10 ? "0\(number)" : "\(number)"
        }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
