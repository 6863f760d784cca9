import TerminalUI

/// A line of text as a user understands one: what its keys make of it.
struct FieldModel: Equatable {
    private(set) var characters: [Character]
    private var cursor: Int
    private var isSelected: Bool
    private let limit: Int

    /// A text that is there from the beginning is selected.
    init(_ text: String = "", limit: Int) {
        characters = Array(text)
        cursor = characters.count
        isSelected = !characters.isEmpty
        self.limit = limit
    }

    var text: String {
        String(characters)
    }

    mutating func press(_ event: KeyEvent) {
        switch event.description {
        case "backspace", "ctrl-h": remove(cursor - 1)
        case "del": remove(cursor)
        case "ctrl-u": replaceAll()
        case "ctrl-w": removeWord()
        case "left": move(isSelected ? 0 : cursor - 1)
        case "right": move(isSelected ? characters.count : cursor + 1)
        case "home", "ctrl-a": move(0)
        case "end", "ctrl-e": move(characters.count)
        default:
            if let character = event.typedCharacter { insert([character]) }
        }
    }

    mutating func paste(_ text: String) {
        insert(text.filter { !$0.isNewline })
    }

    private mutating func insert(_ new: some Collection<Character>) {
        let printable = new
            .filter { $0.unicodeScalars.allSatisfy { $0.value > 31 && !(127 ... 159).contains($0.value) } }
        guard !printable.isEmpty else { return }
        if isSelected { replaceAll() }
        let fitting = printable.prefix(max(0, limit - characters.count))
        characters.insert(contentsOf: fitting, at: cursor)
        cursor += fitting.count
    }

    private mutating func remove(_ index: Int) {
        if isSelected { return replaceAll() }
        guard characters.indices.contains(index) else { return }
        characters.remove(at: index)
        if index < cursor { cursor -= 1 }
    }

    private mutating func removeWord() {
        if isSelected { return replaceAll() }
        while cursor > 0, characters[cursor - 1].isWhitespace { remove(cursor - 1) }
        while cursor > 0, !characters[cursor - 1].isWhitespace { remove(cursor - 1) }
    }

    private mutating func replaceAll() {
        characters = []
        cursor = 0
        isSelected = false
    }

    private mutating func move(_ position: Int) {
        isSelected = false
        cursor = min(max(0, position), characters.count)
    }
}
