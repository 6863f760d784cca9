/// Text wrapped at spaces by cell width; words wider than a row are broken between clusters.
public struct Paragraph: Hashable, Sendable {
    /// The text; line feeds begin a new row.
    public let text: String
    /// How it looks.
    public let style: Style

    /// Text to wrap.
    public init(_ text: String, style: Style = .plain) {
        self.text = text
        self.style = style
    }

    /// The rows at a width; none for a width below 1.
    public func lines(width: Int) -> [String] {
        guard width > 0 else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            Self.wrap(String($0), width: width)
        }
    }

    /// Draws as many rows as fit and returns how many the whole text takes.
    @discardableResult
    public func draw(in buffer: inout Buffer, rect: Rect) -> Int {
        let rows = lines(width: rect.width)
        for (index, row) in rows.prefix(rect.height).enumerated() {
            buffer.write(row, at: rect.origin.offset(y: index), style: style, maxWidth: rect.width)
        }
        return rows.count
    }

    private static func wrap(_ line: String, width: Int) -> [String] {
        var rows: [String] = []
        var row = ""
        var used = 0
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            var rest = String(word)
            var length = rest.displayWidth
            let gap = row.isEmpty && rows.isEmpty && used == 0 ? 0 : 1
            if used + gap + length <= width, used > 0 || gap == 0 {
                row += (gap == 1 ? " " : "") + rest
                used += gap + length
                continue
            }
            if used > 0 {
                rows.append(row)
            }
            while length > width {
                var piece = rest.prefix(fittingWidth: width)
                if piece.isEmpty, let first = rest.first {
                    // A wide glyph in a one cell column: show nothing of it rather than loop for ever.
                    piece = String(first)
                }
                rows.append(piece.displayWidth <= width ? piece : " ")
                rest.removeFirst(piece.count)
                length = rest.displayWidth
            }
            row = rest
            used = length
        }
        return rows + [row]
    }
}
