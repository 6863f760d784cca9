import TerminalUI
import Testing

@Suite struct BufferWritingTests {
    private func row(_ text: String, at x: Int, maxWidth: Int? = nil, over old: String = "") -> (String, Int) {
        var buffer = Buffer(size: Size(width: 8, height: 1))
        buffer.write(old, at: .zero)
        let used = buffer.write(text, at: Point(x: x, y: 0), maxWidth: maxWidth)
        return (buffer.text(row: 0), used)
    }

    @Test(arguments: [
        ("abc", 0, nil, "", "abc", 3),
        ("abc", 6, nil, "", "      ab", 2),
        ("abc", 8, nil, "", "", 0),
        ("abc", -1, nil, "", "bc", 2),
        ("abc", -9, nil, "", "", 0),
        ("abcdef", 1, 3, "", " abc", 3),
        ("abc", 0, 0, "xyz", "xyz", 0),
        ("漢字", 0, nil, "", "漢字", 4),
        ("漢字", 5, nil, "", "     漢", 3),
        ("漢字", -1, nil, "", " 字", 3),
        ("漢字", 0, 3, "", "漢", 3),
        ("a\u{7}b\u{200B}c", 0, nil, "", "abc", 3),
        ("e\u{301}x", 0, nil, "", "e\u{301}x", 2),
        ("x", 0, nil, "漢字", "x 字", 1),
        ("x", 1, nil, "漢字", " x字", 1),
        ("x", 3, nil, "漢字", "漢 x", 1),
        ("漢", 1, nil, "字字", " 漢", 2),
    ] as [(String, Int, Int?, String, String, Int)])
    func `writing clips and never splits a wide glyph`(
        text: String,
        x: Int,
        maxWidth: Int?,
        old: String,
        expected: String,
        used: Int
    ) {
        let (shown, columns) = row(text, at: x, maxWidth: maxWidth, over: old)
        #expect(shown == expected)
        #expect(columns == used)
    }

    @Test func `a wide glyph is followed by its continuation`() {
        var buffer = Buffer(size: Size(width: 4, height: 1))
        buffer.write("漢", at: Point(x: 1, y: 0), style: .plain.bold)
        #expect(buffer[1, 0].width == 2)
        #expect(buffer[2, 0].isContinuation)
        #expect(buffer[2, 0].style == .plain.bold)
        #expect(buffer[3, 0] == .blank)
    }

    @Test func `rows outside are ignored`() {
        var buffer = Buffer(size: Size(width: 4, height: 2))
        #expect(buffer.write("abc", at: Point(x: 0, y: 2)) == 0)
        #expect(buffer.write("abc", at: Point(x: 0, y: -1)) == 0)
        #expect(buffer == Buffer(size: Size(width: 4, height: 2)))
        #expect(buffer[9, 9] == .blank)
    }

    @Test func `an empty buffer takes everything silently`() {
        var buffer = Buffer(size: .zero)
        buffer.write("abc", at: .zero)
        buffer.fill(Rect(x: 0, y: 0, width: 4, height: 4))
        buffer.frame(Rect(x: 0, y: 0, width: 4, height: 4))
        buffer.restyle(Rect(x: -1, y: -1, width: 4, height: 4), .plain.bold)
        #expect(buffer.differences(from: Buffer(size: .zero)).isEmpty)
    }

    @Test func `random writes never leave half a glyph`() {
        var generator = SplitMix(seed: 42)
        let texts = ["a", "漢字", "😀", "e\u{301}", "x漢", "👩‍👩‍👧‍👦z", "     "]
        for _ in 0 ..< 300 {
            var buffer = Buffer(size: Size(width: 9, height: 2))
            for _ in 0 ..< 20 {
                let point = Point(x: Int.random(in: -3 ... 10, using: &generator), y: Int(generator.next() % 2))
                if generator.next() % 4 == 0 {
                    buffer.fill(Rect(x: point.x, y: 0, width: 3, height: 2), with: ".")
                } else {
                    buffer.write(texts[Int(generator.next() % UInt64(texts.count))], at: point)
                }
            }
            for y in 0 ..< 2 {
                for x in 0 ..< 9 {
                    let isRightHalf = x > 0 && buffer[x - 1, y].width == 2
                    #expect(buffer[x, y].isContinuation == isRightHalf)
                }
                #expect(buffer[8, y].width < 2)
            }
        }
    }

    @Test func `a line writes its pieces with their styles`() {
        var buffer = Buffer(size: Size(width: 6, height: 1))
        let used = buffer.write(
            Line([Span("ab"), Span("漢", style: .plain.bold), Span("cd")]),
            at: Point(x: 1, y: 0),
            maxWidth: 5
        )
        #expect(used == 5)
        #expect(buffer.text(row: 0) == " ab漢c")
        #expect(buffer[3, 0].style == .plain.bold)
        #expect(buffer[5, 0].style == .plain)
    }
}
