import AppCore
import TerminalUI

/// The plain list of servers.
struct ServerListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let columns = Columns(width: rect.width, showsContext: state.fleet.contextOrder.count > 1)
        var body = rect
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            write(
                ["NAME", "CONTEXT", "QUOTA", "LAST", "WORLDS", "POWER", "CONDITION"], columns, in: &buffer,
                rect: rect.row(0),
                style: style
            )
            body = rect.removingTop(1)
        }
        for (line, row) in ServerListViewModel(state, height: body.height).rows.enumerated() {
            let place = body.row(line)
            let texts = [row.name, row.context, row.quota, row.lastGood, row.worlds, row.power, row.condition]
            write(texts, columns, in: &buffer, rect: place, style: .plain)
            if row.isSelected { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func write(_ texts: [String], _ columns: Columns, in buffer: inout Buffer, rect: Rect, style: Style) {
        var x = rect.x + columns.indent
        for (text, width) in zip(texts, columns.widths) where width > 0 {
            buffer.write(
                text.fitted(toWidth: width, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style, maxWidth: rect.maxX - x
            )
            x += width + 2
        }
    }

    /// Cells of name, context, quota, last good backup, worlds, power and condition; 0 for what has no room.
    struct Columns: Equatable {
        var widths: [Int]
        var indent: Int

        init(width: Int, showsContext: Bool) {
            indent = width < 40 ? 0 : 2
            let context = !showsContext || width < 40 ? 0 : width < 70 ? 10 : 16
            let quota = width < 30 ? 0 : 7
            let worlds = width < 70 ? 0 : 6
            let last = width < 50 ? 0 : 6
            let power = width < 90 ? 0 : 8
            let condition = width < 60 ? 0 : width < 100 ? 18 : 34
            let others = [context, quota, last, worlds, power, condition].filter { $0 > 0 }
            let name = width - indent - others.reduce(0) { $0 + $1 + 2 }
            widths = [max(4, min(name, 60)), context, quota, last, worlds, power, condition]
        }
    }
}
