/// A foreground or background colour, as far as terminals agree on them.
public enum Color: Hashable, Sendable {
    /// One of the eight colours every colour terminal has.
    public enum ANSI: UInt8, CaseIterable, Hashable, Sendable {
        case black, red, green, yellow, blue, magenta, cyan, white
    }

    /// The terminal's own default.
    case standard
    /// ANSI colour 0.
    case black
    /// ANSI colour 1.
    case red
    /// ANSI colour 2.
    case green
    /// ANSI colour 3.
    case yellow
    /// ANSI colour 4.
    case blue
    /// ANSI colour 5.
    case magenta
    /// ANSI colour 6.
    case cyan
    /// ANSI colour 7.
    case white
    /// ANSI colours 8 to 15; a terminal with eight colours shows the plain one.
    case bright(ANSI)
    /// A colour of the 256 colour palette; poorer terminals show the nearest they have.
    case indexed(UInt8)

    /// A plain ANSI colour by value.
    public static func ansi(_ color: ANSI) -> Color {
        switch color {
        case .black: .black
        case .red: .red
        case .green: .green
        case .yellow: .yellow
        case .blue: .blue
        case .magenta: .magenta
        case .cyan: .cyan
        case .white: .white
        }
    }

    /// The number in the 256 colour palette, or nil for the terminal's default.
    public var paletteIndex: UInt8? {
        switch self {
        case .standard: nil
        case .black: 0
        case .red: 1
        case .green: 2
        case .yellow: 3
        case .blue: 4
        case .magenta: 5
        case .cyan: 6
        case .white: 7
        case let .bright(color): 8 + color.rawValue
        case let .indexed(index): index
        }
    }
}

extension Color: CustomStringConvertible {
    /// A name such as `red`, `bright red` or `color 208`.
    public var description: String {
        switch self {
        case .standard: "standard"
        case let .bright(color): "bright \(color)"
        case let .indexed(index): "color \(index)"
        default: paletteIndex.flatMap(ANSI.init).map { "\($0)" } ?? "standard"
        }
    }
}

extension Color {
    /// Nine bits: 0 is the default, 1 to 16 the named ones, 256 and more the palette.
    var packed: UInt32 {
        switch self {
        case let .indexed(index): 256 | UInt32(index)
        default: paletteIndex.map { UInt32($0) + 1 } ?? 0
        }
    }

    init(packed: UInt32) {
        if packed >= 256 {
            self = .indexed(UInt8(truncatingIfNeeded: packed))
        } else if packed > 8, let color = ANSI(rawValue: UInt8(packed - 9)) {
            self = .bright(color)
        } else if packed > 0, let color = ANSI(rawValue: UInt8(packed - 1)) {
            self = .ansi(color)
        } else {
            self = .standard
        }
    }
}
