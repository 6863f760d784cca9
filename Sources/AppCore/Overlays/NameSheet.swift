public import BackupKit

/// Asks for the name of a new backup, or a new name for one. Enter submits.
public struct NameSheet: Equatable, Sendable {
    /// What the name is for.
    public enum Purpose: Equatable, Sendable {
        case create
        case rename(Backup.ID, current: String)
    }

    /// What can be filled in; Tab goes through them.
    public enum Field: Equatable, Sendable {
        case label
        case patterns
        case lock
    }

    /// Tells its guard timer from those of other sheets.
    let serial: Int
    /// What the name is for.
    public let purpose: Purpose
    /// Captured when the key was pressed.
    public let location: LocationRef
    /// Whether the text is a name, or a description that may be empty.
    public let label: CreateTraits.Label
    /// The text as typed so far.
    public internal(set) var input: TextInput
    /// Patterns to leave out, with commas between them; nil where the service takes none.
    public internal(set) var patterns: TextInput?
    /// Lock the new backup; nil where the service cannot.
    public internal(set) var isLocked: Bool?
    /// Where typing goes.
    public internal(set) var focus: Field
    /// False for the first 400 ms: keys are swallowed, the last line reads `wait`.
    public internal(set) var isArmed: Bool
    /// Why the text cannot be taken as it is.
    public internal(set) var problem: String?
    /// Longest name the service takes, in characters.
    public let nameLimit: Int?

    /// The fields that this sheet has, in order.
    public var fields: [Field] {
        [.label] + (patterns == nil ? [] : [.patterns]) + (isLocked == nil ? [] : [.lock])
    }

    /// The patterns as the service takes them: one each, without blanks at their ends. `\\,` is a comma of a pattern.
    var ignoredPatterns: [String] {
        guard let text = patterns?.text else { return [] }
        return text.replacing("\\,", with: "\u{1}").split(separator: ",")
            .map { $0.replacing("\u{1}", with: ",") }
            .map { String($0).trimmed }
            .filter { !$0.isEmpty }
    }

    /// Checks a name. Nil when it can be sent.
    static func problem(
        with name: String,
        purpose: Purpose,
        label: CreateTraits.Label = .name,
        limit: Int?,
        taken: [Backup]
    ) -> String? {
        // The name as the field was filled with it: cut to the field's length, without blanks at its ends.
        if case let .rename(_, current) = purpose, name == TextInput(current).text.trimmed, !name.isEmpty {
            return "This is its name already"
        }
        if name.isEmpty, label == .name { return "A name is needed" }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "A name holds no control characters and no line breaks"
        }
        if let limit, name.count > limit {
            return "At most \(limit) characters, this has \(name.count)"
        }
        guard label == .name else { return nil }
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
