import BackupKit
import FoundationEssentials

/// The screen of running and recent work: what is selected, and what it is narrowed to.
public struct OperationList: Equatable, Sendable {
    /// A line of the list.
    public struct Row: Equatable, Identifiable, Sendable {
        /// What tells a line from all others.
        public struct ID: Hashable, Sendable {
            var server: ServerRef
            var key: OperationKey
            var startedAt: Date
        }

        /// On which server.
        public var server: ServerRef
        /// How far it is, or how it ended.
        public var operation: BackupOperation
        /// The name of its backup: untrusted text.
        public var title: String

        init(_ operation: BackupOperation, on server: ServerState) {
            self.server = server.ref
            self.operation = operation
            title = server.backup(operation.key.backup)?.title ?? operation.title
                ?? "backup \(operation.key.backup.short)"
        }

        /// What tells it from all others.
        public var id: ID {
            ID(server: server, key: operation.key, startedAt: operation.startedAt)
        }
    }

    /// Follows the work, never the row.
    public internal(set) var selection: Row.ID?
    /// The filter as the user typed it: words that a line must hold; `!` turns one round.
    public internal(set) var filterText = ""

    init() {}
}

extension AppState {
    /// Running work of all contexts, oldest first, then what ended in this session, newest first.
    public var operationRows: [OperationList.Row] {
        let open = fleet.serverOrder.flatMap { ref -> [OperationList.Row] in
            guard let server = fleet.servers[ref], !server.operations.isEmpty else { return [] }
            return server.shownOperations.filter(\.isOpen).map { OperationList.Row($0, on: server) }
        }.sorted { $0.operation.startedAt < $1.operation.startedAt }
        let words = WordFilter(operations.filterText)
        let all = open + watch.ended.reversed()
        guard !words.isEmpty else { return all }
        return all.filter { row in
            words.matches([
                row.title, row.server.context.rawValue, row.server.server.rawValue,
                fleet.servers[row.server]?.server.name ?? "", row.operation.key.kind.rawValue,
                row.operation.state.rawValue, row.operation.phase.rawValue,
            ].joined(separator: " "))
        }
    }
}

/// Moves through running and recent work.
enum OperationListReducer {
    static func show(state: inout AppState) {
        if state.screen.isRoot { state.screenBehind = state.screen }
        state.screen = .operations
        reselect(state: &state)
    }

    static func move(_ action: UserAction, state: inout AppState) {
        let rows = state.operationRows
        guard !rows.isEmpty else { return }
        let current = rows.firstIndex { $0.id == state.operations.selection } ?? 0
        let page = max(1, state.serverList.viewportRows - 1)
        state.operations.selection = rows[
            ListStep.row(after: action, from: current, count: rows.count, page: page)
        ].id
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.operations.filterText = text
        reselect(state: &state)
    }

    /// Goes to the server of the selected work.
    static func open(state: inout AppState) -> [Effect] {
        guard let row = state.operationRows.first(where: { $0.id == state.operations.selection }) else { return [] }
        guard state.fleet.servers[row.server] != nil else {
            state.notice = Notice(.warning, "\(row.server.server.short) is not in the list of servers any more")
            return []
        }
        let effects = BackupManagerReducer.open(row.server, world: row.operation.location?.world, state: &state)
        state.manager.isOpenedFromServers = true
        return effects
    }

    static func reselect(state: inout AppState) {
        let rows = state.operationRows
        if let selection = state.operations.selection, rows.contains(where: { $0.id == selection }) { return }
        state.operations.selection = rows.first?.id
    }
}
