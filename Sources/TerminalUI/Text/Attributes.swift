/// What a terminal can do to a glyph besides colouring it.
public struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute.
    public let rawValue: UInt8

    /// Heavier or brighter.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter; many terminals show it as normal.
    public static let dim = Attributes(rawValue: 2)
    /// Slanted; many terminals show it as normal.
    public static let italic = Attributes(rawValue: 4)
    /// Underlined.
    public static let underline = Attributes(rawValue: 8)
    /// Foreground and background swapped; the one emphasis every terminal has.
    public static let reverse = Attributes(rawValue: 16)

    /// A set from its bits; only the lowest five mean anything.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 31
    }
}
