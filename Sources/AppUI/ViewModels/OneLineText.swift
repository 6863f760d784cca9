import AppCore
import BackupKit

/// Everything in one line, for a window that holds no more: how many are good, how many are bad, what runs.
enum OneLineText {
    static func text(_ state: AppState) -> String {
        switch state.screen {
        case .servers:
            let count = state.fleet.serverOrder.count
            return "\(count) \(count == 1 ? "server" : "servers")"
        case .events:
            let count = state.events.shown.count
            return "\(count) \(count == 1 ? "event" : "events")"
        case .contexts:
            let count = state.fleet.contextOrder.count
            return "\(count) \(count == 1 ? "context" : "contexts")"
        case .backups:
            guard let location = state.location, let place = state.fleet[location], place.fetchedAt != nil else {
                return "reading"
            }
            let running = state.visibleServer?.operations.values.count(where: \.isOpen) ?? 0
            return "\(place.completedCount) ok \(place.failedCount) FAIL" + (running > 0 ? " \(running) run" : "")
        }
    }
}
