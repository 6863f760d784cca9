extension Buffer {
    /// Draws a frame along the inside of a rectangle, with a title in its upper line; the inside is left as it is.
    ///
    /// Below two columns or rows there is no frame to draw and nothing happens.
    public mutating func frame(
        _ rect: Rect,
        title: String = "",
        border: BorderSet = .unicode,
        style: Style = .plain,
        titleStyle: Style? = nil
    ) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let inner = rect.width - 2
        let line = String(repeating: border.horizontal, count: inner)
        write("\(border.topLeft)\(line)\(border.topRight)", at: rect.origin, style: style)
        write(
            "\(border.bottomLeft)\(line)\(border.bottomRight)",
            at: Point(x: rect.x, y: rect.maxY - 1),
            style: style
        )
        for y in rect.y + 1 ..< rect.maxY - 1 {
            write(String(border.vertical), at: Point(x: rect.x, y: y), style: style)
            write(String(border.vertical), at: Point(x: rect.maxX - 1, y: y), style: style)
        }
        guard !title.isEmpty, inner >= 3 else { return }
        let ellipsis = border == .ascii ? "~" : "…"
        let label = " " + title.clipped(toWidth: inner - 2, ellipsis: ellipsis) + " "
        write(label, at: rect.origin.offset(x: 1), style: titleStyle ?? style, maxWidth: inner)
    }
}
