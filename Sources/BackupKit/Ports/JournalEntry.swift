public import FoundationEssentials

/// One line of the local record of acts: an intent before a request is sent, or the answer after it. Never a secret.
public struct JournalEntry: Hashable, Sendable {
    /// What the line tells.
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
    /// When, by this machine's clock.
    public var at: Date
    /// The context it went through.
    public var context: Context.ID
    /// The server it is about.
    public var server: Server.ID
    /// The world it is about; nil where the service has no worlds.
    public var world: World.ID?
    /// The backup it is about; nil for a create or a power signal.
    public var backup: Backup.ID?
    /// The step in words, such as `stop` or `restore`.
    public var step: String
    /// What the line tells.
    public var event: Event

    /// A line; it must hold no secret.
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
