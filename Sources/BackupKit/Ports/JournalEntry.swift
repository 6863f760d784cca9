public import FoundationEssentials

/// One line of the local record of acts: an intent before a request is sent, or the answer after it. Never a secret.
public struct JournalEntry: Hashable, Sendable {
    public enum Event: Hashable, Sendable {
        /// About to send exactly one request. On disk before it leaves.
        case intent
        /// The service accepted it.
        case accepted
        /// The service refused it, or it never left; nothing was changed by it.
        case refused(String)
        /// It may or may not have been carried out.
        case ambiguous(String)
        /// The workflow ended with this outcome.
        case ended(String)
    }

    /// The workflow or single act this line belongs to.
    public var act: Identifier<JournalEntry>
    public var at: Date
    public var context: Context.ID
    public var server: Server.ID
    public var world: World.ID?
    public var backup: Backup.ID?
    /// The step in words, such as `stop` or `restore`.
    public var step: String
    public var event: Event

    public init(
        act: Identifier<JournalEntry>,
        at: Date,
        context: Context.ID,
        server: Server.ID,
        world: World.ID?,
        backup: Backup.ID?,
        step: String,
        event: Event
    ) {
        self.act = act
        self.at = at
        self.context = context
        self.server = server
        self.world = world
        self.backup = backup
        self.step = step
        self.event = event
    }
}
