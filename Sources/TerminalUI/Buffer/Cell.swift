/// One cell as seen from outside a buffer.
public struct Cell: Hashable, Sendable {
    /// The glyph; a space in the right half of a wide one.
    public let character: Character
    /// How it looks.
    public let style: Style
    /// Cells the glyph takes: 1 or 2, and 0 in the right half of a wide one.
    public let width: Int

    /// An empty cell in the terminal's default look.
    public static let blank = Cell(" ")

    /// A cell with a glyph; its width follows from the glyph.
    public init(_ character: Character, style: Style = .plain) {
        self.init(character: character, style: style, width: max(1, character.displayWidth))
    }

    init(character: Character, style: Style, width: Int) {
        self.character = character
        self.style = style
        self.width = width
    }

    /// Whether this is the right half of a wide glyph.
    public var isContinuation: Bool {
        width == 0
    }
}
