import AppCore
import BackupKit
import TerminalUI

/// The plain list of servers over all contexts.
struct ServerListViewModel: Equatable {
    struct Row: Equatable {
        var name: String
        var context: String
        var quota: String
        var worlds: String
        var condition: String
        var isSelected: Bool
    }

    var rows: [Row]
    var selectedRow: Int

    init(_ state: AppState) {
        selectedRow = 0
        rows = []
        for (index, ref) in state.fleet.serverOrder.enumerated() {
            guard let server = state.fleet.servers[ref] else { continue }
            let isSelected = ref == state.serverList.selection
            if isSelected { selectedRow = index }
            let quota = server.quota.map { quota in "\(quota.used)" + (quota.limit.map { "/\($0)" } ?? "") }
            rows.append(Row(
                name: server.server.name.isEmpty ? ref.server.short : server.server.name.printable,
                context: ref.context.rawValue.printable,
                quota: quota ?? "?",
                worlds: server.server.worlds.isEmpty ? "" : "\(server.server.worlds.count)",
                condition: server.server.condition.words.printable,
                isSelected: isSelected
            ))
        }
    }
}
