import BackupKit

/// Moves through the plain list of servers and narrows it.
enum ServerListReducer {
    static func move(_ action: UserAction, state: inout AppState) {
        let order = state.listedServers
        guard !order.isEmpty else { return }
        let page = max(1, state.serverList.viewportRows - 1)
        let current = state.serverList.selection.flatMap { order.firstIndex(of: $0) } ?? 0
        let wanted = ListStep.row(after: action, from: current, count: order.count, page: page)
        state.serverList.selection = order[wanted]
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.serverList.filterText = text
        reselect(state: &state)
    }

    /// Keeps a selection after the list changed.
    static func reselect(state: inout AppState) {
        let order = state.listedServers
        if let selection = state.serverList.selection, order.contains(selection) { return }
        state.serverList.selection = order.first
    }
}
