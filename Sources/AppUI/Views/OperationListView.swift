import AppCore
import BackupKit
import TerminalUI

/// Running and recent work of all contexts: one line each, with the server before it.
struct OperationListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let server = rect.width < 60 ? min(14, rect.width / 3) : min(28, rect.width / 4)
        var body = rect
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            buffer.write("SERVER", at: rect.row(0).origin, style: style, maxWidth: server)
            buffer.write(
                "WORK", at: Point(x: rect.x + server + 2, y: rect.y), style: style, maxWidth: rect.width - server - 2
            )
            body = rect.removingTop(1)
        }
        let rows = state.operationRows
        let selected = rows.firstIndex { $0.id == state.operations.selection } ?? 0
        let first = max(0, min(selected - body.height / 2, rows.count - body.height))
        for (index, row) in rows.dropFirst(first).prefix(max(0, body.height)).enumerated() {
            let place = body.row(index)
            let known = state.fleet.servers[row.server]
            let name = known.map(FleetRowViewModel.name) ?? row.server.server.short.shown
            buffer.write(
                name.fitted(toWidth: server, ellipsis: context.ellipsis), at: place.origin, style: .plain,
                maxWidth: server
            )
            var line = OperationViewModel(
                row.operation, backup: known?.backup(row.operation.key.backup), now: state.now
            )
            line.name = row.title.shown
            buffer.write(
                line.line(width: place.width - server - 2, theme: context.theme, ellipsis: context.ellipsis),
                at: Point(x: place.x + server + 2, y: place.y), maxWidth: place.width - server - 2
            )
            if row.id == (state.operations.selection ?? rows.first?.id) { buffer.restyle(place, adding: .reverse) }
        }
    }
}
