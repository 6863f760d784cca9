import BackupKit
import FoundationEssentials

/// Moves, marks, orders and filters the backup list. Nothing here touches the service.
enum BackupManagerReducer {
    /// Opens a location on screen and starts watching it.
    static func open(_ ref: ServerRef, world: World.ID?, state: inout AppState) -> [Effect] {
        guard let server = state.fleet.servers[ref] else { return [] }
        let previous = state.location
        let location = LocationRef(server: ref, world: world ?? server.server.defaultWorld?.id)
        if previous != location {
            let old = state.manager
            state.manager = BackupManager()
            state.manager.viewportRows = old.viewportRows
            state.manager.sort = old.sort
            state.manager.isDetailToggled = old.isDetailToggled
            state.manager.isWide = old.isWide
            state.manager.timeStyle = old.timeStyle
            state.manager.isOpenedFromServers = old.isOpenedFromServers
            state.manager.location = location
        }
        state.screen = .backups
        state.lastServers[ref.context] = ref
        ServerListReducer.select(ref, state: &state)
        var effects: [Effect] = [.focus(ref)]
        if let previous,
           previous.server != ref { effects += SubscriptionReducer.release(previous.server, state: &state) }
        effects += SubscriptionReducer.watch(ref, state: &state)
        effects.append(.loadServer(ref))
        // Subscribe first, then list: what happens in between arrives as an event and is merged by id.
        effects += FleetReducer.load(location, for: .act, state: &state)
        return effects
    }

    /// Goes to the default world of a server that was opened before its worlds were known: acts need a world's own id.
    static func resolveWorld(state: inout AppState) -> [Effect] {
        guard let location = state.location, location.world == nil,
              state.fleet.servers[location.server]?.server.defaultWorld != nil else { return [] }
        return reopen(location, state: &state)
    }

    /// Leaves a world that its server, read just now, has no more: nothing can be done there. Not while a plan runs.
    static func leaveLostWorld(state: inout AppState) -> [Effect] {
        guard let location = state.location, let world = location.world,
              let server = state.fleet.servers[location.server]?.server,
              !server.worlds.contains(where: { $0.id == world }),
              state.runs[location.server]?.isActive != true else { return [] }
        state.notice = Notice(.warning, "\(server.name) has the world that was shown no more")
        return reopen(location, state: &state)
    }

    private static func reopen(_ location: LocationRef, state: inout AppState) -> [Effect] {
        // What was listed there may be the new world's list under another name: it would count twice.
        state.fleet.servers[location.server]?.locations[location.world] = nil
        let screen = state.screen
        let effects = open(location.server, world: nil, state: &state)
        state.screen = screen
        return effects
    }

    /// Makes the rows anew when the backups changed since they were made.
    static func refreshRows(state: inout AppState) {
        guard let location = state.location, state.manager.paused == nil,
              let place = state.fleet[location], place.revision != state.manager.shownRevision else { return }
        state.manager.shownRevision = place.revision
        rebuildRows(state: &state)
    }

    /// Makes the rows anew when the time alone changed which backups the filter keeps.
    static func refreshTimedRows(state: inout AppState) {
        guard state.manager.filter.dependsOnTime, state.manager.paused == nil,
              let location = state.location else { return }
        let now = state.serviceTime(of: location.server)
        let kept = state.fleet[location]?.backups.filter { state.manager.filter.matches($0, now: now) } ?? []
        guard Set(kept.map(\.id)) != Set(state.manager.rows) else { return }
        rebuildRows(state: &state)
    }

    /// Applies filter and order to the backups on screen and finds the selected one again.
    static func rebuildRows(state: inout AppState) {
        guard let location = state.location else { return }
        let backups = state.manager.paused.map { Array($0.values) } ?? state.fleet[location]?.backups ?? []
        let filter = state.manager.filter
        let now = state.serviceTime(of: location.server)
        let kept = filter.isEmpty ? backups : backups.filter { filter.matches($0, now: now) }
        let screenRow = state.manager.selectedRow - state.manager.scrollOffset
        state.manager.rows = state.manager.sort.sorted(kept).map(\.id)
        let present = Set(backups.map(\.id))
        state.manager.marks.formIntersection(present)
        if let start = state.manager.rangeStart, !present.contains(start) { state.manager.rangeStart = nil }
        if let selection = state.manager.selection, let row = state.manager.rows.firstIndex(of: selection) {
            state.manager.selectedRow = row
        } else {
            state.manager.selectedRow = min(state.manager.selectedRow, max(0, state.manager.rows.count - 1))
            state.manager.selection = state.manager.rows.isEmpty ? nil : state.manager.rows[state.manager.selectedRow]
        }
        if state.manager.isFollowing {
            state.manager.scrollOffset = state.manager.selectedRow - screenRow
        }
        keepSelectionVisible(&state.manager)
    }

    static func viewportChanged(_ rows: Int, state: inout AppState) {
        guard rows > 0, rows != state.manager.viewportRows else { return }
        state.manager.viewportRows = rows
        keepSelectionVisible(&state.manager)
    }

    static func move(_ action: UserAction, manager: inout BackupManager) {
        let page = max(1, manager.viewportRows - 1)
        let half = max(1, manager.viewportRows / 2)
        switch action {
        case .moveDown: select(row: manager.selectedRow + 1, in: &manager)
        case .moveUp: select(row: manager.selectedRow - 1, in: &manager)
        case .moveTop: select(row: 0, in: &manager)
        case .moveBottom: select(row: manager.rows.count - 1, in: &manager)
        case .pageDown: select(row: manager.selectedRow + page, in: &manager)
        case .pageUp: select(row: manager.selectedRow - page, in: &manager)
        case .halfPageDown: select(row: manager.selectedRow + half, in: &manager)
        case .halfPageUp: select(row: manager.selectedRow - half, in: &manager)
        default: break
        }
    }

    static func select(row: Int, in manager: inout BackupManager) {
        guard !manager.rows.isEmpty else { return }
        manager.selectedRow = min(max(0, row), manager.rows.count - 1)
        manager.selection = manager.rows[manager.selectedRow]
        keepSelectionVisible(&manager)
    }

    static func keepSelectionVisible(_ manager: inout BackupManager) {
        let rows = max(1, manager.viewportRows)
        let highest = max(0, manager.rows.count - rows)
        var offset = min(max(0, manager.scrollOffset), highest)
        if manager.selectedRow < offset { offset = manager.selectedRow }
        if manager.selectedRow >= offset + rows { offset = manager.selectedRow - rows + 1 }
        manager.scrollOffset = offset
    }

    static func mark(_ action: UserAction, manager: inout BackupManager) {
        switch action {
        case .mark:
            guard let selection = manager.selection else { return }
            if manager.marks.remove(selection) == nil { manager.marks.insert(selection) }
            select(row: manager.selectedRow + 1, in: &manager)
        case .markRange:
            guard let selection = manager.selection else { return }
            guard let start = manager.rangeStart, let from = manager.rows.firstIndex(of: start) else {
                manager.rangeStart = selection
                return
            }
            let range = min(from, manager.selectedRow) ... max(from, manager.selectedRow)
            manager.marks.formUnion(manager.rows[range])
            manager.rangeStart = nil
        case .invertMarks:
            manager.marks = Set(manager.rows).subtracting(manager.marks)
        case .clearMarks:
            manager.marks = []
            manager.rangeStart = nil
        default:
            break
        }
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.manager.filterText = text
        state.manager.filter = BackupFilter(text)
        rebuildRows(state: &state)
    }

    static func setSort(_ sort: BackupSort, state: inout AppState) {
        state.manager.sort = sort
        rebuildRows(state: &state)
    }

    /// Freezes the list, or lets it live again.
    static func togglePause(state: inout AppState) {
        guard let location = state.location else { return }
        if state.manager.paused == nil {
            let backups = state.fleet[location]?.backups ?? []
            state.manager.paused = Dictionary(backups.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        } else {
            state.manager.paused = nil
            state.manager.shownRevision = -1
            refreshRows(state: &state)
        }
    }
}
