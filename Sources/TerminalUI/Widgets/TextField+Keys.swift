extension TextField {
    /// Edits by a key press; false when the key is none of the field's.
    public mutating func handle(_ event: KeyEvent) -> Bool {
        if let character = event.typedCharacter {
            insert(character)
            return true
        }
        switch (event.key, event.modifiers) {
        case (.backspace, []), (.character("h"), .control): backspace()
        case (.delete, []): deleteForward()
        case (.left, []): moveLeft()
        case (.right, []): moveRight()
        case (.home, []), (.character("a"), .control): moveHome()
        case (.end, []), (.character("e"), .control): moveEnd()
        case (.character("w"), .control), (.backspace, .alt): killWord()
        case (.character("u"), .control): killToStart()
        case (.character("k"), .control): killToEnd()
        default: return false
        }
        return true
    }
}
