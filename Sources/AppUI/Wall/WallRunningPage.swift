import AppCore
import BackupKit
import TerminalUI

/// Running work of all contexts, oldest first: whose it is, and how far.
struct WallRunningPage {
    let material: WallMaterial
    let room: Size

    var content: WallPageContent {
        let rows = material.running
        let fits = rows.count <= room.height
        let shown = rows.prefix(max(1, fits ? room.height : room.height - 1))
        var lines = shown.map(line)
        if shown.count < rows.count, room.height > 1 {
            lines.append(material.more("and \(rows.count - shown.count) more", width: room.width))
        }
        return WallPageContent(sources: material.sources(of: shown.map(\.server)), lines: lines)
    }

    private func line(_ row: OperationList.Row) -> Line {
        let context = material.context
        let known = material.state.fleet.servers[row.server]
        let name = known.map(FleetRowViewModel.name) ?? row.server.server.short.shown
        let width = room.width < 60 ? min(14, room.width / 3) : min(28, room.width / 4)
        var work = OperationViewModel(
            row.operation, backup: known?.backup(row.operation.key.backup), now: material.state.now
        )
        work.name = row.title.shown
        var line = Line(name.fitted(toWidth: width, ellipsis: context.ellipsis) + "  ")
        let rest = work.line(width: max(0, room.width - width - 2), theme: context.theme, ellipsis: context.ellipsis)
        line.spans += rest.spans
        return line
    }
}
