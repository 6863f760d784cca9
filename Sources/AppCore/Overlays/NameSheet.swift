public import BackupKit

/// Asks for the name of a new backup, or a new name for one. Enter submits.
public struct NameSheet: Equatable, Sendable {
    /// What the name is for.
    public enum Purpose: Equatable, Sendable {
        case create
        case rename(Backup.ID, current: String)
    }

    /// Tells its guard timer from those of other sheets.
    let serial: Int
    /// What the name is for.
    public let purpose: Purpose
    /// Captured when the key was pressed.
    public let location: LocationRef
    /// The text as typed so far.
    public internal(set) var input: TextInput
    /// False for the first 400 ms: keys are swallowed, the last line reads `wait`.
    public internal(set) var isArmed: Bool
    /// Why the text cannot be taken as it is.
    public internal(set) var problem: String?
    /// Longest name the service takes, in characters.
    public let nameLimit: Int?

    /// Checks a name. Nil when it can be sent.
    static func problem(with name: String, purpose: Purpose, limit: Int?, taken: [Backup]) -> String? {
        // The name as the field was filled with it: cut to the field's length, without blanks at its ends.
        if case let .rename(_, current) = purpose, name == TextInput(current).text.trimmed, !name.isEmpty {
            return "This is its name already"
        }
        if name.isEmpty { return "A name is needed" }
        if let limit, name.count > limit {
            return "At most \(limit) characters, this has \(name.count)"
        }
        let folded = name.lowercased()
        let twin = taken.first { backup in
            if case let .rename(id, _) = purpose, id == backup.id { return false }
            return backup.state != .failed && backup.state != .cancelled
                && backup.title.lowercased().trimmed == folded
        }
        return twin.map { "\"\($0.title)\" exists already: choose another name" }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        return String(tail.reversed().drop(while: \.isWhitespace).reversed())
    }
}
