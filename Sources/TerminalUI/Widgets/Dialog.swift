/// A framed box in the middle of the screen, with a title, body rows and a last row that names the keys.
///
/// It fits any size: where rows are scarce the frame goes first, then the body's end; the last row stays.
public struct Dialog: Hashable, Sendable {
    /// Shown in the upper frame line; the first row where there is no frame.
    public var title: String
    /// The body, top to bottom; rows are clipped, not wrapped.
    public var body: [Line]
    /// The last row, usually the keys.
    public var footer: Line?
    /// The fewest columns inside the frame, where the screen has them.
    public var minimumWidth: Int
    /// The glyphs of the frame.
    public var border: BorderSet
    /// The look of the frame and of the empty inside.
    public var style: Style
    /// The look of the title.
    public var titleStyle: Style

    /// A box.
    public init(
        title: String,
        body: [Line],
        footer: Line? = nil,
        minimumWidth: Int = 30,
        border: BorderSet = .unicode,
        style: Style = .plain,
        titleStyle: Style = .plain.bold
    ) {
        self.title = title
        self.body = body
        self.footer = footer
        self.minimumWidth = minimumWidth
        self.border = border
        self.style = style
        self.titleStyle = titleStyle
    }

    /// Draws the box within a rectangle and returns where the body stands, for widgets drawn over it.
    @discardableResult
    public func draw(in buffer: inout Buffer, bounds: Rect) -> Rect {
        let outer = frameRect(in: bounds.intersection(buffer.bounds))
        guard !outer.isEmpty else { return outer }
        buffer.fill(outer, style: style)
        let isFramed = Self.hasRoomForFrame(bounds.intersection(buffer.bounds), rows: rowCount)
        var content = outer
        if isFramed {
            buffer.frame(outer, title: title, border: border, style: style, titleStyle: titleStyle)
            content = outer.inset(dx: 2, dy: 1)
        } else if outer.height > (footer == nil ? 1 : 2) {
            buffer.write(title, at: outer.origin, style: titleStyle, maxWidth: outer.width)
            content = outer.removingTop(1)
        }
        if let footer {
            let split = content.splitBottom(1)
            draw(footer, in: &buffer, rect: split.bottom)
            content = split.rest
        }
        for (index, line) in body.prefix(content.height).enumerated() {
            draw(line, in: &buffer, rect: content.row(index))
        }
        return content
    }

    private var rowCount: Int {
        body.count + (footer == nil ? 0 : 1)
    }

    private var ellipsis: String {
        border == .ascii ? "~" : "…"
    }

    private func draw(_ line: Line, in buffer: inout Buffer, rect: Rect) {
        buffer.write(line.clipped(toWidth: rect.width, ellipsis: ellipsis), at: rect.origin, maxWidth: rect.width)
    }

    private func frameRect(in bounds: Rect) -> Rect {
        guard Self.hasRoomForFrame(bounds, rows: rowCount) else {
            return bounds.centered(width: bounds.width, height: min(bounds.height, rowCount + 1))
        }
        let inner = ([title.displayWidth, minimumWidth, footer?.width ?? 0] + body.map(\.width)).max() ?? 0
        return bounds.centered(width: inner + 4, height: rowCount + 2)
    }

    private static func hasRoomForFrame(_ bounds: Rect, rows: Int) -> Bool {
        bounds.width >= 24 && bounds.height >= min(rows + 2, 8)
    }
}
