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
    /// A pattern to leave out that matches nothing, where a create without patterns obeys a file on the server; nil
    /// where it leaves nothing out.
    public var everythingPattern: String?
    /// So many backups in so long a time, and the service takes no further one; nil where it has no such rule.
    public var throttle: Throttle?

    /// A rule on how often backups are made.
    public struct Throttle: Hashable, Sendable {
        /// Backups in the window before the next one is refused.
        public var count: Int
        /// The window.
        public var window: Duration

        /// A rule as the service has it by default.
        public init(count: Int, window: Duration) {
            self.count = count
            self.window = window
        }
    }

    /// All traits; none that every service has has a default.
    public init(
        label: Label,
        labelLimit: Int?,
        options: Set<Option>,
        isOneAtATime: Bool,
        takesOwnID: Bool,
        answersWhenDone: Bool,
        everythingPattern: String? = nil,
        throttle: Throttle? = nil
    ) {
        self.label = label
        self.labelLimit = labelLimit
        self.options = options
        self.isOneAtATime = isOneAtATime
        self.takesOwnID = takesOwnID
        self.answersWhenDone = answersWhenDone
        self.everythingPattern = everythingPattern
        self.throttle = throttle
    }
}
