import AppCore
import BackupKit
import TerminalUI

/// The worst off servers: how each stands, how old its last good backup is, what was tried last, how old that is.
struct WallWorstPage {
    let material: WallMaterial
    let room: Size

    var content: WallPageContent {
        let servers = material.servers
        guard !servers.isEmpty else {
            let text = material.counts.hasHeard ? "There are no servers" : "No server is known yet"
            return WallPageContent(lines: [material.more(text, width: room.width)])
        }
        let columns = columns
        let heading = room.height >= 6 && room.width >= 50 ? [heading(columns)] : []
        let rows = room.height - heading.count
        let shown = servers.prefix(max(1, servers.count > rows ? rows - 1 : rows))
        var lines = heading + shown.map { row($0, columns) }
        let hidden = servers.dropFirst(shown.count)
        if !hidden.isEmpty, room.height > 1 {
            let bad = max(0, material.counts.notProtected - shown.count)
            lines.append(material.more(
                bad == 0 ? "and \(hidden.count) more, all protected" : "and \(bad) more not protected"
                    + (hidden.count > bad ? ", \(hidden.count - bad) protected" : ""),
                width: room.width
            ))
        }
        return WallPageContent(sources: material.sources(of: shown), lines: lines)
    }

    private func heading(_ columns: [(column: FleetTableLayout.Column, width: Int)]) -> Line {
        let text = columns.map { $0.column.heading.padded(toWidth: $0.width) }.joined(separator: "  ")
        return material.more(text, width: room.width)
    }

    private func row(_ ref: ServerRef, _ columns: [(column: FleetTableLayout.Column, width: Int)]) -> Line {
        let cells = FleetRowViewModel(
            ref, material.state, material.context, columns: columns.map(\.column)
        ).cells
        var line = Line()
        for (index, (column, width)) in columns.enumerated() {
            let cell = cells[column] ?? FleetRowViewModel.Cell(text: "")
            let isLast = index == columns.count - 1
            let text = cell.text.fitted(toWidth: width, ellipsis: material.context.ellipsis)
            line.append(isLast ? text : text + "  ", style: material.context.theme.style(cell.role))
        }
        return line.clipped(toWidth: room.width, ellipsis: material.context.ellipsis)
    }

    /// State, name and the age of the last good backup never go; then the age of what is known, then the last attempt.
    private var columns: [(column: FleetTableLayout.Column, width: Int)] {
        let width = room.width
        var columns: [(column: FleetTableLayout.Column, width: Int)] = [(.lastGood, width < 50 ? 11 : 13)]
        if width >= 56 { columns.append((.source, 11)) }
        if width >= 70 { columns.append((.attempt, 11)) }
        if width >= 84, material.state.fleet.contextOrder.count > 1 { columns.insert((.context, 12), at: 0) }
        if width >= 120 { columns.append((.work, 27)) }
        let state = width < 50 ? 6 : 11
        let taken = columns.reduce(state + 2) { $0 + $1.width + 2 }
        return [(.state, state), (.name, min(36, max(6, width - taken)))] + columns
    }
}
