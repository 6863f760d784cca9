import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// The part of the plain list of servers that is on screen.
struct ServerListViewModel: Equatable {
    struct Row: Equatable {
        var name: String
        var context: String
        var quota: String
        var worlds: String
        /// Age of the newest good backup; `?` where no list was read yet, `never` where there is none.
        var lastGood: String
        var power: String
        var condition: String
        var isSelected: Bool
    }

    var rows: [Row]

    /// Makes only the rows that `height` shows, with the selected one among them.
    init(_ state: AppState, height: Int) {
        let order = state.listedServers
        let selected = state.serverList.selection.flatMap { order.firstIndex(of: $0) } ?? 0
        let first = max(0, min(selected - height / 2, order.count - height))
        rows = order.dropFirst(first).prefix(max(0, height)).compactMap { ref in
            state.fleet.servers[ref].map { Row($0, now: state.now, isSelected: ref == state.serverList.selection) }
        }
    }
}

extension ServerListViewModel.Row {
    init(_ state: ServerState, now: Date, isSelected: Bool) {
        let server = state.server
        let shownName = server.name.shown
        name = shownName.isEmpty ? "(no name) \(state.ref.server.short.shown)" : shownName
        context = state.ref.context.rawValue.shown
        quota = state.quota
            .map { quota in (quota.used.map { "\($0)" } ?? "?") + (quota.limit.map { "/\($0)" } ?? "") } ?? "?"
        worlds = server.worlds.isEmpty ? "" : "\(server.worlds.count)"
        lastGood = Self.lastGood(state, now: now)
        power = state.power == .unknown ? "?" : state.power.words
        condition = server.condition.words.shown
        self.isSelected = isSelected
    }

    private static func lastGood(_ state: ServerState, now: Date) -> String {
        let read = state.locations.values.filter { $0.fetchedAt != nil }
        guard !read.isEmpty else { return "?" }
        guard read.contains(where: { $0.backups.contains(where: \.isGood) }) else { return "never" }
        return TimeText.age(of: read.compactMap(\.lastGoodAt).max(), now: state.serviceTime(at: now))
    }
}
