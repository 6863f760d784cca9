import TerminalEmulator
import Testing

@Suite struct EmulatedScreenTests {
    private func screen(_ text: String, columns: Int = 20, rows: Int = 3) -> EmulatedScreen {
        let screen = EmulatedScreen(columns: columns, rows: rows)
        _ = screen.feed(Array(text.utf8))
        return screen
    }

    @Test func `text stands where the cursor was put`() {
        let screen = screen("\u{1B}[2;3Hab漢\u{1B}[1;1H")
        #expect(screen.rows == ["", "  ab漢", ""])
        #expect(screen.cursor == (0, 0))
        #expect(screen.cell(x: 4, y: 1).width == 2)
        #expect(screen.cell(x: 99, y: 1) == .blank)
    }

    @Test func `cells carry colours and attributes`() {
        let screen = screen("\u{1B}[1;31;48;5;208mx\u{1B}[0;3;4;7;38;2;1;2;3my")
        let first = screen.cell(x: 0, y: 0)
        #expect(first.foreground == .indexed(1))
        #expect(first.background == .indexed(208))
        #expect(first.isBold)
        let second = screen.cell(x: 1, y: 0)
        #expect(second.foreground == .rgb(0x010203))
        #expect(second.background == .standard)
        #expect(second.isItalic && second.isUnderlined && second.isReverse && !second.isBold)
    }

    @Test func `modes are seen`() {
        let screen = screen("\u{1B}[?1049h\u{1B}[?25l\u{7}")
        #expect(screen.isAlternate)
        #expect(!screen.isCursorVisible)
        #expect(screen.bellCount == 1)
        _ = screen.feed(Array("\u{1B}[?1049l\u{1B}[?25h".utf8))
        #expect(!screen.isAlternate)
        #expect(screen.isCursorVisible)
    }

    @Test func `questions are answered`() {
        let screen = EmulatedScreen(columns: 20, rows: 3)
        let answer = screen.feed(Array("\u{1B}[2;5H\u{1B}[6n".utf8))
        #expect(String(decoding: answer, as: UTF8.self) == "\u{1B}[2;5R")
    }

    @Test func `a picture places every glyph and swaps colours in reverse`() {
        let svg = SVGExport().svg(of: screen("\u{1B}[?25l\u{1B}[7m<\u{1B}[0m \u{1B}[31;1m&", columns: 4, rows: 1))
        #expect(svg.contains("<rect x=\"12\" y=\"12\" width=\"9\" height=\"19\" fill=\"#d8dee9\"/>"))
        #expect(svg.contains("<text x=\"12\" y=\"26.44\" fill=\"#14171d\">&lt;</text>"))
        #expect(svg.contains("<text x=\"30\" y=\"26.44\" fill=\"#e06c75\" font-weight=\"bold\">&amp;</text>"))
        #expect(svg.split(separator: "\n").filter { $0.hasPrefix("<text") }.count == 2)
    }
}
