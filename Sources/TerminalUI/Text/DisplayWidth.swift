/// How many terminal cells text takes: combining marks 0, most glyphs 1, CJK and emoji 2, ambiguous ones 1.
public enum DisplayWidth {
    /// Cells of one code point on its own, 0 to 2; control and format characters take none.
    public static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 {
            return (0x20 ..< 0x7F).contains(value) || (value >= 0xA0 && value != 0xAD) ? 1 : 0
        }
        if isSimple(scalar) {
            return 1
        }
        // Hangul vowels and finals join the syllable before them.
        if (0x1160 ... 0x11FF).contains(value) || (0xD7B0 ... 0xD7FB).contains(value) {
            return 0
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator, .paragraphSeparator:
            return 0
        default:
            return WideRanges.contains(value) ? 2 : 1
        }
    }

    /// Whether the code point takes one cell and never joins a neighbour of the same sort into one cluster.
    static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20 ..< 0x7F, 0xA0 ..< 0xAD, 0xAE ..< 0x300, 0x370 ..< 0x378, 0x400 ..< 0x483, 0x2500 ..< 0x25FD: true
        default: false
        }
    }
}

extension Character {
    /// Cells this cluster takes, 0 to 2.
    public var displayWidth: Int {
        var width = 0
        for scalar in unicodeScalars {
            // A variation selector asks for the coloured, two cell form of the emoji before it.
            width += scalar.value == 0xFE0F && width == 1 ? 1 : DisplayWidth.of(scalar)
            if width >= 2 {
                return 2
            }
        }
        return width
    }
}

extension StringProtocol {
    /// Cells this text takes in one row.
    public var displayWidth: Int {
        var ascii = 0
        for byte in utf8 {
            guard byte < 0x80 else { return reduce(0) { $0 + $1.displayWidth } }
            ascii += (0x20 ..< 0x7F).contains(byte) ? 1 : 0
        }
        return ascii
    }
}
