public import AppCore
public import TerminalUI

/// Keys for one action: data, so that help, hints and conflicts all come from the same place.
public struct KeyBinding: Equatable, Sendable {
    /// Where a binding stands in the help page.
    public enum Group: String, CaseIterable, Equatable, Sendable {
        case move = "Move"
        case views = "Views"
        case find = "Find and mark"
        case list = "List"
        case backups = "Backups"
        case program = "Program"
    }

    /// What the keys do.
    public var action: UserAction
    /// Any of these; the first one is shown in hints.
    public var keys: [KeyEvent]
    /// Where it stands in the help page.
    public var group: Group
    /// One plain line for the help page.
    public var help: String
    /// Place among the footer hints; nil keeps it out of there.
    public var hintRank: Int?

    /// A binding; a spelling that names no key is left out.
    public init(_ action: UserAction, _ keys: [String], _ group: Group, _ help: String, hintRank: Int? = nil) {
        self.action = action
        self.keys = keys.compactMap { KeyEvent($0) }
        self.group = group
        self.help = help
        self.hintRank = hintRank
    }

    /// The keys as they are written in help: `j down`.
    public var keysText: String {
        keys.map(\.description).joined(separator: " ")
    }
}
