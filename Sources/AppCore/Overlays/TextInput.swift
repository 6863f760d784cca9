/// A line of text being edited: plain values, so that sheets stay testable without a terminal.
public struct TextInput: Equatable, Sendable {
    /// The text, a grapheme an element.
    public private(set) var characters: [Character]
    /// 0 to `characters.count`.
    public private(set) var cursor: Int
    /// The whole text is selected: the next character replaces it.
    public private(set) var isAllSelected: Bool
    /// Longest text, in characters.
    public let limit: Int

    /// A prefilled text starts selected.
    public init(_ text: String = "", limit: Int = 200) {
        characters = Array(text.prefix(limit))
        cursor = characters.count
        isAllSelected = !characters.isEmpty
        self.limit = limit
    }

    /// The whole text.
    public var text: String {
        String(characters)
    }

    /// Applies an editing key. Answers false for keys that edit nothing.
    public mutating func apply(_ key: SheetKey) -> Bool {
        switch key {
        case let .character(character): insert([character])
        case let .paste(text): insert(text.filter { !$0.isNewline }.map(\.self))
        case .backspace: backspace()
        case .delete: deleteForward()
        case .left: move(to: isAllSelected ? 0 : cursor - 1)
        case .right: move(to: isAllSelected ? characters.count : cursor + 1)
        case .home: move(to: 0)
        case .end: move(to: characters.count)
        case .killWord: killWord()
        case .killLine: clear()
        case .enter, .escape, .up, .down, .pageUp, .pageDown, .tab, .other: return false
        }
        return true
    }

    private mutating func insert(_ new: [Character]) {
        // Control characters have no place in a name, and a terminal would act on them.
        let printable = new
            .filter { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F ... 0x9F).contains($0.value) } }
        guard !printable.isEmpty else { return }
        if isAllSelected { clear() }
        let room = max(0, limit - characters.count)
        let accepted = printable.prefix(room)
        characters.insert(contentsOf: accepted, at: cursor)
        cursor += accepted.count
    }

    private mutating func backspace() {
        if isAllSelected { return clear() }
        guard cursor > 0 else { return }
        characters.remove(at: cursor - 1)
        cursor -= 1
    }

    private mutating func deleteForward() {
        if isAllSelected { return clear() }
        guard cursor < characters.count else { return }
        characters.remove(at: cursor)
    }

    private mutating func killWord() {
        if isAllSelected { return clear() }
        while cursor > 0, characters[cursor - 1].isWhitespace { backspace() }
        while cursor > 0, !characters[cursor - 1].isWhitespace { backspace() }
    }

    private mutating func clear() {
        characters = []
        cursor = 0
        isAllSelected = false
    }

    private mutating func move(to position: Int) {
        isAllSelected = false
        cursor = min(max(0, position), characters.count)
    }
}

/// A key inside a sheet, menu or line of text, freed from how a terminal spells it.
public enum SheetKey: Equatable, Sendable {
    case character(Character)
    case paste(String)
    case enter
    case escape
    case backspace
    case delete
    case left
    case right
    case home
    case end
    case up
    case down
    case pageUp
    case pageDown
    case tab
    case killWord
    case killLine
    case other
}
