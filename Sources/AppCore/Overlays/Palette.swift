public import BackupKit

/// The `:` line: every action, context and server by name, narrowed while typing.
public struct Palette: Equatable, Sendable {
    /// What a line leads to.
    public enum Entry: Equatable, Sendable {
        case action(UserAction)
        case context(Context.ID)
        case server(ServerRef, name: String)

        /// The text that is narrowed by.
        var name: String {
            switch self {
            case let .action(action): action.rawValue
            case let .context(context): context.rawValue
            case let .server(_, name): name
            }
        }
    }

    /// The text as typed so far.
    public internal(set) var input: TextInput
    /// The entries whose names hold the text; those that begin with it come first.
    public internal(set) var matches: [Entry]
    /// The chosen match, counted from 0.
    public internal(set) var cursor: Int
    private let entries: [Entry]

    init(_ state: AppState) {
        input = TextInput()
        cursor = 0
        let actions = UserAction.allCases.filter { !Self.hidden.contains($0) }.map(Entry.action)
        let contexts = state.fleet.contextOrder.map(Entry.context)
        let servers = state.fleet.serverOrder.map { ref in
            let name = state.fleet.servers[ref]?.server.name.trimmed ?? ""
            return Entry.server(ref, name: name.isEmpty ? ref.server.short : name)
        }
        entries = actions + contexts + servers
        matches = []
        narrow()
    }

    /// Actions that make no sense from a list of names.
    private static let hidden: Set<UserAction> = [
        .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .open, .close,
        .palette, .nextPane, .nextMatch, .previousMatch,
    ]

    mutating func narrow() {
        let wanted = input.text.lowercased().trimmed
        let named = entries.map { ($0, $0.name.lowercased()) }
        let starting = named.filter { $0.1.hasPrefix(wanted) }.map(\.0)
        let containing = wanted.isEmpty ? [] : named.filter { !$0.1.hasPrefix(wanted) && $0.1.contains(wanted) }
            .map(\.0)
        matches = starting + containing
        cursor = min(cursor, max(0, matches.count - 1))
    }
}
