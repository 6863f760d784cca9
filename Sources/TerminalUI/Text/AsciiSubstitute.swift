/// What stands for a glyph where only ASCII may be drawn.
package enum AsciiSubstitute {
    /// ASCII of the same width: a likeness for signs, `?` for everything else.
    package static func text(for character: Character, width: Int) -> String {
        if let value = character.asciiValue, (0x20 ..< 0x7F).contains(value) {
            return String(character)
        }
        let scalars = character.unicodeScalars
        if let first = scalars.first, let sign = sign(for: first.value) {
            return String(sign) + String(repeating: " ", count: max(0, width - 1))
        }
        return String(repeating: "?", count: max(1, width))
    }

    private static func sign(for value: UInt32) -> Character? {
        switch value {
        case 0xA0: " "
        case 0xB7, 0x2219, 0x22C5: "."
        case 0xD7: "x"
        case 0x2010 ... 0x2015, 0x2212: "-"
        case 0x2018, 0x2019: "'"
        case 0x201C, 0x201D: "\""
        case 0x2022, 0x25CF: "*"
        case 0x2026: "~"
        case 0x2190, 0x25C0, 0x2039: "<"
        case 0x2191, 0x25B2: "^"
        case 0x2192, 0x25B6, 0x203A: ">"
        case 0x2193, 0x25BC: "v"
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576, 0x2578, 0x257A: "-"
        case 0x2550: "="
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x2551, 0x254E, 0x254F, 0x2575, 0x2577, 0x2579, 0x257B: "|"
        case 0x250C ... 0x254B, 0x2552 ... 0x2570: "+"
        case 0x2571: "/"
        case 0x2572: "\\"
        case 0x2573: "X"
        case 0x2580 ... 0x2590, 0x2593 ... 0x259F, 0x25A0: "#"
        case 0x2591: "."
        case 0x2592: ":"
        default: nil
        }
    }
}
