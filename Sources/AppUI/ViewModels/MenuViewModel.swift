import AppCore
import BackupKit
import TerminalUI

/// A menu as lines: key, what it does, and why it is off.
struct MenuViewModel: Equatable {
    var title: String
    var lines: [Line]
    var cursor: Int
    var footer: Line

    init(_ menu: Menu, _ state: AppState, _ context: ViewContext) {
        let theme = context.theme
        cursor = menu.cursor
        title = switch menu.kind {
        case .actions: "Actions" + (state.selectedBackup.map { " for \"\($0.title.printable.clipped(toWidth: 30))\"" } ?? "")
        case .sort: "Sort by"
        case .copy: "Copy"
        case .power: "Power of \(state.visibleServer?.server.name.printable.clipped(toWidth: 30) ?? "")"
        }
        lines = menu.lines.map { line in
            let isOff = line.reason != nil
            var text = Line()
            let key = line.letter.map(String.init) ?? Self.key(line.choice, context.keymap)
            text.append(key.padded(toWidth: 6), style: theme.style(isOff ? .faint : .key))
            text.append(Self.label(line.choice, state).padded(toWidth: isOff ? 17 : 0), style: theme.style(isOff ? .faint : .normal))
            if let reason = line.reason { text.append(" " + reason.printable, style: theme.style(.faint)) }
            return text
        }
        footer = Line(["Enter choose", "Esc close"].joined(separator: context.dot), style: theme.style(.faint))
    }

    private static func key(_ choice: Menu.Choice, _ keymap: Keymap) -> String {
        guard case let .action(action) = choice else { return "" }
        return keymap.key(for: action) ?? ""
    }

    private static func label(_ choice: Menu.Choice, _ state: AppState) -> String {
        switch choice {
        case let .action(action): return action.label
        case let .copy(item): return item.rawValue
        case let .power(signal): return signal.rawValue
        case let .sort(column):
            let sort = state.manager.sort
            guard sort.column == column else { return column.rawValue }
            return column.rawValue + (sort.isAscending ? "  (ascending)" : "  (descending)")
        }
    }
}
