/// The `:` line: every action by name, narrowed while typing.
public struct Palette: Equatable, Sendable {
    /// The text as typed so far.
    public internal(set) var input: TextInput
    /// The actions whose names hold the text; those that begin with it come first.
    public internal(set) var matches: [UserAction]
    /// The chosen match, counted from 0.
    public internal(set) var cursor: Int

    init() {
        input = TextInput()
        matches = []
        cursor = 0
        narrow()
    }

    /// Actions that make no sense from a list of names.
    private static let hidden: Set<UserAction> = [
        .moveDown, .moveUp, .moveTop, .moveBottom, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .open, .close,
        .palette, .nextPane, .nextMatch, .previousMatch,
    ]

    mutating func narrow() {
        let wanted = input.text.lowercased().filter { !$0.isWhitespace }
        let all = UserAction.allCases.filter { !Self.hidden.contains($0) }
        let starting = all.filter { $0.rawValue.hasPrefix(wanted) }
        let containing = all.filter { !$0.rawValue.hasPrefix(wanted) && $0.rawValue.contains(wanted) }
        matches = starting + containing
        cursor = min(cursor, max(0, matches.count - 1))
    }
}
