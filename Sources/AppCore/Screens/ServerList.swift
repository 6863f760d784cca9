import BackupKit

/// The plain list of servers: what is selected, and what it is narrowed to.
public struct ServerList: Equatable, Sendable {
    /// Follows the server, never the row.
    public internal(set) var selection: ServerRef?
    /// How many rows fit on the screen.
    public internal(set) var viewportRows: Int
    /// The filter as the user typed it: words that name, context or id must hold; `!` turns one round.
    public internal(set) var filterText: String

    /// A list with nothing selected.
    public init() {
        viewportRows = 20
        filterText = ""
    }
}

extension AppState {
    /// The servers that pass the list's filter, in order.
    public var listedServers: [ServerRef] {
        let words = serverList.filterText.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return fleet.serverOrder }
        return fleet.serverOrder.filter { ref in
            let facts = [fleet.servers[ref]?.server.name ?? "", ref.context.rawValue, ref.server.rawValue]
                .map { $0.lowercased() }
            return words.allSatisfy { word in
                let isNegated = word.hasPrefix("!") && word.count > 1
                let text = isNegated ? word.dropFirst() : word
                return facts.contains { $0.contains(text) } != isNegated
            }
        }
    }
}
