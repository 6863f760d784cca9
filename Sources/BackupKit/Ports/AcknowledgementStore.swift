public import FoundationEssentials

/// The port towards the alarms that somebody has seen and answers for.
public protocol AcknowledgementStore: Sendable {
    /// Every acknowledged alarm, at most one of a kind, context and server; also those whose time is over.
    func acknowledged() async throws(AcknowledgementError) -> [AcknowledgedAlarm]

    /// Keeps the alarms in place of older ones of the same kind, context and server.
    func add(_ alarms: [AcknowledgedAlarm]) async throws(AcknowledgementError)

    /// Takes an acknowledgement back; does nothing where there is none.
    func remove(kind: String, context: Context.ID, server: Server.ID?) async throws(AcknowledgementError)
}

/// An alarm that somebody has seen, and for how long that counts.
public struct AcknowledgedAlarm: Hashable, Sendable {
    /// What is wrong, in the word of the alarm.
    public var kind: String
    /// The context it is about.
    public var context: Context.ID
    /// The server it is about; nil for an alarm about the context as a whole.
    public var server: Server.ID?
    /// When the alarm counts again.
    public var until: Date
    /// The account that acknowledged it.
    public var user: String
    /// When that was.
    public var at: Date

    /// An alarm that somebody has seen.
    public init(kind: String, context: Context.ID, server: Server.ID?, until: Date, user: String, at: Date) {
        self.kind = kind
        self.context = context
        self.server = server
        self.until = until
        self.user = user
        self.at = at
    }
}

/// Why acknowledgements could not be kept or read, in words for the user.
public struct AcknowledgementError: Error, Hashable, Sendable {
    /// One line that names the file and the next step.
    public var message: String

    /// An error in words for the user.
    public init(_ message: String) {
        self.message = message
    }
}
