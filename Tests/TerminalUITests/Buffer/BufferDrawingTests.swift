import TerminalUI
import Testing

@Suite struct BufferDrawingTests {
    private func rows(_ buffer: Buffer) -> [String] {
        buffer.bounds.rows.map { buffer.text(row: $0) }
    }

    @Test(arguments: [
        (BorderSet.unicode, ["┌ Log ┐", "│     │", "└─────┘"]),
        (BorderSet.ascii, ["+ Log +", "|     |", "+-----+"]),
    ])
    func `a frame carries its title`(border: BorderSet, expected: [String]) {
        var buffer = Buffer(size: Size(width: 7, height: 3))
        buffer.frame(buffer.bounds, title: "Log", border: border)
        #expect(rows(buffer) == expected)
    }

    @Test func `a long title is clipped inside the corners`() {
        var buffer = Buffer(size: Size(width: 8, height: 2))
        buffer.frame(buffer.bounds, title: "Backups", border: .ascii)
        #expect(rows(buffer) == ["+ Bac~ +", "+------+"])
    }

    @Test(arguments: [(1, 5), (5, 1), (0, 0)])
    func `a frame too small to draw is not drawn`(width: Int, height: Int) {
        var buffer = Buffer(size: Size(width: 6, height: 6))
        buffer.frame(Rect(x: 0, y: 0, width: width, height: height), title: "x")
        #expect(buffer == Buffer(size: Size(width: 6, height: 6)))
    }

    @Test func `restyling keeps glyphs and takes wide ones whole`() {
        var buffer = Buffer(size: Size(width: 6, height: 1))
        buffer.write("a漢b字", at: .zero)
        buffer.restyle(Rect(x: 2, y: 0, width: 3, height: 1), adding: .reverse)
        #expect(buffer.text(row: 0) == "a漢b字")
        #expect((0 ..< 6).map { buffer[$0, 0].style.attributes.contains(.reverse) } == [
            false, true, true, true, true, true,
        ])
    }

    @Test func `a fill over half a wide glyph blanks the rest of it`() {
        var buffer = Buffer(size: Size(width: 6, height: 1))
        buffer.write("漢字漢", at: .zero)
        buffer.fill(Rect(x: 1, y: 0, width: 4, height: 1), with: "#")
        #expect(buffer.text(row: 0) == " ####")
    }

    @Test func `drawing a buffer into another clips at both ends`() {
        var part = Buffer(size: Size(width: 4, height: 2))
        part.write("a漢b", at: .zero, style: .plain.bold)
        part.write("wxyz", at: Point(x: 0, y: 1))
        var buffer = Buffer(size: Size(width: 5, height: 2))
        buffer.draw(part, at: Point(x: 3, y: 1))
        #expect(rows(buffer) == ["", "   a"])
        buffer.draw(part, at: Point(x: -1, y: 0))
        #expect(rows(buffer) == ["漢b", "xyza"])
    }

    @Test func `equality looks at glyphs, not at the order of their first use`() {
        var left = Buffer(size: Size(width: 4, height: 1))
        var right = left
        left.write("e\u{301}", at: .zero)
        left.write("o\u{308}", at: Point(x: 1, y: 0))
        right.write("o\u{308}", at: Point(x: 1, y: 0))
        right.write("e\u{301}", at: .zero)
        #expect(left == right)
        right.write("o\u{308}", at: .zero)
        #expect(left != right)
    }

    @Test func `differences are whole stretches of changed cells`() {
        let size = Size(width: 10, height: 3)
        var old = Buffer(size: size)
        old.write("a漢bcd", at: .zero)
        var new = old
        #expect(new.differences(from: old).isEmpty)
        new.write("X", at: Point(x: 2, y: 0))
        new.write("YZ", at: Point(x: 4, y: 2))
        #expect(new.differences(from: old) == [
            Rect(x: 1, y: 0, width: 2, height: 1), Rect(x: 4, y: 2, width: 2, height: 1),
        ])
        #expect(new.differences(from: Buffer(size: Size(width: 10, height: 2))).count == 3)
    }

    @Test func `a change of style alone is a difference`() {
        var new = Buffer(size: Size(width: 3, height: 1))
        let old = new
        new.restyle(Rect(x: 1, y: 0, width: 1, height: 1), .plain.reverse)
        #expect(new != old)
        #expect(new.differences(from: old) == [Rect(x: 1, y: 0, width: 1, height: 1)])
    }

    @Test func `runs split at changes of style`() {
        var buffer = Buffer(size: Size(width: 6, height: 1))
        buffer.write("ab", at: .zero)
        buffer.write("漢e\u{301}", at: Point(x: 2, y: 0), style: .plain.bold)
        var found: [String] = []
        buffer.forEachRun(row: 0, columns: 0 ..< 5) { x, style, glyphs in
            found.append("\(x) \(style.attributes.rawValue) \(String(glyphs))")
        }
        #expect(found == ["0 0 ab", "2 1 漢e\u{301}"])
    }
}
