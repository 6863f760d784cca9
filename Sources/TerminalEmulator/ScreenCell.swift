/// A cell as a terminal shows it.
public struct ScreenCell: Hashable, Sendable {
    /// A colour as it was asked for.
    public enum Color: Hashable, Sendable {
        /// The terminal's default.
        case standard
        /// An entry of the 256 colour palette.
        case indexed(UInt8)
        /// Red, green and blue in 24 bits.
        case rgb(UInt32)
    }

    /// A cell nothing was written to.
    public static let blank = ScreenCell()

    /// The glyph, empty in a cell nothing was written to and in the right half of a wide glyph.
    public var text = ""
    /// Cells the glyph takes, 1 or 2.
    public var width = 1
    /// Colour of the glyph.
    public var foreground = Color.standard
    /// Colour behind the glyph.
    public var background = Color.standard
    /// Whether it is bold.
    public var isBold = false
    /// Whether it is in italics.
    public var isItalic = false
    /// Whether it is underlined.
    public var isUnderlined = false
    /// Whether foreground and background are swapped.
    public var isReverse = false
}
