import AppCore
import BackupKit
import TerminalUI

/// The list of backups: a heading and one line a backup.
struct BackupListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        guard let capabilities = state.visibleCapabilities, let server = state.visibleServer else { return }
        let isCompact = rect.width < 40
        let layout = BackupTableLayout(
            width: rect.width,
            available: BackupColumn.available(with: capabilities),
            style: state.manager.timeStyle,
            isWide: state.manager.isWide,
            showsAges: state.settings.showsClock,
            sortedBy: state.manager.sort.column
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
                verification: server.verifications[backup.id],
                isSizeInMegabytes: server.capabilities.facts.contains(.sizeInMegabytes),
                isMarked: manager.marks.contains(backup.id),
                isSelected: backup.id == manager.selection
            )
            let place = body.row(line)
            if isCompact {
                drawCompact(row, in: &buffer, rect: place)
            } else {
                draw(row, layout: layout, in: &buffer, rect: place)
            }
            if row.isSelected { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func heading(_ layout: BackupTableLayout, in buffer: inout Buffer, rect: Rect) {
        let style = context.theme.style(.heading)
        var x = rect.x + 2
        buffer.fill(rect, style: style)
        for column in layout.columns {
            var title = column.column.rawValue.uppercased()
            if let sign = layout.sortSign(of: column.column, state.manager.sort) { title += " " + sign }
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
                now: state.serviceTime(of: state.location?.server),
                style: state.manager.timeStyle,
                isWide: layout.hasLongTimes,
                time: context.time
            )
            let shown = text.clipped(toWidth: column.width, ellipsis: context.ellipsis)
            // Only the text has the colour: under the cursor a coloured blank would look like a mark.
            let indent = column.alignment == .trailing ? column.width - shown.displayWidth : 0
            buffer.write(
                shown, at: Point(x: x + indent, y: rect.y), style: style(of: column.column, row),
                maxWidth: rect.maxX - x - indent
            )
            x += column.width + 2
        }
    }

    /// One backup in a line of a very narrow screen: mark, state, as much of the name as fits, the age.
    private func drawCompact(_ row: BackupRowViewModel, in buffer: inout Buffer, rect: Rect) {
        let now = state.serviceTime(of: state.location?.server)
        let age = row.text(.age, now: now, style: .age, isWide: false, time: context.time)
        let showsAge = rect.width >= 30 && state.settings.showsClock
        let nameWidth = max(0, rect.width - 2 - max(4, row.state.displayWidth) - (showsAge ? 7 : 0))
        var line = Line(row.isMarked ? "*" : " ", style: context.theme.style(.key))
        line.append(row.state, style: context.theme.style(row.stateRole))
        line.append(String(repeating: " ", count: max(1, 5 - row.state.displayWidth)))
        line.append(row.name.fitted(toWidth: nameWidth, ellipsis: context.ellipsis))
        if showsAge { line.append(" " + age.padded(toWidth: 6, alignment: .trailing)) }
        buffer.write(line, at: rect.origin, maxWidth: rect.width)
    }

    private func style(of column: BackupColumn, _ row: BackupRowViewModel) -> Style {
        switch column {
        case .state: context.theme.style(row.stateRole)
        case .lock: context.theme.style(.lock)
        case .verified: context.theme.style(row.verifiedRole)
        case .name, .age, .created, .size, .kind, .expires, .by: .plain
        }
    }
}
