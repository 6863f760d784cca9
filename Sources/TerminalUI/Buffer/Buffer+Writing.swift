extension Buffer {
    /// Writes text from a cell to the right and returns the columns it used inside the grid.
    ///
    /// Clips at the grid's edges and after `maxWidth` columns; a wide glyph that would be cut is left out and shown as
    /// a space. Control and format characters are dropped.
    @discardableResult
    public mutating func write(_ text: String, at point: Point, style: Style = .plain, maxWidth: Int? = nil) -> Int {
        guard (0 ..< size.height).contains(point.y) else { return 0 }
        let end = min(size.width, maxWidth.map { point.x + max(0, $0) } ?? size.width)
        let packedStyle = style.packed
        var contiguous = text
        var x = point.x
        contiguous.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count, x < end {
                // Two simple neighbours never form a cluster, which spares most text the search for cluster borders.
                if let (value, next) = Self.simpleScalar(in: bytes, at: offset),
                   next == bytes.count || Self.simpleScalar(in: bytes, at: next) != nil {
                    put(value, width: 1, x: x, row: point.y, style: packedStyle, end: end)
                    x += 1
                    offset = next
                    continue
                }
                let character = text[text.utf8.index(text.startIndex, offsetBy: offset)]
                let width = character.displayWidth
                if width > 0 {
                    put(glyph(for: character), width: width, x: x, row: point.y, style: packedStyle, end: end)
                    x += width
                }
                offset += character.utf8.count
            }
        }
        return max(0, min(x, end) - max(0, point.x))
    }

    /// The code point at an offset and where the next one begins; nil unless it is a simple one of up to three bytes.
    private static func simpleScalar(
        in bytes: UnsafeBufferPointer<UInt8>,
        at offset: Int
    ) -> (value: UInt32, next: Int)? {
        let first = UInt32(bytes[offset])
        if first < 0x80 {
            return first >= 0x20 && first < 0x7F ? (first, offset + 1) : nil
        }
        let value: UInt32
        let length: Int
        switch first {
        case 0xC2 ... 0xDF:
            value = (first & 0x1F) << 6 | UInt32(bytes[offset + 1]) & 0x3F
            length = 2
        case 0xE1 ... 0xEC:
            value = (first & 0x0F) << 12 | (UInt32(bytes[offset + 1]) & 0x3F) << 6 | UInt32(bytes[offset + 2]) & 0x3F
            length = 3
        default:
            return nil
        }
        guard let scalar = Unicode.Scalar(value), DisplayWidth.isSimple(scalar) else { return nil }
        return (value, offset + length)
    }

    /// Writes a row of styled pieces and returns the columns it used inside the grid.
    @discardableResult
    public mutating func write(_ line: Line, at point: Point, maxWidth: Int? = nil) -> Int {
        let end = min(size.width, maxWidth.map { point.x + max(0, $0) } ?? size.width)
        var x = point.x
        for span in line.spans where x < end {
            write(span.text, at: Point(x: x, y: point.y), style: span.style, maxWidth: end - x)
            x += span.text.displayWidth
        }
        return max(0, min(x, end) - max(0, point.x))
    }

    private mutating func put(_ glyph: UInt32, width: Int, x: Int, row: Int, style: UInt32, end: Int) {
        let base = row * size.width
        if width == 1 {
            guard x >= 0 else { return }
            if cells[base + x].width != 1 {
                release(x: x, base: base)
            }
            cells[base + x] = PackedCell(glyph: glyph, style: style, width: 1)
            return
        }
        guard x >= 0, x + 1 < end else {
            // Half of it lies outside: the half inside stays blank.
            let visible = x < 0 ? x + 1 : x
            guard visible >= 0, visible < end else { return }
            release(x: visible, base: base)
            cells[base + visible] = PackedCell(glyph: 0x20, style: style, width: 1)
            return
        }
        release(x: x, base: base)
        release(x: x + 1, base: base)
        cells[base + x] = PackedCell(glyph: glyph, style: style, width: 2)
        cells[base + x + 1] = PackedCell(glyph: 0x20, style: style, width: 0)
    }

    /// Blanks the other half of a wide glyph before one of its halves is overwritten.
    mutating func release(x: Int, base: Int) {
        let cell = cells[base + x]
        guard cell.width != 1 else { return }
        let other = cell.width == 2 ? x + 1 : x - 1
        if (0 ..< size.width).contains(other) {
            cells[base + other] = PackedCell(glyph: 0x20, style: cells[base + other].style, width: 1)
        }
    }
}
