extension Buffer {
    /// Calls `body` for each run of equal style in part of a row: its first column, its style and its glyphs.
    ///
    /// Right halves of wide glyphs have no glyph of their own. Columns outside the grid are left out.
    public func forEachRun(row: Int, columns: Range<Int>, _ body: (_ x: Int, Style, [Character]) -> Void) {
        guard (0 ..< size.height).contains(row) else { return }
        let wanted = columns.clamped(to: 0 ..< size.width)
        let base = row * size.width
        var x = wanted.lowerBound
        while x < wanted.upperBound {
            let start = x
            let style = cells[base + x].style
            var glyphs: [Character] = []
            while x < wanted.upperBound, cells[base + x].style == style {
                if cells[base + x].width > 0 {
                    glyphs.append(character(of: cells[base + x]))
                }
                x += 1
            }
            body(start, Style(packed: style), glyphs)
        }
    }
}
