import BackupKit

/// Moves through the plain list of servers.
enum ServerListReducer {
    static func move(_ action: UserAction, state: inout AppState) {
        let order = state.fleet.serverOrder
        guard !order.isEmpty else { return }
        let page = max(1, state.serverList.viewportRows - 1)
        let current = state.serverList.selection.flatMap { order.firstIndex(of: $0) } ?? 0
        let wanted = switch action {
        case .moveDown: current + 1
        case .moveUp: current - 1
        case .moveTop: 0
        case .moveBottom: order.count - 1
        case .pageDown: current + page
        case .pageUp: current - page
        case .halfPageDown: current + max(1, page / 2)
        case .halfPageUp: current - max(1, page / 2)
        default: current
        }
        state.serverList.selection = order[min(max(0, wanted), order.count - 1)]
    }

    /// Keeps a selection after the list changed.
    static func reselect(state: inout AppState) {
        let order = state.fleet.serverOrder
        if let selection = state.serverList.selection, order.contains(selection) { return }
        state.serverList.selection = order.first
    }
}
