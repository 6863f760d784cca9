import TerminalUI
import Testing

@Suite struct ParagraphTests {
    @Test(arguments: [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("the quick brown fox", 19, ["the quick brown fox"]),
        ("the quick", 3, ["the", "qui", "ck"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a\n\nb", 5, ["a", "", "b"]),
        ("", 5, [""]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("漢", 1, [" ", ""]),
        ("a b", 0, []),
        ("to abcdefgh", 4, ["to", "abcd", "efgh"]),
    ])
    func `text wraps at spaces and by cells`(text: String, width: Int, expected: [String]) {
        #expect(Paragraph(text).lines(width: width) == expected)
    }

    @Test(arguments: 2 ... 20)
    func `no row is wider than its column and no word is lost`(width: Int) {
        let text = "Restoring 漢字 world_nether takes the server down for about seven minutes"
        let rows = Paragraph(text).lines(width: width)
        #expect(rows.allSatisfy { $0.displayWidth <= width })
        #expect(rows.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }

    @Test func `drawing clips below and tells the rows needed`() {
        var buffer = Buffer(size: Size(width: 5, height: 2))
        #expect(Paragraph("one two three").draw(in: &buffer, rect: buffer.bounds) == 3)
        #expect(buffer.text(row: 0) == "one")
        #expect(buffer.text(row: 1) == "two")
    }
}
