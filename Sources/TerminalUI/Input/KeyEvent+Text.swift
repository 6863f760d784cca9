extension KeyEvent: CustomStringConvertible {
    private static let prefixes: [(name: String, modifier: Modifiers)] = [
        ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]

    /// Reads the text form; nil when it names no key. Names and prefixes may be in any case, letters keep theirs.
    ///
    /// With Control, letters mean their lower case, since a terminal cannot tell `ctrl-F` from `ctrl-f`.
    public init?(_ text: String) {
        var rest = Substring(text)
        var modifiers: Modifiers = []
        while let prefix = Self.prefixes.first(where: {
            rest.count > $0.name.count && rest.lowercased().hasPrefix($0.name)
        }) {
            guard modifiers.insert(prefix.modifier).inserted else { return nil }
            rest = rest.dropFirst(prefix.name.count)
        }
        guard let key = Self.key(named: rest) else { return nil }
        if case let .character(character) = key {
            if modifiers.contains(.control) {
                self.init(.character(Character(character.lowercased())), modifiers: modifiers)
                return
            }
            guard !modifiers.contains(.shift) else { return nil }
        }
        self.init(key, modifiers: modifiers)
    }

    /// The text form, which reads back as the same press.
    public var description: String {
        let prefix = Self.prefixes.filter { modifiers.contains($0.modifier) }.map(\.name).joined()
        return prefix + Self.name(of: key)
    }

    private static func key(named text: Substring) -> Key? {
        if text.count == 1, let character = text.first {
            return character.displayWidth > 0 ? .character(character) : nil
        }
        let name = text.lowercased()
        if let known = Key.names.first(where: { $0.name == name }) {
            return known.key
        }
        if name.first == "f", let number = Int(name.dropFirst()), (1 ... 63).contains(number) {
            return .function(number)
        }
        return nil
    }

    private static func name(of key: Key) -> String {
        if key == .character("-") {
            return "-"
        }
        if let known = Key.names.first(where: { $0.key == key }) {
            return known.name
        }
        return switch key {
        case let .character(character): String(character)
        case let .function(number): "f\(number)"
        default: ""
        }
    }
}
