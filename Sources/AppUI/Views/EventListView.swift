import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// The journal of this machine and what was seen in this session, newest first: when, where, what, and what came of it.
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
                ["TIME", "SERVER", "STEP", "EVENT", "BACKUP", "BY"],
                widths,
                in: &buffer,
                rect: rect.row(0),
                style: style
            )
            body = rect.removingTop(1)
        }
        let rows = state.eventRows
        let selected = rows.firstIndex { $0.id == state.events.selection } ?? 0
        let first = max(0, min(selected - body.height / 2, rows.count - body.height))
        for (index, row) in rows.dropFirst(first).prefix(max(0, body.height)).enumerated() {
            let place = body.row(index)
            let style = context.theme.style(Self.role(row))
            write(texts(of: row, isNarrow: rect.width < 60), widths, in: &buffer, rect: place, style: style)
            if row.id == state.events.selection { buffer.restyle(place, adding: .reverse) }
        }
    }

    private func texts(of row: EventList.Row, isNarrow: Bool) -> [String] {
        let isUTC = state.manager.timeStyle == .utc
        let stamp = context.time.stamp(row.at, utc: isUTC)
        let time = isNarrow ? String(stamp.suffix(8)) : stamp
        switch row {
        case let .journal(line):
            let entry = line.entry
            let (name, detail) = entry.event.words
            return [
                time,
                (entry.serverName ?? entry.server.short).shown,
                entry.step.shown,
                (detail.map { "\(name): \($0)" } ?? name).shown,
                (entry.title ?? entry.backup?.short ?? "").shown,
                (line.user + (line.sshClient.map { " from \($0)" } ?? "")).shown,
            ]
        case let .seen(entry):
            let place = (entry.serverName ?? entry.server?.short ?? entry.context.rawValue).shown
            return [
                time,
                place,
                entry.kind.rawValue,
                entry.text.shown,
                (entry.backup ?? "").shown,
                entry.context.rawValue.shown,
            ]
        }
    }

    private static func role(_ row: EventList.Row) -> Theme.Role {
        switch row {
        case let .journal(line): role(line.entry.event)
        case let .seen(entry): entry.isTrouble ? .warning : .normal
        }
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
        var widths = widths
        // Where no backup is meant its column is the event's.
        if texts[4].isEmpty, widths[4] > 0 {
            widths[3] += widths[4] + 2
            widths[4] = 0
        }
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
