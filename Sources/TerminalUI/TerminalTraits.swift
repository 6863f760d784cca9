/// What a terminal can show.
public struct TerminalTraits: Hashable, Sendable {
    /// How many colours there are.
    public enum Colors: Int, Comparable, Hashable, Sendable {
        case mono = 0
        case eight = 8
        case sixteen = 16
        case palette = 256

        /// Fewer colours before more.
        public static func < (left: Colors, right: Colors) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// How many colours there are; `mono` also where the user wants none.
    public var colors: Colors
    /// Whether text beyond ASCII may be drawn.
    public var unicode: Bool
    /// Whether the session comes over SSH.
    public var overSSH: Bool

    /// A description of a terminal; the default is a modern one at hand.
    public init(colors: Colors = .palette, unicode: Bool = true, overSSH: Bool = false) {
        self.colors = colors
        self.unicode = unicode
        self.overSSH = overSSH
    }
}
