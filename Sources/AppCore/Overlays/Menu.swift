public import BackupKit

/// A short list of choices, each with its own letter.
public struct Menu: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case actions
        case sort
        case copy
        case power
    }

    public enum Choice: Equatable, Sendable {
        case action(UserAction)
        case sort(BackupColumn)
        case copy(CopyItem)
        case power(PowerSignal)
    }

    public struct Line: Equatable, Sendable {
        public var choice: Choice
        /// Picks the line at once; nil where the key of the keymap stands instead.
        public var letter: Character?
        /// Why the line is off; nil when it can be chosen.
        public var reason: String?
    }

    public let kind: Kind
    public internal(set) var lines: [Line]
    public internal(set) var cursor: Int

    init(kind: Kind, lines: [Line], cursor: Int = 0) {
        self.kind = kind
        self.lines = lines
        self.cursor = cursor
    }
}

/// What `y` can copy of the selected backup.
public enum CopyItem: String, CaseIterable, Equatable, Sendable {
    case id
    case name
    case checksum
    case json

    public var letter: Character {
        switch self {
        case .id: "i"
        case .name: "n"
        case .checksum: "c"
        case .json: "j"
        }
    }
}
