import TerminalUI
import Testing

@Suite struct KeyEventTests {
    @Test(arguments: [
        ("j", KeyEvent("j")), ("X", KeyEvent("X")), ("ctrl-f", KeyEvent("f", modifiers: .control)),
        ("space", KeyEvent(" ")), ("f5", KeyEvent(.function(5))), ("pgup", KeyEvent(.pageUp)),
        ("-", KeyEvent("-")), ("ctrl--", KeyEvent("-", modifiers: .control)),
        ("alt-left", KeyEvent(.left, modifiers: .alt)), ("shift-up", KeyEvent(.up, modifiers: .shift)),
        ("ctrl-alt-del", KeyEvent(.delete, modifiers: [.control, .alt])),
        ("alt-X", KeyEvent("X", modifiers: .alt)), ("esc", KeyEvent(.escape)), ("[", KeyEvent("[")),
        ("?", KeyEvent("?")), ("ż", KeyEvent("ż")), ("backtab", KeyEvent(.backTab)), ("f", KeyEvent("f")),
        ("漢", KeyEvent("漢")), ("ctrl-space", KeyEvent(" ", modifiers: .control)),
    ])
    func `the text form reads and prints the same press`(text: String, event: KeyEvent) {
        #expect(KeyEvent(text) == event)
        #expect(event.description == text)
    }

    @Test(arguments: [
        ("Ctrl-F", "ctrl-f"), ("RETURN", "enter"), ("escape", "esc"), ("PageDown", "pgdn"), ("minus", "-"),
        ("alt-ctrl-f", "ctrl-alt-f"),
    ])
    func `other spellings mean the same press`(text: String, canonical: String) {
        #expect(KeyEvent(text)?.description == canonical)
    }

    @Test(arguments: ["", "jj", "ctrl-", "f0", "f64", "hyper-x", "ctrl-ctrl-f", "shift-x", "\u{7}", " ctrl-f"])
    func `what names no key is refused`(text: String) {
        #expect(KeyEvent(text) == nil)
    }

    @Test func `only an unmodified character types`() {
        #expect(KeyEvent("x").typedCharacter == "x")
        #expect(KeyEvent("x", modifiers: .alt).typedCharacter == nil)
        #expect(KeyEvent(.enter).typedCharacter == nil)
    }
}
