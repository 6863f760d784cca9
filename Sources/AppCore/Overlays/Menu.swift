public import BackupKit

/// A short list of choices, each with its own letter.
public struct Menu: Equatable, Sendable {
    /// Which menu it is.
    public enum Kind: Equatable, Sendable {
        case actions
        case sort
        case copy
        case power
        /// Whether a restore keeps other files.
        case restore
        /// Which backup is deleted for a new one, where the limit is reached.
        case makeRoom
        /// By what the fleet is ordered.
        case fleetSort
        /// How long the alarms of a server or a source stay quiet.
        case acknowledge(Alarm.Subject)
    }

    /// What a line does when it is chosen.
    public enum Choice: Equatable, Sendable {
        case action(UserAction)
        case sort(BackupColumn)
        case fleetSort(FleetColumn)
        /// The alarms are quiet for so long.
        case acknowledge(Alarm.Subject, Duration)
        /// The alarms are told again.
        case recallAlarms(Alarm.Subject)
        case copy(CopyItem)
        case power(PowerSignal)
        /// Restore the backup with this id; true removes every file first.
        case restore(Backup.ID, truncates: Bool)
        /// Delete the backup with this id to make room.
        case makeRoom(Backup.ID)
    }

    /// One choice, with the letter that picks it and the reason why it is off.
    public struct Line: Equatable, Sendable {
        /// What the line does.
        public var choice: Choice
        /// Picks the line at once; nil where the key of the keymap stands instead.
        public var letter: Character?
        /// Why the line is off; nil when it can be chosen.
        public var reason: String?
    }

    /// Which menu it is.
    public let kind: Kind
    /// The choices in the order they are drawn.
    public internal(set) var lines: [Line]
    /// The chosen line, counted from 0.
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
    /// The plan that was made last, with its command line.
    case plan

    /// The letter that picks the item in the copy menu.
    public var letter: Character {
        switch self {
        case .id: "i"
        case .name: "n"
        case .checksum: "c"
        case .json: "j"
        case .plan: "t"
        }
    }
}
