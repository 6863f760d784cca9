import AppCore
import BackupKit
import TerminalUI

/// A menu or the palette: key, what it does, and why it is off.
struct MenuViewModel: Equatable {
    struct Entry: Equatable {
        var key: String
        var label: String
        /// Nil when it can be chosen.
        var reason: String?
    }

    var title: String
    var lines: [Entry]
    var cursor: Int
    /// What is typed to narrow the lines.
    var field: FieldViewModel?
    var footer: [String]

    init(_ menu: Menu, _ state: AppState, _ context: ViewContext) {
        cursor = menu.cursor
        footer = ["Enter choose", "Esc close"]
        title = switch menu.kind {
        case .actions: "Actions" + (state.selectedBackup.map { " for \"\($0.shownTitle.clipped(toWidth: 30))\"" } ?? "")
        case .sort: "Sort by"
        case .copy: "Copy"
        case .fleetSort: "Order the fleet by"
        case .acknowledge: "Acknowledge its alarms: quiet for"
        case .restore: "Restore: files not in the backup"
        case .makeRoom: "Quota full: delete which backup to make room?"
        case .power: "Power of \(state.visibleServer?.server.name.shown.clipped(toWidth: 30) ?? "")"
        }
        lines = menu.lines.map { line in
            Entry(
                key: line.letter.map(String.init) ?? Self.key(line.choice, context.keymap),
                label: Self.label(line.choice, state),
                reason: line.reason?.shown
            )
        }
    }

    init(_ palette: Palette, _ state: AppState, _ context: ViewContext) {
        title = "Actions, contexts and servers by name"
        cursor = palette.cursor
        field = FieldViewModel(palette.input)
        footer = ["Enter run", "Esc close"]
        lines = palette.matches.map { entry in
            switch entry {
            case let .action(action):
                Entry(
                    key: context.keymap.key(for: action) ?? "",
                    label: action.rawValue,
                    reason: Availability.reason(against: action, in: state)?.shown
                )
            case let .context(id):
                Entry(key: "", label: "context \(id.rawValue.shown)")
            case let .server(ref, name):
                Entry(key: "", label: "server \(name.shown) (\(ref.context.rawValue.shown))")
            }
        }
    }

    private static func key(_ choice: Menu.Choice, _ keymap: Keymap) -> String {
        guard case let .action(action) = choice else { return "" }
        return keymap.key(for: action) ?? ""
    }

    private static func label(_ choice: Menu.Choice, _ state: AppState) -> String {
        switch choice {
        case let .action(action): return action.label
        case let .copy(item): return item == .plan ? "the last plan, with its command line" : item.rawValue
        case let .makeRoom(id): return room(id, state)
        case let .power(signal): return signal.rawValue
        case let .acknowledge(_, span): return TimeText.span(span)
        case .recallAlarms: return "tell them again"
        case let .fleetSort(column):
            let sort = state.serverList.sort
            guard sort.column == column else { return column.words }
            return column.words + (sort.isReversed ? "  (now, reversed)" : "  (now)")
        case let .restore(_, truncates): return truncates ? "wipe every file first" : "keep other files"
        case let .sort(column):
            let sort = state.manager.sort
            guard sort.column == column else { return column.rawValue }
            return column.rawValue + (sort.isAscending ? "  (now ascending)" : "  (now descending)")
        }
    }

    private static func room(_ id: Backup.ID, _ state: AppState) -> String {
        guard let backup = state.visibleServer?.backup(id) else { return id.short }
        let now = state.serviceTime(of: state.location?.server)
        let kind = backup.kind == .automatic ? "automatic, " : ""
        let size = backup.size.map { ", \(ByteText.size($0))" } ?? ""
        let age = TimeText.age(of: backup.createdAt, now: now)
        return "\"\(backup.shownTitle.clipped(toWidth: 40))\" (\(kind)\(age) old\(size))"
    }
}

extension FleetColumn {
    /// What is ordered by, and how, in a few words.
    fileprivate var words: String {
        switch self {
        case .health: "health, the worst first"
        case .name: "name"
        case .context: "context"
        case .age: "last good backup, the oldest first"
        case .quota: "quota, the fullest first"
        case .power: "power"
        }
    }
}
