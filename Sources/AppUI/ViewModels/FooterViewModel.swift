import AppCore
import TerminalUI

/// Key hints made from the live keymap; keys that are off are faint.
struct FooterViewModel: Equatable {
    struct Hint: Equatable {
        var key: String
        var label: String
        var isOn: Bool
    }

    var hints: [Hint]

    init(_ state: AppState, keymap: Keymap) {
        switch state.overlays.last {
        case nil:
            hints = Self.hints(state, keymap: keymap)
        case .filter?:
            hints = [
                Hint(key: "enter", label: "keep", isOn: true), Hint(key: "esc", label: "undo", isOn: true),
                Hint(key: "up down", label: "move", isOn: true),
            ]
        case .some:
            // A sheet has its own last line; hints for keys that it swallows would mislead.
            hints = []
        }
    }

    /// What is worth a hint in the fleet only.
    private static let fleetOnly: Set<UserAction> = [.showTrouble, .acknowledgeAlarms, .groupByContext]

    private static func hints(_ state: AppState, keymap: Keymap) -> [Hint] {
        keymap.bindings
            .filter { $0.hintRank != nil }
            .sorted { ($0.hintRank ?? 0) < ($1.hintRank ?? 0) }
            .compactMap { binding in
                let isOn = Availability.reason(against: binding.action, in: state) == nil
                // In the list of servers most keys mean nothing; in the list of backups it matters which are off.
                let isOfFleet = fleetOnly.contains(binding.action)
                guard let key = binding.keys.first, isOn || state.screen == .backups,
                      !isOfFleet || state.screen == .servers else { return nil }
                return Hint(key: key.description, label: label(binding.action, state), isOn: isOn)
            }
    }

    private static func label(_ action: UserAction, _ state: AppState) -> String {
        switch action {
        case .back:
            switch state.screen {
            case .backups: state.manager.isOpenedFromServers ? "servers" : "quit"
            case .contexts, .events, .operations, .wall: "back"
            case .servers: "quit"
            }
        case .open:
            switch state.screen {
            case .backups: "detail"
            case .events, .operations: "go there"
            case .servers, .contexts, .wall: "open"
            }
        case .download where state.screen == .events: "export"
        default: action.label
        }
    }

    /// As many hints as fit.
    func line(width: Int, theme: Theme) -> Line {
        var line = Line()
        for hint in hints {
            let length = hint.key.displayWidth + 1 + hint.label.displayWidth
            let gap = line.spans.isEmpty ? 0 : 2
            guard line.width + gap + length <= width else { continue }
            if gap > 0 { line.append("  ") }
            line.append(hint.key, style: theme.style(hint.isOn ? .key : .faint))
            line.append(" " + hint.label, style: theme.style(hint.isOn ? .normal : .faint))
        }
        return line
    }
}
