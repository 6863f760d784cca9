/// The glyphs of a frame; each is one cell wide.
public struct BorderSet: Hashable, Sendable {
    /// Left to right lines.
    public let horizontal: Character
    /// Top to bottom lines.
    public let vertical: Character
    /// The corner at the top left.
    public let topLeft: Character
    /// The corner at the top right.
    public let topRight: Character
    /// The corner at the bottom left.
    public let bottomLeft: Character
    /// The corner at the bottom right.
    public let bottomRight: Character

    /// Box drawing characters.
    public static let unicode = BorderSet(
        horizontal: "─",
        vertical: "│",
        topLeft: "┌",
        topRight: "┐",
        bottomLeft: "└",
        bottomRight: "┘"
    )

    /// Plain ASCII for terminals that show nothing else.
    public static let ascii = BorderSet(
        horizontal: "-",
        vertical: "|",
        topLeft: "+",
        topRight: "+",
        bottomLeft: "+",
        bottomRight: "+"
    )
}
