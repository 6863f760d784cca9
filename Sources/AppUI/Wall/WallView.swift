import AppCore
import TerminalUI

/// Draws the wall: what a monitor shows for months, read from afar, and that nobody types into.
struct WallView {
    let state: AppState
    let context: ViewContext

    init(state: AppState, context: ViewContext) {
        var state = state
        // A wall whose ages stood still would be no use to anybody.
        state.settings.showsClock = true
        self.state = state
        self.context = context
    }

    func draw(in buffer: inout Buffer) {
        let model = WallViewModel(state, context, size: buffer.size)
        if model.form == .tiny {
            write(WallLines(model, context).tiny(buffer.size), in: &buffer, rect: buffer.bounds)
            return
        }
        let lines = WallLines(model, context)
        let layout = model.layout
        if let rect = layout.top { write([lines.top(width: rect.width)], in: &buffer, rect: rect) }
        write(lines.headline(width: layout.headline.width), in: &buffer, rect: layout.headline)
        write(lines.pinned(width: layout.pinned.width), in: &buffer, rect: layout.pinned)
        write([lines.title(width: layout.title.width)], in: &buffer, rect: layout.title)
        write(model.content.lines, in: &buffer, rect: layout.body)
        if let rect = layout.foot { write([lines.foot(width: rect.width)], in: &buffer, rect: rect) }
    }

    private func write(_ lines: [Line], in buffer: inout Buffer, rect: Rect) {
        for (index, line) in lines.prefix(rect.height).enumerated() {
            buffer.write(line, at: rect.row(index).origin, maxWidth: rect.width)
        }
    }
}
