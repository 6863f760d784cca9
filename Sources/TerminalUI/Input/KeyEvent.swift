/// A key press with its modifiers; the text form makes keymaps data: `j`, `X`, `ctrl-f`, `alt-left`, `space`, `f5`.
public struct KeyEvent: Hashable, Sendable {
    /// Keys held down beside the key itself.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        /// One bit a key.
        public let rawValue: UInt8

        /// Control.
        public static let control = Modifiers(rawValue: 1)
        /// Alt, which terminals send as an escape in front.
        public static let alt = Modifiers(rawValue: 2)
        /// Shift, on keys that type nothing.
        public static let shift = Modifiers(rawValue: 4)

        /// The keys of these bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    /// The key.
    public let key: Key
    /// What was held down beside it.
    public let modifiers: Modifiers

    /// A key press.
    public init(_ key: Key, modifiers: Modifiers = []) {
        self.key = key
        self.modifiers = modifiers
    }

    /// A key press that types a character.
    public init(_ character: Character, modifiers: Modifiers = []) {
        self.init(.character(character), modifiers: modifiers)
    }

    /// The character this press types into a field, or nil for everything else.
    public var typedCharacter: Character? {
        guard case let .character(character) = key, modifiers.isEmpty else { return nil }
        return character
    }
}
