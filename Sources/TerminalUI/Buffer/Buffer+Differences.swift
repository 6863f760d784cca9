extension Buffer {
    /// The stretches of cells that differ from another frame, row by row, each one row high.
    ///
    /// Stretches never cut a wide glyph of either frame. A frame of another size differs everywhere.
    public func differences(from other: Buffer) -> [Rect] {
        guard size == other.size else {
            return bounds.rows.map { bounds.row($0) }.filter { !$0.isEmpty }
        }
        var result: [Rect] = []
        for y in 0 ..< size.height {
            let base = y * size.width
            var x = 0
            while x < size.width {
                guard !hasSameCell(as: other, at: base + x) else {
                    x += 1
                    continue
                }
                let start = x
                while x < size.width, !hasSameCell(as: other, at: base + x) {
                    x += 1
                }
                result.append(whole(start ..< x, row: y, comparedTo: other))
                x = result.last.map { max(x, $0.maxX) } ?? x
            }
        }
        return result
    }

    private func whole(_ columns: Range<Int>, row: Int, comparedTo other: Buffer) -> Rect {
        var first = columns.lowerBound
        var end = columns.upperBound
        while first > 0, isContinuation(first, row) || other.isContinuation(first, row) {
            first -= 1
        }
        while end < size.width, isContinuation(end, row) || other.isContinuation(end, row) {
            end += 1
        }
        return Rect(x: first, y: row, width: end - first, height: 1)
    }

    private func isContinuation(_ x: Int, _ y: Int) -> Bool {
        cells[y * size.width + x].width == 0
    }
}
