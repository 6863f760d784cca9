/// How a service makes backups.
public struct CreateTraits: Hashable, Sendable {
    /// What the text that the user gives a backup is to the service.
    public enum Label: Hashable, Sendable {
        /// A name of its own.
        case name
        /// A description that may be left empty.
        case description
    }

    /// What can be said of a new backup besides its label.
    public enum Option: Hashable, Sendable {
        case ignoredPatterns
        case lock
    }

    /// Name or description.
    public var label: Label
    /// Longest label, in characters; nil where none is known.
    public var labelLimit: Int?
    /// What else can be said.
    public var options: Set<Option>
    /// Another operation on the same server makes the service refuse a create, or would harm it.
    public var isOneAtATime: Bool
    /// The client chooses the new backup's id, by which a lost answer is reconciled.
    public var takesOwnID: Bool
    /// The answer comes only when the backup is made, and the list may not show it before.
    public var answersWhenDone: Bool

    /// All traits; none has a default.
    public init(
        label: Label,
        labelLimit: Int?,
        options: Set<Option>,
        isOneAtATime: Bool,
        takesOwnID: Bool,
        answersWhenDone: Bool
    ) {
        self.label = label
        self.labelLimit = labelLimit
        self.options = options
        self.isOneAtATime = isOneAtATime
        self.takesOwnID = takesOwnID
        self.answersWhenDone = answersWhenDone
    }
}
