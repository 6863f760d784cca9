import AppCore
import BackupKit
import TerminalUI

/// How each source is reached: its light, its servers, how long a turn through them takes, and its last error. Before
/// them, what of the watch itself does not work on this machine.
struct WallSourcesPage {
    let material: WallMaterial
    let room: Size

    var content: WallPageContent {
        let state = material.state
        let lights = SourcesViewModel(state).lights
        let order = state.fleet.contextOrder
        let worst = lights.indices.sorted { (lights[$0].rank, $0) < (lights[$1].rank, $1) }
        let counts = Dictionary(grouping: state.fleet.serverOrder, by: \.context).mapValues(\.count)
        var lines = problems
        let head = lines.count
        var shown = 0
        for index in worst {
            let rows = rows(order[index], lights[index], servers: counts[order[index]] ?? 0)
            let left = worst.count - shown - 1
            guard lines.count + rows.count + (left > 0 ? 1 : 0) <= room.height || lines.count == head else { break }
            lines += rows
            shown += 1
        }
        if shown < worst.count {
            lines.append(material.more("and \(worst.count - shown) more, no worse", width: room.width))
        }
        return WallPageContent(sources: worst.prefix(shown).sorted().map { order[$0] }, lines: lines)
    }

    private var problems: [Line] {
        let problems = material.state.watch.problems.sorted { $0.key < $1.key }
        let lines = problems.flatMap { Paragraph($0.value.shown).lines(width: room.width).prefix(2) }
        return lines.isEmpty ? [] : lines.map { Line($0, style: material.context.theme.style(.warning)) } + [Line()]
    }

    private func rows(_ id: Context.ID, _ light: SourcesViewModel.Light, servers: Int) -> [Line] {
        let context = material.context
        let faint = context.theme.style(.faint)
        let isNarrow = room.width < 60
        var line = Line(light.name.fitted(toWidth: isNarrow ? 12 : 20, ellipsis: context.ellipsis) + "  ")
        let words = light.isWell ? "ok " + light.words : light.words
        line.append(words.padded(toWidth: isNarrow ? 17 : 20), style: context.theme.style(light.role))
        let count = "\(servers) \(servers == 1 ? "server" : "servers")"
        for fact in [count.padded(toWidth: 13), "all read every \(TimeText.span(material.state.sweepTime(of: id)))"]
            where line.width + 2 + fact.displayWidth <= room.width {
            line.append("  " + fact, style: fact.hasPrefix(count) ? .plain : faint)
        }
        guard let error = material.state.fleet.contextErrors[id] else { return [line] }
        let text = "  last error: " + error.message.shown
        return [line, Line(text, style: faint).clipped(toWidth: room.width, ellipsis: context.ellipsis)]
    }
}
