import TerminalUI

/// A box over the screen: framed in the middle where there is room, else all of the screen without a frame.
struct Popup {
    let title: String
    let bounds: Rect
    let context: ViewContext

    /// Whether there is room for a frame.
    var isFramed: Bool {
        bounds.width >= 24 && bounds.height >= 8
    }

    /// Cells of a row inside.
    var width: Int {
        guard isFramed else { return bounds.width }
        // Beside a box that nearly fills the screen, shreds of the list would only disturb.
        return bounds.width <= 88 ? bounds.width - 4 : 76
    }

    /// Rows inside, the last line included; the title takes one of them where there is no frame.
    var rows: Int {
        isFramed ? bounds.height - 2 : bounds.height
    }

    /// Draws body and last line, at most `rows` of them together; answers where the body stands.
    @discardableResult
    func draw(_ body: [Line], footer: Line, minimumWidth: Int? = nil, in buffer: inout Buffer) -> Rect {
        guard isFramed else { return drawPlain(body, footer: footer, in: &buffer) }
        return Dialog(
            title: title,
            body: body,
            footer: footer,
            minimumWidth: minimumWidth ?? width,
            border: context.border
        ).draw(in: &buffer, bounds: bounds)
    }

    private func drawPlain(_ body: [Line], footer: Line, in buffer: inout Buffer) -> Rect {
        buffer.fill(bounds)
        var content = bounds
        write(footer, in: &buffer, rect: content.bottom(1))
        content = content.removingBottom(1)
        if body.count < content.height {
            let style = context.theme.style(.title)
            write(Line(title, style: style), in: &buffer, rect: content.top(1))
            content = content.removingTop(1)
        }
        for (index, line) in body.prefix(content.height).enumerated() {
            write(line, in: &buffer, rect: content.row(index))
        }
        return content
    }

    private func write(_ line: Line, in buffer: inout Buffer, rect: Rect) {
        buffer.write(
            line.clipped(toWidth: rect.width, ellipsis: context.ellipsis), at: rect.origin, maxWidth: rect.width
        )
    }
}
