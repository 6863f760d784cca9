public import BackupKit

/// An alarm that begins to be told, in words for a bell, a log or a program of the user's.
public struct AlarmNews: Equatable, Sendable {
    /// What is wrong.
    public var kind: Alarm.Kind
    /// The context it belongs to.
    public var context: Context.ID
    /// The server it is about; nil where it is about the source.
    public var server: Server.ID?
    /// The server's name: untrusted text.
    public var serverName: String?
    /// Why, in one sentence; may hold untrusted text.
    public var cause: String
    /// What to do about it, in one sentence.
    public var next: String

    /// An alarm in words.
    public init(
        kind: Alarm.Kind,
        context: Context.ID,
        server: Server.ID?,
        serverName: String?,
        cause: String,
        next: String
    ) {
        self.kind = kind
        self.context = context
        self.server = server
        self.serverName = serverName
        self.cause = cause
        self.next = next
    }
}
