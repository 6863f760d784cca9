import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// The journal of this machine, newest first: when, where, what, and what came of it.
struct EventListView {
    let state: AppState
    let context: ViewContext

    func draw(in buffer: inout Buffer, rect: Rect, showsHeading: Bool) {
        let widths = Self.widths(rect.width)
        var body = rect
        if showsHeading {
            let style = context.theme.style(.heading)
            buffer.fill(rect.row(0), style: style)
            write(
                ["TIME", "SERVER", "STEP", "EVENT", "BACKUP", "USER"],
                widths,
                in: &buffer,
                rect: rect.row(0),
                style: style
            )
            body = rect.removingTop(1)
        }
        let lines = state.events.shown
        let selected = lines.firstIndex { $0.number == state.events.selection } ?? 0
        let first = max(0, min(selected - body.height / 2, lines.count - body.height))
        for (index, line) in lines.dropFirst(first).prefix(max(0, body.height)).enumerated() {
            let place = body.row(index)
            let style = context.theme.style(Self.role(line.entry.event))
            write(texts(of: line, isNarrow: rect.width < 60), widths, in: &buffer, rect: place, style: style)
            if line.number == state.events.selection { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func texts(of line: JournalLine, isNarrow: Bool) -> [String] {
        let entry = line.entry
        let (name, detail) = entry.event.words
        let isUTC = state.manager.timeStyle == .utc
        let stamp = context.time.stamp(entry.at, utc: isUTC)
        let time = isNarrow ? String(stamp.suffix(8)) : stamp
        return [
            time,
            (entry.serverName ?? entry.server.short).shown,
            entry.step.shown,
            (detail.map { "\(name): \($0)" } ?? name).shown,
            (entry.title ?? entry.backup?.short ?? "").shown,
            (line.user + (line.sshClient.map { " from \($0)" } ?? "")).shown,
        ]
    }

    private static func role(_ event: JournalEntry.Event) -> Theme.Role {
        switch event {
        case .refused, .notSent: .failure
        case .ambiguous, .putAside: .warning
        case let .ended(outcome): outcome.hasPrefix("failed") || outcome.hasPrefix("refused") ? .failure : .normal
        case .begun, .intent, .accepted, .observed, .resumed: .normal
        }
    }

    private func write(_ texts: [String], _ widths: [Int], in buffer: inout Buffer, rect: Rect, style: Style) {
        var x = rect.x
        for (text, width) in zip(texts, widths) where width > 0 {
            buffer.write(
                text.fitted(toWidth: width, ellipsis: context.ellipsis),
                at: Point(x: x, y: rect.y), style: style, maxWidth: rect.maxX - x
            )
            x += width + 2
        }
    }

    /// Cells of time, server, step, event, backup and user; 0 for what has no room.
    private static func widths(_ width: Int) -> [Int] {
        let time = width < 30 ? 0 : width < 60 ? 8 : 19
        let server = width < 50 ? 0 : min(20, width / 5)
        let step = 12
        let backup = width < 90 ? 0 : min(30, width / 5)
        let user = width < 110 ? 0 : width < 140 ? 20 : 32
        let others = [time, server, step, backup, user].filter { $0 > 0 }.reduce(0) { $0 + $1 + 2 }
        return [time, server, step, max(8, width - others), backup, user]
    }
}
