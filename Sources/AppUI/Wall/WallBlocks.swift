import TerminalUI

/// The headline in block digits: three figures side by side, as large as they fit.
struct WallBlocks: Equatable {
    /// Each figure with the columns that are its own.
    let columns: [Column]

    /// A figure, what stands under it, and its columns.
    struct Column: Equatable {
        var figure: WallHeadline.Figure
        var digits: BlockDigits
        var caption: String
        var width: Int
    }

    /// Cells between two figures.
    private static let gap = 3
    /// What a figure takes at least, for what stands under it.
    private static let least = 16

    /// Nil where they do not fit at all.
    init?(_ headline: WallHeadline, size: Size) {
        let sizes = size.height >= 45 ? [(4, 2), (3, 2), (2, 2), (2, 1), (1, 1)] : [(2, 1), (1, 1)]
        // Large and short is read from further away than small and whole; which figure is short costs nothing else.
        let forms: [[Bool]] = [[false, false, false], [false, true, false], [true, false, false], [true, true, false]]
        for scale in sizes {
            for form in forms {
                let columns = zip(headline.figures, form).map { figure, isShort in
                    Column(
                        figure: figure,
                        digits: BlockDigits(
                            isShort ? figure.short : figure.digits, columns: scale.0, rows: scale.1
                        ),
                        caption: isShort ? figure.shortCaption : figure.caption,
                        width: Self.least
                    )
                }
                guard let fitted = Self.fitted(columns, width: size.width) else { continue }
                self.columns = fitted
                return
            }
        }
        return nil
    }

    /// What is left goes to where a note would be cut, then to all of them alike; nil where they do not fit.
    private static func fitted(_ columns: [Column], width: Int) -> [Column]? {
        var widths = columns.map { max($0.digits.width, $0.caption.displayWidth, least) }
        var spare = width - widths.reduce(0, +) - gap * (columns.count - 1)
        guard spare >= 0 else { return nil }
        for (index, column) in columns.enumerated() {
            let note = column.figure.note.displayWidth + column.figure.tail.displayWidth
            let more = min(spare, max(0, note - widths[index]))
            widths[index] += more
            spare -= more
        }
        return columns.enumerated().map { index, column in
            var column = column
            column.width = widths[index] + (index == columns.count - 1 ? 0 : spare / columns.count + gap)
            return column
        }
    }

    /// Rows it takes with what stands under the figures.
    var height: Int {
        (columns.first?.digits.height ?? 0) + 2
    }

    /// Row by row.
    func lines(_ context: ViewContext) -> [Line] {
        let height = columns.first?.digits.height ?? 0
        let rows = columns.map { $0.digits.rows(unicode: context.traits.unicode) }
        var lines = (0 ..< height).map { row in
            Line(columns.indices.map { index in
                Span(
                    rows[index][row].padded(toWidth: columns[index].width),
                    style: context.theme.style(columns[index].figure.role)
                )
            })
        }
        lines.append(Line(columns.map { column in
            let role = column.figure.role == .faint ? Theme.Role.normal : column.figure.role
            return Span(column.caption.padded(toWidth: column.width), style: context.theme.style(role))
        }))
        lines.append(Line(columns.map { column in
            let tail = column.figure.tail
            let isLast = column == columns.last
            let room = max(0, column.width - (isLast ? 0 : Self.gap) - tail.displayWidth)
            let note = column.figure.note.clipped(toWidth: room, ellipsis: context.ellipsis) + tail
            return Span(note.padded(toWidth: column.width))
        }))
        return lines
    }
}
