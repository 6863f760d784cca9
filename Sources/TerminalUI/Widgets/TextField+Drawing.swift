extension TextField {
    /// Draws the field in one row, scrolled so that the cursor shows, and returns the cursor's cell.
    ///
    /// Returns nil when there is no cell to draw into. Selected text is drawn in reverse.
    @discardableResult
    public func draw(in buffer: inout Buffer, rect: Rect, style: Style = .plain) -> Point? {
        let area = rect.top(1).intersection(buffer.bounds)
        guard !area.isEmpty else { return nil }
        buffer.fill(area, style: style)
        let characters = Array(text)
        var first = 0
        var before = characters[..<cursor].reduce(0) { $0 + $1.displayWidth }
        while before > area.width - 1, first < cursor {
            before -= characters[first].displayWidth
            first += 1
        }
        buffer.write(
            String(characters[first...]),
            at: area.origin,
            style: isAllSelected ? style.reverse : style,
            maxWidth: area.width
        )
        return area.origin.offset(x: min(before, area.width - 1))
    }
}
