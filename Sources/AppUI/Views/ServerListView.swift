import AppCore
import TerminalUI

/// The plain list of servers.
struct ServerListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let model = ServerListViewModel(state)
        var body = rect
        let columns = widths(rect.width)
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            write(["NAME", "CONTEXT", "QUOTA", "WORLDS", "CONDITION"], columns, in: &buffer, rect: rect.row(0), style: style)
            body = rect.removingTop(1)
        }
        let first = max(0, min(model.selectedRow - body.height / 2, model.rows.count - body.height))
        for (line, row) in model.rows.dropFirst(first).prefix(body.height).enumerated() {
            let place = body.row(line)
            write([row.name, row.context, row.quota, row.worlds, row.condition], columns, in: &buffer, rect: place, style: .plain)
            if row.isSelected { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func widths(_ width: Int) -> [Int] {
        if width < 40 { return [max(4, width - 2), 0, 0, 0, 0] }
        if width < 70 { return [max(10, width - 34), 16, 8, 0, 0] }
        return [max(10, width - 60), 20, 8, 8, 14]
    }

    private func write(_ texts: [String], _ widths: [Int], in buffer: inout Buffer, rect: Rect, style: Style) {
        var x = rect.x + 2
        for (text, width) in zip(texts, widths) where width > 0 {
            buffer.write(
                text.fitted(toWidth: width, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style, maxWidth: rect.maxX - x
            )
            x += width + 2
        }
    }
}
