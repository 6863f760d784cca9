import TerminalUI
import Testing

@Suite struct TextFieldTests {
    private func edited(_ field: TextField, _ keys: String) -> TextField {
        var field = field
        for name in keys.split(separator: " ") {
            if let event = KeyEvent(String(name)) {
                _ = field.handle(event)
            }
        }
        return field
    }

    @Test(arguments: [
        ("", "a b c", "abc", 3),
        ("", "a b left c", "acb", 2),
        ("abc", "x", "x", 1),
        ("abc", "end x", "abcx", 4),
        ("abc", "left x", "xabc", 1),
        ("abc", "right x", "abcx", 4),
        ("abc", "backspace", "", 0),
        ("abc", "end backspace", "ab", 2),
        ("abc", "home del", "bc", 0),
        ("abc", "home backspace", "abc", 0),
        ("abc", "end del", "abc", 3),
        ("one two  ", "end ctrl-w", "one ", 4),
        ("one two", "end ctrl-w ctrl-w ctrl-w", "", 0),
        ("one two", "end left left ctrl-w", "one wo", 4),
        ("one two", "end left ctrl-u", "o", 0),
        ("one two", "home right ctrl-k", "o", 1),
        ("ab", "home ctrl-e space ctrl-a x", "xab ", 1),
        ("漢字", "end backspace", "漢", 1),
    ])
    func `keys edit the text`(start: String, keys: String, text: String, cursor: Int) {
        let field = edited(TextField(text: start), keys)
        #expect(field.text == text)
        #expect(field.cursor == cursor)
    }

    @Test func `a combining mark typed after its letter joins it`() {
        var field = TextField(maxLength: 2)
        for character in ["\u{301}", "e", "\u{301}", "x", "\u{308}", "y"] as [Character] {
            field.insert(character)
        }
        #expect(field.text == "e\u{301}x\u{308}")
        #expect(field.cursor == 2)
    }

    @Test func `the length is bounded, and pasted text made printable`() {
        var field = TextField(maxLength: 5)
        field.paste("ab\u{1B}[31mc\ndefgh")
        #expect(field.text == "abc d")
        field.insert("x")
        #expect(field.text == "abc d")
        #expect(TextField(text: "too long", maxLength: 3).text == "too")
    }

    @Test func `a paste replaces selected text`() {
        var field = TextField(text: "old")
        #expect(field.isAllSelected)
        field.paste("new")
        #expect(field.text == "new")
        #expect(!field.isAllSelected)
    }

    @Test func `a paste that holds nothing visible keeps the selection`() {
        var field = TextField(text: "old")
        field.paste("\u{1B}[0m")
        #expect(field.text == "old")
        #expect(field.isAllSelected)
    }

    @Test(arguments: ["tab", "enter", "esc", "up", "alt-x", "ctrl-f", "f1"])
    func `other keys are left to the screen`(name: String) throws {
        var field = TextField(text: "abc")
        #expect(try !field.handle(#require(KeyEvent(name))))
        #expect(field == TextField(text: "abc"))
    }

    @Test func `random edits keep the cursor inside the text`() throws {
        var generator = SplitMix(seed: 3)
        let names = [
            "a", "\u{301}", "漢", "👩", "🇵", "🇱", "left", "right", "backspace", "del", "ctrl-w", "home", "end", "-",
        ]
        var field = TextField(maxLength: 8)
        for _ in 0 ..< 5000 {
            let name = names[Int(generator.next() % UInt64(names.count))]
            if let event = KeyEvent(name) {
                _ = field.handle(event)
            } else {
                field.insert(Character(name))
            }
            try #require((0 ... field.text.count).contains(field.cursor))
            try #require(field.text.count <= 8)
        }
    }

    @Test(arguments: [
        ("abc", 6, "abc", 3), ("abcdefgh", 5, "efgh", 4), ("漢字漢字", 5, "漢字", 4), ("abc", 1, "", 0),
    ])
    func `a long text scrolls to its cursor`(text: String, width: Int, shown: String, cursor: Int) {
        var buffer = Buffer(size: Size(width: 8, height: 1))
        let point = TextField(text: text, selectsAll: false)
            .draw(in: &buffer, rect: Rect(x: 0, y: 0, width: width, height: 1))
        #expect(buffer.text(row: 0) == shown)
        #expect(point == Point(x: cursor, y: 0))
    }

    @Test func `selected text is drawn in reverse`() {
        var buffer = Buffer(size: Size(width: 8, height: 1))
        TextField(text: "abc").draw(in: &buffer, rect: buffer.bounds)
        #expect(buffer[2, 0].style.attributes == .reverse)
        #expect(buffer[3, 0].style.attributes == [])
        #expect(TextField(text: "abc").draw(in: &buffer, rect: .zero) == nil)
    }
}
