import AppCore
import BackupKit

/// Everything in one line, for a window that holds no more: how many are good, how many are bad, what runs.
enum OneLineText {
    static func text(_ state: AppState) -> String {
        switch state.screen {
        case .servers:
            return fleet(state)
        case .events:
            let count = state.eventRows.count
            return "\(count) \(count == 1 ? "event" : "events")"
        case .operations:
            return "\(state.operationRows.count { $0.operation.isOpen }) running"
        case .wall:
            return fleet(state)
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

    /// How many servers are well, and how many are not.
    private static func fleet(_ state: AppState) -> String {
        let counts = state.protectionCounts
        var words = ["\(counts[.protected] ?? 0) ok"]
        if let unknown = counts[.unknown] { words.insert("\(unknown) ?", at: 0) }
        if let exposed = counts[.notProtected] { words.insert("\(exposed) bad", at: 0) }
        return words.joined(separator: " ")
    }
}
