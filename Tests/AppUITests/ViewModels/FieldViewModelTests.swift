import AppCore
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct FieldViewModelTests {
    private func input(_ text: String, left: Int = 0) -> TextInput {
        var input = TextInput()
        for character in text { _ = input.apply(.character(character)) }
        for _ in 0 ..< left { _ = input.apply(.left) }
        return input
    }

    @Test(arguments: [
        ("abc", 0, 10, "abc", 3), ("abcdefghij", 0, 5, "ghij", 4), ("abcdefghij", 10, 5, "abcde", 0),
        ("漢字漢字", 0, 5, "漢字", 4), ("漢字漢字", 0, 4, "字", 2), ("", 0, 5, "", 0), ("abc", 0, 1, "", 0),
    ])
    func `the part around the cursor is shown, by cells`(
        text: String, left: Int, width: Int, shown: String, cursor: Int
    ) {
        let window = FieldViewModel(input(text, left: left)).window(width: width)
        #expect(window.text == shown)
        #expect(window.cursor == cursor)
    }

    @Test(arguments: 1 ... 40)
    func `the cursor always stands inside`(width: Int) {
        let field = FieldViewModel(input("wide 漢字 and e\u{301} and 👩‍👩‍👧 at the end", left: width / 3))
        let window = field.window(width: width)
        #expect(window.cursor < width)
        #expect(window.text.displayWidth <= width)
    }

    @Test func `a prefilled text is shown selected until it is edited`() {
        var sample = SampleState()
        sample.press("c")
        sample.arm()
        #expect(selectedCells(sample) == "Backup #5".count)
        sample.type("n")
        #expect(selectedCells(sample) == 0)
        #expect(draw(sample, Size(width: 80, height: 24)).buffer.glyphs.contains("> n "))
    }

    private func selectedCells(_ sample: SampleState) -> Int {
        let buffer = draw(sample, Size(width: 80, height: 24)).buffer
        guard let row = buffer.bounds.rows.first(where: { buffer.text(row: $0).contains("│ > ") }) else { return -1 }
        return buffer.bounds.columns.count { buffer[$0, row].style.attributes.contains(.reverse) }
    }
}

@Suite struct SheetFooterTests {
    private func text(_ footer: SheetFooter, _ width: Int, unicode: Bool = true) -> String {
        footer.line(width: width, context: .test(unicode: unicode)).text
    }

    @Test(arguments: [
        (60, "y delete · Enter cancel · Esc cancel"), (24, "y delete · Esc cancel"), (15, "y delete · Esc"),
        (10, "y delete"), (5, "y de…"),
    ])
    func `hints in the middle go first, the act stays`(width: Int, expected: String) {
        #expect(text(.keys(["y delete", "Enter cancel", "Esc cancel"]), width) == expected)
    }

    @Test func `a sheet during its guard time says wait and names no key`() {
        #expect(text(.wait, 20) == "wait")
    }

    @Test func `the cancel window says the agreed words where they fit`() {
        let footer = SheetFooter.sentence("Restoring in 5 s - any key cancels", short: "any key cancels 5 s")
        #expect(text(footer, 34) == "Restoring in 5 s - any key cancels")
        #expect(text(footer, 20) == "any key cancels 5 s")
    }

    @Test func `an ASCII terminal gets ASCII between the hints`() {
        #expect(text(.keys(["Enter restore", "Esc cancel"]), 60, unicode: false) == "Enter restore - Esc cancel")
    }
}
