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

    /// Server, kind and bar, then how far, and how long still or since when nothing was heard.
    private func line(_ row: OperationList.Row) -> Line {
        let context = material.context
        let width = room.width
        let known = material.state.fleet.servers[row.server]
        let name = known.map(FleetRowViewModel.name) ?? row.server.server.short.shown
        let work = OperationViewModel(
            row.operation, backup: known?.backup(row.operation.key.backup), now: material.state.now
        )
        let style = context.theme.style(work.role)
        var line = Line(name.fitted(toWidth: min(28, width / 3), ellipsis: context.ellipsis) + "  ")
        line.append(work.kind.padded(toWidth: width < 50 ? 7 : 8) + " ", style: style)
        let words = width < 50 ? "" : "  " + (work.silence ?? work.remaining).padded(toWidth: 13)
        let elapsed = width < 70 ? "" : ("  for " + work.elapsed).padded(toWidth: 12)
        let percent = " " + work.percent.padded(toWidth: 4, alignment: .trailing)
        let rest = percent.displayWidth + words.displayWidth + elapsed.displayWidth
        line.append(Gauge(work.gauge, width: min(40, width - line.width - rest)).text + percent + words, style: style)
        line.append(elapsed, style: context.theme.style(.faint))
        return line.clipped(toWidth: width, ellipsis: context.ellipsis)
    }
}
