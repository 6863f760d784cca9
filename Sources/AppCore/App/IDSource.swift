import BackupKit

/// Makes ids that nobody else makes: the services that let a client choose an id take a repeated one for the same
/// backup. A value, so that reducers stay pure; its seeds must be random in every session.
public struct IDSource: Equatable, Sendable {
    private var state: (high: UInt64, low: UInt64)

    /// Two random numbers, new in every session.
    public init(_ high: UInt64, _ low: UInt64) {
        state = (high, low)
    }

    /// Equal where they would make the same ids.
    public static func == (left: Self, right: Self) -> Bool {
        left.state == right.state
    }

    /// A version 4 UUID in lower case.
    mutating func uuid() -> String {
        let high = Self.mix(&state.high) & ~0xF000 | 0x4000
        let low = Self.mix(&state.low) & ~(0b11 << 62) | (0b10 << 62)
        let digits = Array(Self.hex(high) + Self.hex(low))
        return [digits[0 ..< 8], digits[8 ..< 12], digits[12 ..< 16], digits[16 ..< 20], digits[20 ..< 32]]
            .map { String($0) }.joined(separator: "-")
    }

    /// Eight hexadecimal digits.
    mutating func short() -> String {
        String(Self.hex(Self.mix(&state.low)).prefix(8))
    }

    /// From 0 up to 1, for waits that must not be the same everywhere.
    mutating func fraction() -> Double {
        Double(Self.mix(&state.high) >> 11) / 9_007_199_254_740_992
    }

    /// One step of SplitMix64.
    private static func mix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func hex(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
