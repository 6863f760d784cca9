import AppCore
import BackupKit
import TerminalUI

/// The list of backups: a heading and one line a backup.
struct BackupListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        guard let capabilities = state.visibleContext?.capabilities, let server = state.visibleServer else { return }
        let layout = BackupTableLayout(
            width: rect.width,
            available: BackupColumn.available(with: capabilities),
            style: state.manager.timeStyle,
            isWide: state.manager.isWide,
            showsAges: state.settings.showsClock
        )
        var body = rect
        if showsHeading {
            heading(layout, in: &buffer, rect: rect.row(0))
            body = rect.removingTop(1)
        }
        let manager = state.manager
        for (line, index) in manager.visibleRange.prefix(body.height).enumerated() {
            guard let backup = state.shownBackup(manager.rows[index]) else { continue }
            let row = BackupRowViewModel(
                backup,
                operations: server.operations,
                isMarked: manager.marks.contains(backup.id),
                isSelected: backup.id == manager.selection
            )
            draw(row, layout: layout, in: &buffer, rect: body.row(line))
        }
    }

    private func heading(_ layout: BackupTableLayout, in buffer: inout Buffer, rect: Rect) {
        let style = context.theme.style(.heading)
        var x = rect.x + 2
        buffer.fill(rect, style: style)
        for column in layout.columns {
            var title = column.column.rawValue.uppercased()
            if column.column == state.manager.sort.column { title += state.manager.sort.isAscending ? "+" : "-" }
            buffer.write(
                title.fitted(toWidth: column.width, alignment: column.alignment, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style, maxWidth: rect.maxX - x
            )
            x += column.width + 2
        }
    }

    private func draw(_ row: BackupRowViewModel, layout: BackupTableLayout, in buffer: inout Buffer, rect: Rect) {
        buffer.write(row.isMarked ? "*" : " ", at: rect.origin, style: context.theme.style(.key))
        var x = rect.x + 2
        for column in layout.columns where x < rect.maxX {
            let text = row.text(
                column.column,
                now: state.now,
                style: state.manager.timeStyle,
                isWide: state.manager.isWide,
                time: context.time
            )
            buffer.write(
                text.fitted(toWidth: column.width, alignment: column.alignment, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style(of: column.column, row), maxWidth: rect.maxX - x
            )
            x += column.width + 2
        }
        if row.isSelected { buffer.restyle(rect, adding: .reverse) }
    }

    private func style(of column: BackupColumn, _ row: BackupRowViewModel) -> Style {
        switch column {
        case .state: context.theme.style(row.stateRole)
        case .lock: context.theme.style(.lock)
        case .name, .age, .created, .size, .kind, .verified, .expires: .plain
        }
    }
}
