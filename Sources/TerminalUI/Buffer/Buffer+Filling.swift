extension Buffer {
    /// Fills a rectangle with one glyph; a glyph that is not one cell wide counts as a space.
    public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .plain) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        let filler = character.displayWidth == 1 ? glyph(for: character) : 0x20
        let cell = PackedCell(glyph: filler, style: style.packed, width: 1)
        for y in area.rows {
            let base = y * size.width
            release(x: area.x, base: base)
            release(x: area.maxX - 1, base: base)
            for x in area.columns {
                cells[base + x] = cell
            }
        }
    }

    /// Gives every cell of a rectangle another style and keeps the glyphs.
    public mutating func restyle(_ rect: Rect, _ style: Style) {
        let packed = style.packed
        forEachStyle(in: rect) { _ in packed }
    }

    /// Adds attributes to every cell of a rectangle and keeps glyphs and colours.
    public mutating func restyle(_ rect: Rect, adding attributes: Attributes) {
        let added = UInt32(attributes.rawValue)
        forEachStyle(in: rect) { $0 | added }
    }

    /// Changes the style of every cell of a rectangle.
    public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        forEachStyle(in: rect) { change(Style(packed: $0)).packed }
    }

    /// Copies another grid into this one with its top left corner at a cell; what lies outside is clipped.
    public mutating func draw(_ other: Buffer, at point: Point) {
        for y in 0 ..< other.size.height {
            var x = 0
            while x < other.size.width {
                let cell = other[x, y]
                write(String(cell.character), at: point.offset(x: x, y: y), style: cell.style)
                x += max(1, cell.width)
            }
        }
    }

    private mutating func forEachStyle(in rect: Rect, _ change: (UInt32) -> UInt32) {
        let area = rect.intersection(bounds)
        for y in area.rows {
            let base = y * size.width
            // A wide glyph on the edge is restyled as a whole, or its halves would differ.
            let first = cells[base + area.x].width == 0 ? area.x - 1 : area.x
            let isSplit = !area.isEmpty && cells[base + area.maxX - 1].width == 2
            for x in max(0, first) ..< min(size.width, isSplit ? area.maxX + 1 : area.maxX) {
                cells[base + x].style = change(cells[base + x].style)
            }
        }
    }
}
