/// SplitMix64: the same seed gives the same servers, worlds, ids and faults on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for one purpose, so that adding a draw in one place does not change another.
    init(seed: UInt64, purpose: String) {
        self.init(seed: Self.derived(seed, purpose))
    }

    /// A seed of its own for one purpose.
    static func derived(_ seed: UInt64, _ purpose: String) -> UInt64 {
        // FNV-1a: `Hasher` is seeded per process and would break determinism.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in purpose.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return seed ^ hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A version 4 UUID in lower case.
    mutating func uuid() -> String {
        let high = (next() & ~0xF000) | 0x4000
        let low = (next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        let digits = Self.hex(high) + Self.hex(low)
        let groups = [digits[..<8], digits[8 ..< 12], digits[12 ..< 16], digits[16 ..< 20], digits[20...]]
        return String(decoding: Array(groups.joined(separator: [UInt8(ascii: "-")])), as: UTF8.self)
    }

    /// `count` letters and digits, as tokens use them.
    mutating func word(_ count: Int) -> String {
        let word = (0 ..< count).map { _ in Self.letters[Int.random(in: 0 ..< Self.letters.count, using: &self)] }
        return String(decoding: word, as: UTF8.self)
    }

    /// `count` bytes that do not compress.
    mutating func noise(_ count: Int) -> [UInt8] {
        let words = count / 8 + 1
        let bytes = [UInt8](unsafeUninitializedCapacity: words * 8) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for word in 0 ..< words {
                raw.storeBytes(of: next(), toByteOffset: word * 8, as: UInt64.self)
            }
            filled = words * 8
        }
        return Array(bytes.prefix(count))
    }

    private static func hex(_ value: UInt64) -> [UInt8] {
        (0 ..< 16).map { position in
            let digit = UInt8(truncatingIfNeeded: value >> (60 - 4 * position)) & 15
            return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
        }
    }
}
