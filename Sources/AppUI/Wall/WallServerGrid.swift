import AppCore
import BackupKit
import TerminalUI

/// All servers in a grid, the worst off first, row by row: few of them with room around each, many of them close
/// together, and over several pages where they do not fit.
struct WallServerGrid {
    let material: WallMaterial
    let room: Size

    /// Cells between two columns.
    private static let gap = 2

    private var servers: [ServerRef] {
        material.servers
    }

    /// Two rows for each server and a blank one under them.
    private var isRoomy: Bool {
        servers.count <= roomyColumns * ((room.height + 1) / 3)
    }

    private var roomyColumns: Int {
        max(1, room.width / 30)
    }

    private var columns: Int {
        isRoomy ? min(roomyColumns, max(1, servers.count)) : max(1, room.width / 24)
    }

    private var perPage: Int {
        isRoomy ? max(1, servers.count) : columns * max(1, room.height)
    }

    /// How many pages they take.
    var parts: Int {
        min(WallPages.limit, max(1, (servers.count + perPage - 1) / perPage))
    }

    func content(part: Int) -> WallPageContent {
        let first = min(part * perPage, servers.count)
        let shown = Array(servers[first ..< min(first + perPage, servers.count)])
        var detail = parts > 1 && !shown.isEmpty
            ? WallPageContent.range(from: first + 1, count: shown.count, of: servers.count) : ""
        if servers.count > parts * perPage { detail += ", the best \(servers.count - parts * perPage) not shown" }
        let width = room.width / columns
        var lines: [Line] = []
        for start in stride(from: 0, to: shown.count, by: columns) {
            let cells = shown[start ..< min(start + columns, shown.count)].map { cell($0, width: width) }
            for row in 0 ..< (isRoomy ? 2 : 1) {
                lines.append(Line(cells.flatMap { $0[row].spans }))
            }
            if isRoomy { lines.append(Line()) }
        }
        return WallPageContent(
            detail: detail, sources: material.sources(of: shown), lines: Array(lines.prefix(room.height))
        )
    }

    /// The rows of one server, each exactly `width` cells.
    private func cell(_ ref: ServerRef, width: Int) -> [Line] {
        let cells = FleetRowViewModel(
            ref, material.state, material.context, columns: isRoomy ? [.state, .name, .source] : [.state, .name]
        ).cells
        let name = cells[.name]?.text ?? ref.server.short.shown
        let word = cells[.state] ?? FleetRowViewModel.Cell(text: "?", role: .unknown)
        let age = age(of: ref) ?? ""
        let inner = max(1, width - Self.gap)
        let gap = String(repeating: " ", count: width - inner)
        let style = material.context.theme.style(word.role)
        let ellipsis = material.context.ellipsis
        guard isRoomy else {
            let tail = word.text == "ok" ? age : facts(word.text, age)
            let room = max(4, inner - tail.displayWidth - 1)
            var line = Line(name.fitted(toWidth: room, ellipsis: ellipsis) + " ")
            line.append(tail.fitted(toWidth: inner - room - 1, alignment: .trailing, ellipsis: ellipsis), style: style)
            line.append(gap)
            return [line]
        }
        let source = cells[.source]?.text ?? ""
        var second = Line(facts(word.text, age).clipped(toWidth: inner, ellipsis: ellipsis), style: style)
        let read = source == "live" || source == "reading" ? source : "read \(source)"
        let rest = ("  " + read).fitted(toWidth: inner - second.width, ellipsis: ellipsis)
        second.append(rest + gap, style: material.context.theme.style(.faint))
        return [Line(name.fitted(toWidth: inner, ellipsis: ellipsis) + gap), second]
    }

    private func facts(_ word: String, _ age: String) -> String {
        age.isEmpty ? word : "\(word) \(age)"
    }

    /// Nil where no good backup is known.
    private func age(of ref: ServerRef) -> String? {
        material.state.watch.standings[ref]?.lastGoodAt.map { TimeText.age(of: $0, now: material.state.now) }
    }
}
