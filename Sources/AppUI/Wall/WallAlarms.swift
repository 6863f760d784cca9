import AppCore
import TerminalUI

/// The alarms of the wall, and which of them are pinned on every page.
struct WallAlarms: Equatable {
    /// What stands on every page.
    struct Pinned: Equatable {
        var alarms: [WallAlarm] = []
        /// What to do stands under each.
        var showsNext = false
        /// Alarms that nobody has seen and that have no room here.
        var hidden = 0
        /// Alarms that somebody has seen and that have no room here.
        var hiddenSeen = 0

        /// Nothing is left out.
        var isWhole: Bool {
            hidden == 0 && hiddenSeen == 0
        }

        /// Where what is left out stands; nil where nothing is.
        var more: String? {
            if hidden > 0 {
                let seen = hiddenSeen > 0 ? ", \(hiddenSeen) seen" : ""
                let count = alarms.isEmpty ? "\(hidden) \(hidden == 1 ? "alarm" : "alarms")" : "and \(hidden) more"
                return "\(count)\(seen): page \"Alarms\""
            }
            return hiddenSeen > 0 ? "\(hiddenSeen) seen: page \"Alarms\"" : nil
        }

        /// Rows it takes.
        var rows: Int {
            alarms.count * (showsNext ? 2 : 1) + (more == nil ? 0 : 1)
        }
    }

    /// Those that nobody has seen first, then the worst kind, then the longest.
    var all: [WallAlarm]

    init(_ state: AppState) {
        all = state.watch.raised(at: state.now).map { WallAlarm($0, state) }
    }

    /// Alarms that nobody has seen.
    var told: Int {
        all.count { !$0.isSeen }
    }

    /// As many as fit into so many rows; those that somebody has seen only where all others fit as well.
    func pinned(rows: Int) -> Pinned {
        guard rows > 0, !all.isEmpty else {
            return Pinned(hidden: told, hiddenSeen: all.count - told)
        }
        if all.count <= rows {
            return Pinned(alarms: all, showsNext: all.count * 2 <= rows)
        }
        // The row that says what is missing takes one.
        let shown = Array(all.prefix(min(told, rows - 1)))
        return Pinned(alarms: shown, hidden: told - shown.count, hiddenSeen: all.count - told)
    }

    /// The pinned ones row by row.
    static func lines(_ pinned: Pinned, width: Int, context: ViewContext) -> [Line] {
        var lines = WallAlarmTable(
            alarms: pinned.alarms, showsNext: pinned.showsNext, width: width, context: context
        ).lines
        if let more = pinned.more {
            lines.append(Line(more, style: context.theme.style(pinned.hidden > 0 ? .failure : .faint))
                .clipped(toWidth: width, ellipsis: context.ellipsis))
        }
        return lines
    }
}
