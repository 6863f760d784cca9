import TerminalUI

/// The headline in block digits: three figures side by side, as large as they fit.
struct WallBlocks: Equatable {
    /// Each figure with the columns that are its own.
    let columns: [(figure: WallHeadline.Figure, digits: BlockDigits, width: Int)]

    /// Cells between two figures.
    private static let gap = 3
    /// What a figure takes at least, for what stands under it.
    private static let least = 16

    /// Nil where they do not fit at all.
    init?(_ headline: WallHeadline, size: Size) {
        let sizes = size.height >= 45 ? [(4, 2), (3, 2), (2, 2), (2, 1), (1, 1)] : [(2, 1), (1, 1)]
        let tries = sizes.flatMap { scale in [false, true].map { (scale, isShort: $0) } }
        for (scale, isShort) in tries {
            let digits = headline.figures.map {
                BlockDigits(isShort ? $0.short : $0.digits, columns: scale.0, rows: scale.1)
            }
            let widths = digits.map { max($0.width, Self.least) }
            let spare = size.width - widths.reduce(0, +) - Self.gap * (widths.count - 1)
            guard spare >= 0 else { continue }
            columns = zip(headline.figures, digits).enumerated().map { index, pair in
                let own = widths[index] + spare / widths.count + (index == widths.count - 1 ? 0 : Self.gap)
                return (pair.0, pair.1, own)
            }
            return
        }
        return nil
    }

    /// Rows it takes with what stands under the figures.
    var height: Int {
        (columns.first?.digits.height ?? 0) + 2
    }

    /// Row by row.
    func lines(_ context: ViewContext) -> [Line] {
        let figures = columns.map { ($0.digits.rows(unicode: context.traits.unicode), $0.figure, $0.width) }
        let height = columns.first?.digits.height ?? 0
        var lines = (0 ..< height).map { row in
            Line(figures.map { Span($0.0[row].padded(toWidth: $0.2), style: context.theme.style($0.1.role)) })
        }
        lines.append(Line(figures.map { _, figure, width in
            let role = figure.role == .faint ? Theme.Role.normal : figure.role
            return Span(figure.caption.padded(toWidth: width), style: context.theme.style(role))
        }))
        lines.append(Line(figures.map { _, figure, width in
            let room = max(0, width - Self.gap - figure.tail.displayWidth)
            let note = figure.note.clipped(toWidth: room, ellipsis: context.ellipsis) + figure.tail
            return Span(note.padded(toWidth: width))
        }))
        return lines
    }

    static func == (left: Self, right: Self) -> Bool {
        left.columns.elementsEqual(right.columns) { $0 == $1 }
    }
}
