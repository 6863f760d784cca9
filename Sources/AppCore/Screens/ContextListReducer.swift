import BackupKit

/// The list of contexts: every configured account, how it is reached, and what goes wrong with it.
enum ContextListReducer {
    static func show(state: inout AppState) {
        if state.screen.isRoot { state.screenBehind = state.screen }
        state.screen = .contexts
        if state.contextSelection == nil {
            state.contextSelection = state.location?.server.context ?? state.fleet.contextOrder.first
        }
    }

    static func move(_ action: UserAction, state: inout AppState) {
        let order = state.fleet.contextOrder
        guard !order.isEmpty else { return }
        let current = state.contextSelection.flatMap { order.firstIndex(of: $0) } ?? 0
        let page = max(1, state.serverList.viewportRows - 1)
        let wanted = ListStep.row(after: action, from: current, count: order.count, page: page)
        state.contextSelection = order[wanted]
    }

    /// Goes to the server that was looked at last in a context, else to its first one.
    static func open(_ context: Context.ID, state: inout AppState) -> [Effect] {
        state.contextSelection = context
        let servers = state.fleet.serverOrder.filter { $0.context == context }
        guard let ref = state.lastServers[context].flatMap({ servers.contains($0) ? $0 : nil }) ?? servers.first else {
            let reason = state.fleet.contextErrors[context]?.message ?? "it shows no servers"
            state.notice = Notice(.warning, "\(context): \(reason)")
            return []
        }
        let effects = BackupManagerReducer.open(ref, world: nil, state: &state)
        state.manager.isOpenedFromServers = true
        return effects
    }
}
