/// A row of differently styled pieces.
public struct Line: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The pieces from left to right.
    public var spans: [Span]

    /// A row of pieces.
    public init(_ spans: [Span] = []) {
        self.spans = spans
    }

    /// A row in one style.
    public init(_ text: String, style: Style = .plain) {
        spans = [Span(text, style: style)]
    }

    /// A line of plain text.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Cells the row takes.
    public var width: Int {
        spans.reduce(0) { $0 + $1.text.displayWidth }
    }

    /// The text without styles.
    public var text: String {
        spans.map(\.text).joined()
    }

    /// Adds a piece at the right.
    public mutating func append(_ text: String, style: Style = .plain) {
        spans.append(Span(text, style: style))
    }

    /// The row cut to at most `width` cells; the ellipsis takes the style of the piece it cuts.
    public func clipped(toWidth width: Int, ellipsis: String = "…") -> Line {
        guard self.width > width else { return self }
        var result = Line()
        var left = width
        for (index, span) in spans.enumerated() {
            let rest = spans[(index + 1)...].reduce(0) { $0 + $1.text.displayWidth }
            let own = span.text.displayWidth
            let isCut = own > left || rest > left - own && rest > 0 && left - own < ellipsis.displayWidth
            if isCut {
                let tail = ellipsis.displayWidth <= left ? ellipsis : ""
                let kept = span.text.prefix(fittingWidth: left - tail.displayWidth)
                result.append(kept + tail, style: span.style)
                return result
            }
            result.spans.append(span)
            left -= own
        }
        return result
    }
}
