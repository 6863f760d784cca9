import BackupKit
import FoundationEssentials

/// Moves through the fleet, orders and narrows it.
enum ServerListReducer {
    static func move(_ action: UserAction, state: inout AppState) {
        let order = state.serverList.rows
        guard !order.isEmpty else { return }
        let page = max(1, state.serverList.viewportRows - 1)
        let wanted = ListStep.row(
            after: action, from: state.serverList.selectedRow, count: order.count, page: page
        )
        select(order[wanted], state: &state)
    }

    static func select(_ ref: ServerRef, state: inout AppState) {
        state.serverList.selection = ref
        state.serverList.isChosen = true
        keepSelectionVisible(state: &state)
    }

    static func viewportChanged(_ rows: Int, state: inout AppState) {
        state.serverList.viewportRows = max(1, rows)
        keepSelectionVisible(state: &state)
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.serverList.filterText = text
        state.serverList.filter = FleetFilter(text)
        rebuild(state: &state)
    }

    static func setSort(_ sort: FleetSort, state: inout AppState) {
        state.serverList.sort = sort
        rebuild(state: &state)
    }

    static func toggleGrouping(state: inout AppState) {
        state.serverList.isGrouped.toggle()
        rebuild(state: &state)
    }

    static func togglePause(state: inout AppState) {
        state.serverList.isPaused.toggle()
        if !state.serverList.isPaused { rebuild(state: &state) }
    }

    /// Makes the rows anew where a server's standing changed since they were made, or time alone may have changed what
    /// the filter keeps.
    static func refreshRows(after action: AppAction, state: inout AppState) {
        let isTimed = if case .timerFired(.second) = action { state.serverList.filter.dependsOnTime } else { false }
        guard isTimed || state.serverList.shownRevision != state.watch.revision || action.reordersServers
        else { return }
        rebuild(state: &state)
    }

    private static func rebuild(state: inout AppState) {
        state.serverList.shownRevision = state.watch.revision
        let filter = state.serverList.filter
        let now = state.now
        let kept = state.fleet.serverOrder.filter { ref in
            guard let server = state.fleet.servers[ref], let standing = state.watch.standings[ref] else { return false }
            return filter.matches(server, standing, now: now)
        }
        var rows = kept
        if state.serverList.isPaused {
            // What is there stays where it is; what is new comes last.
            let present = Set(kept)
            let old = state.serverList.rows.filter(present.contains)
            let known = Set(old)
            rows = old + kept.filter { !known.contains($0) }
        } else {
            rows = state.serverList.sort.sorted(kept, in: state)
            if state.serverList.isGrouped {
                let groups = Dictionary(grouping: rows, by: \.context)
                rows = state.fleet.contextOrder.flatMap { groups[$0] ?? [] }
            }
        }
        if rows != state.serverList.rows { state.serverList.rows = rows }
        reselect(state: &state)
    }

    /// Keeps a selection after the list changed: the same server, else the row nearest to where it was.
    static func reselect(state: inout AppState) {
        let rows = state.serverList.rows
        if state.serverList.isChosen, let selection = state.serverList.selection, rows.contains(selection) {
            keepSelectionVisible(state: &state)
            return
        }
        state.serverList.selection = rows.first
        state.serverList.isChosen = false
        state.serverList.scrollOffset = 0
        keepSelectionVisible(state: &state)
    }

    private static func keepSelectionVisible(state: inout AppState) {
        let list = state.serverList
        let height = max(1, list.viewportRows)
        let highest = max(0, list.rows.count - height)
        var offset = min(max(0, list.scrollOffset), highest)
        let row = list.selectedRow
        if row < offset { offset = row }
        if row >= offset + height { offset = row - height + 1 }
        state.serverList.scrollOffset = offset
        // Somebody who looks at one server and comes back must not wait for all feeds again.
        let isShown = state.screen == .servers || state.screen == .wall
            || state.screen == .backups && state.manager.isOpenedFromServers
        let followed = isShown && state.settings.watchesFleet
            ? Array(list.rows.dropFirst(offset).prefix(height)) : []
        if followed != list.followed { state.serverList.followed = followed }
    }
}

extension AppAction {
    /// The order in which services list their servers may have changed.
    fileprivate var reordersServers: Bool {
        switch self {
        case .serversLoaded, .snapshotLoaded: true
        default: false
        }
    }
}
