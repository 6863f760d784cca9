public import FoundationEssentials

/// One line of the local record of acts: a plan that begins, an intent before a request is sent, the answer after it,
/// an end. Never a secret.
public struct JournalEntry: Hashable, Sendable {
    /// What the line tells.
    public enum Event: Hashable, Sendable {
        /// A plan was confirmed and its workflow begins. The payload holds the plan.
        case begun
        /// About to send exactly one request. On disk before it leaves. The payload holds the request.
        case intent
        /// The service accepted it.
        case accepted
        /// The service refused it; nothing was changed by it.
        case refused(String)
        /// It never left.
        case notSent(String)
        /// It may or may not have been carried out.
        case ambiguous(String)
        /// Something a workflow waited for has come about.
        case observed(String)
        /// The act ended with this outcome.
        case ended(String)
        /// Work that an earlier session left behind goes on.
        case resumed
        /// Work that an earlier session left behind is not gone on with.
        case putAside
    }

    /// The workflow or single act this line belongs to.
    public var act: Identifier<JournalEntry>
    /// When, by this machine's clock.
    public var at: Date
    /// The context it went through.
    public var context: Context.ID
    /// The server it is about.
    public var server: Server.ID
    /// What the server was called: untrusted text; nil where that is not known.
    public var serverName: String?
    /// The world it is about; nil where the service has no worlds.
    public var world: World.ID?
    /// The backup it is about; nil for a create or a power signal.
    public var backup: Backup.ID?
    /// What the backup was called, or what a new one shall be: untrusted text; nil where there is none.
    public var title: String?
    /// The step in words, such as `stop` or `restore`.
    public var step: String
    /// What the line tells.
    public var event: Event
    /// What going on with the work needs, as JSON of the core's own; nil where nothing is.
    public var payload: String?

    /// A line; it must hold no secret.
    public init(
        act: Identifier<JournalEntry>,
        at: Date,
        context: Context.ID,
        server: Server.ID,
        serverName: String? = nil,
        world: World.ID?,
        backup: Backup.ID?,
        title: String? = nil,
        step: String,
        event: Event,
        payload: String? = nil
    ) {
        self.act = act
        self.at = at
        self.context = context
        self.server = server
        self.serverName = serverName
        self.world = world
        self.backup = backup
        self.title = title
        self.step = step
        self.event = event
        self.payload = payload
    }
}

extension JournalEntry.Event {
    /// The word for the event, and what it adds; stable, for scripts and for the file.
    public var words: (name: String, detail: String?) {
        switch self {
        case .begun: ("begun", nil)
        case .intent: ("intent", nil)
        case .accepted: ("accepted", nil)
        case let .refused(reason): ("refused", reason)
        case let .notSent(reason): ("not-sent", reason)
        case let .ambiguous(reason): ("ambiguous", reason)
        case let .observed(fact): ("observed", fact)
        case let .ended(outcome): ("ended", outcome)
        case .resumed: ("resumed", nil)
        case .putAside: ("put-aside", nil)
        }
    }

    /// The event of a name and a detail; nil for a name that this version does not know.
    public init?(name: String, detail: String?) {
        switch name {
        case "begun": self = .begun
        case "intent": self = .intent
        case "accepted": self = .accepted
        case "refused": self = .refused(detail ?? "")
        case "not-sent": self = .notSent(detail ?? "")
        case "ambiguous": self = .ambiguous(detail ?? "")
        case "observed": self = .observed(detail ?? "")
        case "ended": self = .ended(detail ?? "")
        case "resumed": self = .resumed
        case "put-aside": self = .putAside
        default: return nil
        }
    }
}

/// Whether an act is over, followed line by line.
public struct JournalProgress: Hashable, Sendable {
    /// It has a workflow of several steps: a single answer is not its end.
    public private(set) var hasBegun: Bool
    /// Nothing has ended it.
    public private(set) var isOpen: Bool

    /// An act without a line.
    public init(hasBegun: Bool = false, isOpen: Bool = false) {
        self.hasBegun = hasBegun
        self.isOpen = isOpen
    }

    /// Takes in the next line.
    public mutating func follow(_ event: JournalEntry.Event) {
        switch event {
        case .begun:
            hasBegun = true
            isOpen = true
        case .intent, .resumed, .ambiguous: isOpen = true
        case .accepted, .refused, .notSent: isOpen = hasBegun && isOpen
        case .observed: break
        case .ended, .putAside: isOpen = false
        }
    }
}
