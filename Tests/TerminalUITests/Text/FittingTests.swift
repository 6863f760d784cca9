import Testing
@testable import TerminalUI

@Suite struct FittingTests {
    @Test(arguments: [
        ("backup", 6, "backup"), ("backup", 5, "back…"), ("backup", 1, "…"), ("backup", 0, ""), ("backup", -3, ""),
        ("漢字漢字", 8, "漢字漢字"), ("漢字漢字", 7, "漢字漢…"), ("漢字漢字", 6, "漢字…"), ("漢字", 1, "…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦…"),
    ])
    func `clipping cuts between clusters and stays within the width`(text: String, width: Int, expected: String) {
        #expect(text.clipped(toWidth: width) == expected)
    }

    @Test func `an ellipsis that does not fit is left out`() {
        #expect("abcdef".clipped(toWidth: 2, ellipsis: "...") == "ab")
    }

    @Test(arguments: [
        (TextAlignment.leading, "漢   "), (.trailing, "   漢"), (.center, " 漢  "),
    ])
    func `padding counts cells, not characters`(alignment: TextAlignment, expected: String) {
        #expect("漢".padded(toWidth: 5, alignment: alignment) == expected)
        #expect("longer".padded(toWidth: 3, alignment: alignment) == "longer")
    }

    @Test(arguments: 0 ... 12)
    func `fitted text takes exactly its width`(width: Int) {
        for text in ["", "smp", "漢字漢字漢字", "👩‍👩‍👧‍👦 family", "a very long name"] {
            #expect(text.fitted(toWidth: width).displayWidth == width)
        }
    }

    @Test(arguments: 0 ... 9)
    func `a clipped line stays within its width and ends in an ellipsis if cut`(width: Int) {
        let line = Line([Span("abc"), Span("漢字", style: .plain.bold), Span("d")])
        let clipped = line.clipped(toWidth: width)
        #expect(clipped.width <= width)
        #expect(clipped == line || width == 0 || clipped.text.hasSuffix("…"))
        #expect((clipped == line) == (width >= 8))
    }

    @Test func `a clipped line keeps the styles of what is left`() {
        let line = Line([Span("abc"), Span("def", style: .plain.bold)])
        #expect(line.clipped(toWidth: 5) == Line([Span("abc"), Span("d…", style: .plain.bold)]))
        #expect(line.clipped(toWidth: 3) == Line([Span("ab…")]))
    }
}
