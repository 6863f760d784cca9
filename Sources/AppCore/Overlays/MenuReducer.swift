public import BackupKit
import FoundationEssentials

/// Menus: the actions of the selected backup, the sort order, what to copy, the power signals.
enum MenuReducer {
    /// Every action that concerns a backup or its server, in the order of the actions menu.
    private static let menuActions: [UserAction] = [
        .create, .restore, .delete, .rename, .lock, .download, .verify, .retry, .cancelOperation, .acknowledge, .power,
        .retention, .undo, .copy, .refresh,
    ]

    static func open(_ kind: Menu.Kind, state: inout AppState) {
        let lines: [Menu.Line]
        var cursor = 0
        switch kind {
        case .actions:
            lines = menuActions.map {
                Menu.Line(choice: .action($0), reason: Availability.reason(against: $0, in: state))
            }
        case .sort:
            let columns = state.visibleCapabilities.map(BackupColumn.available) ?? []
            lines = columns.map { Menu.Line(choice: .sort($0), letter: $0.letter) }
            cursor = columns.firstIndex(of: state.manager.sort.column) ?? 0
        case .copy:
            lines = CopyItem.allCases.map {
                Menu.Line(choice: .copy($0), letter: $0.letter, reason: CopyText.reason(against: $0, in: state))
            }
        case .makeRoom:
            return
        case .fleetSort:
            lines = FleetColumn.allCases.map { Menu.Line(choice: .fleetSort($0), letter: $0.letter) }
            cursor = FleetColumn.allCases.firstIndex(of: state.serverList.sort.column) ?? 0
        case let .acknowledge(subject):
            let hours: [(Int, Character)] = [(1, "1"), (4, "4"), (24, "d"), (7 * 24, "w")]
            let isSeen = state.watch.acknowledged.contains {
                $0.key.subject == subject && $0.value.holds(at: state.now)
            }
            lines = hours.map { Menu.Line(choice: .acknowledge(subject, .seconds($0 * 3600)), letter: $1) }
                + [Menu.Line(
                    choice: .recallAlarms(subject),
                    letter: "t",
                    reason: isSeen ? nil : "none is acknowledged"
                )]
        case .restore:
            guard let backup = state.manager.selection else { return }
            lines = [
                Menu.Line(choice: .restore(backup, truncates: false), letter: "k"),
                Menu.Line(choice: .restore(backup, truncates: true), letter: "w"),
            ]
        case .power:
            lines = zip(PowerSignal.allCases, ["s", "t", "r", "k"] as [Character]).map {
                Menu.Line(choice: .power($0), letter: $1, reason: reason(against: $0, state: state))
            }
        }
        OverlayReducer.push(.menu(Menu(kind: kind, lines: lines, cursor: cursor)), state: &state)
    }

    static func key(_ key: SheetKey, menu: Menu, state: inout AppState) -> [Effect] {
        var menu = menu
        switch key {
        case .escape:
            OverlayReducer.pop(state: &state)
            return []
        case .down: menu.cursor = min(menu.cursor + 1, max(0, menu.lines.count - 1))
        case .up: menu.cursor = max(0, menu.cursor - 1)
        case .home: menu.cursor = 0
        case .end: menu.cursor = max(0, menu.lines.count - 1)
        case .enter:
            guard menu.lines.indices.contains(menu.cursor) else { return [] }
            return choose(menu.lines[menu.cursor], state: &state)
        case let .character(letter):
            if let line = menu.lines.first(where: { $0.letter == letter }) { return choose(line, state: &state) }
            switch letter {
            case "j": menu.cursor = min(menu.cursor + 1, max(0, menu.lines.count - 1))
            case "k": menu.cursor = max(0, menu.cursor - 1)
            case "q": OverlayReducer.pop(state: &state); return []
            default: return []
            }
        default: return []
        }
        OverlayReducer.replaceTop(.menu(menu), state: &state)
        return []
    }

    private static func choose(_ line: Menu.Line, state: inout AppState) -> [Effect] {
        if let reason = line.reason {
            state.notice = Notice(.warning, reason)
            return []
        }
        OverlayReducer.pop(state: &state)
        switch line.choice {
        case let .action(action):
            return ActionReducer.perform(action, state: &state)
        case let .sort(column):
            let current = state.manager.sort
            let isAscending = current.column == column ? !current.isAscending : column == .name || column == .age
            BackupManagerReducer.setSort(BackupSort(column: column, isAscending: isAscending), state: &state)
            return []
        case let .fleetSort(column):
            let current = state.serverList.sort
            let isReversed = current.column == column && !current.isReversed
            ServerListReducer.setSort(FleetSort(column: column, isReversed: isReversed), state: &state)
            return []
        case let .acknowledge(subject, span):
            return AcknowledgementReducer.acknowledge(subject, for: span, state: &state)
        case let .recallAlarms(subject):
            return AcknowledgementReducer.recall(subject, state: &state)
        case let .copy(item):
            guard let text = CopyText.text(of: item, in: state) else { return [] }
            return [.copyToClipboard(what: item.rawValue, text: text)]
        case let .power(signal):
            return power(signal, state: &state)
        case let .restore(backup, truncates):
            guard let location = state.location else { return [] }
            return ActionReducer.restore(backup, at: location, truncates: truncates, state: &state)
        case let .makeRoom(backup):
            guard let location = state.location else { return [] }
            return PlanSheetReducer.open(PlanTarget(act: .delete(backup), location: location), state: &state)
        }
    }

    private static func power(_ signal: PowerSignal, state: inout AppState) -> [Effect] {
        guard let location = state.location, let server = state.visibleServer else { return [] }
        guard signal == .start else {
            return PlanSheetReducer.open(PlanTarget(act: .power(signal), location: location), state: &state)
        }
        return LightPlan.open(
            .power(.start),
            at: location,
            title: "Start \(server.server.name)",
            lines: ["The server's process is started.", "Power now: \(server.power.words)"],
            verb: "start",
            state: &state
        )
    }

    private static func reason(against signal: PowerSignal, state: AppState) -> String? {
        guard let server = state.visibleServer else { return "no server is open" }
        if let reason = server.capabilities.reason(against: signal.permission, on: server.server) { return reason }
        switch signal {
        case .start: return server.reasonAgainstStart
        case .stop where server.power.isDown: return "it is stopped already"
        case .stop, .restart, .kill:
            if server.server.condition == .restoring { return "it is being restored" }
            return server.openWork.first.map { "a \($0.key.kind.rawValue) runs: wait until it has ended" }
        }
    }
}

extension ServerState {
    /// Why its process may not be started now; nil when it may.
    var reasonAgainstStart: String? {
        if power == .running { return "it runs already" }
        if server.condition == .restoring { return "it is being restored" }
        // A start on half replaced files, or in the way of the restore, would do harm.
        return openWork.first { $0.key.kind == .restore }.map { _ in "a restore runs: wait until it has ended" }
    }
}

extension PowerState {
    /// The state in a word.
    public var words: String {
        switch self {
        case .running: "running"
        case .starting: "starting"
        case .stopping: "stopping"
        case .stopped: "stopped"
        case .crashed: "crashed"
        case .unknown: "unknown"
        }
    }
}
