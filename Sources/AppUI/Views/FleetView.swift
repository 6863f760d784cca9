import AppCore
import BackupKit
import TerminalUI

/// The servers of all contexts, the worst first, unless the user wants another order.
struct FleetView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let layout = FleetTableLayout(
            width: rect.width, showsContext: state.fleet.contextOrder.count > 1, showsClock: state.settings.showsClock
        )
        var body = rect
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            var line = Line()
            for (column, width) in layout.columns {
                line.append(heading(column).padded(toWidth: width + FleetTableLayout.gap), style: style)
            }
            buffer.write(line, at: rect.row(0).origin, maxWidth: rect.width)
            body = rect.removingTop(1)
        }
        let list = state.serverList
        for (index, ref) in list.rows.dropFirst(list.scrollOffset).prefix(max(0, body.height)).enumerated() {
            let place = body.row(index)
            let row = FleetRowViewModel(ref, state, context, columns: layout.columns.map(\.column))
            var x = place.x
            for (column, width) in layout.columns {
                let cell = row.cells[column] ?? FleetRowViewModel.Cell(text: "")
                let text = cell.text.displayWidth > width ? cell.short ?? cell.text : cell.text
                buffer.write(
                    text.fitted(toWidth: width, ellipsis: context.ellipsis),
                    at: Point(x: x, y: place.y), style: context.theme.style(cell.role), maxWidth: place.maxX - x
                )
                x += width + FleetTableLayout.gap
            }
            if row.isSelected { buffer.restyle(place, adding: .reverse) }
        }
    }

    /// The heading with a sign at the column that orders the list.
    private func heading(_ column: FleetTableLayout.Column) -> String {
        let sort = state.serverList.sort
        guard sort.column.shown == column else { return column.heading }
        return column.heading + (sort.isReversed ? "-" : "+")
    }
}

extension FleetColumn {
    /// The column of the table that it orders by.
    fileprivate var shown: FleetTableLayout.Column {
        switch self {
        case .health: .state
        case .name: .name
        case .context: .context
        case .age: .lastGood
        case .quota: .quota
        case .power: .power
        }
    }
}
