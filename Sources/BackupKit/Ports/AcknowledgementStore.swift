public import FoundationEssentials

/// An alarm that somebody has seen, as it stands in the file.
public struct AcknowledgedAlarm: Hashable, Sendable {
    /// What is wrong, by its stable name.
    public var kind: String
    /// The context it belongs to.
    public var context: Context.ID
    /// The server it is about; nil where it is about the context.
    public var server: Server.ID?
    /// Until when it stays quiet.
    public var until: Date
    /// Who has seen it: untrusted text.
    public var user: String
    /// When it was seen.
    public var at: Date

    /// An alarm that a user has seen.
    public init(kind: String, context: Context.ID, server: Server.ID?, until: Date, user: String, at: Date) {
        self.kind = kind
        self.context = context
        self.server = server
        self.until = until
        self.user = user
        self.at = at
    }
}

/// The port towards the alarms that somebody has seen, shared by every session and wall that names the same place.
public protocol AcknowledgementStore: Sendable {
    /// All of them, those that are over included.
    func acknowledged() async throws(AcknowledgementError) -> [AcknowledgedAlarm]

    /// Adds alarms; one of the same kind, context and server is replaced.
    func add(_ alarms: [AcknowledgedAlarm]) async throws(AcknowledgementError)

    /// Takes one back.
    func remove(kind: String, context: Context.ID, server: Server.ID?) async throws(AcknowledgementError)
}

/// Why acknowledged alarms could not be kept or read, in words for the user.
public struct AcknowledgementError: Error, Hashable, Sendable {
    /// One line that names the file and the next step.
    public var message: String

    /// A failure in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
