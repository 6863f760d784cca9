public import BackupKit
public import FoundationEssentials

/// What happened in this session, as far as it was seen: bounded, the oldest goes first.
public struct EventLog: Equatable, Sendable {
    /// One thing that happened.
    public struct Entry: Equatable, Identifiable, Sendable {
        /// What it was. The raw values stand in exported files.
        public enum Kind: String, CaseIterable, Sendable {
            case alarm
            case alarmEnded = "alarm-ended"
            case began
            case ended
            case sourceLost = "source-lost"
            case sourceBack = "source-back"
            case serverNew = "server-new"
            case serverGone = "server-gone"
        }

        /// Grows with every entry of a session.
        public let id: Int
        /// When it was seen, by our clock.
        public var at: Date
        /// What it was.
        public var kind: Kind
        /// The source it came from.
        public var context: Context.ID
        /// The server it is about; nil where it is about the source.
        public var server: Server.ID?
        /// The server's name: untrusted text.
        public var serverName: String?
        /// What happened, in a few words; may hold untrusted text.
        public var text: String
        /// The name of the backup it is about: untrusted text; nil where it is about none.
        public var backup: String?
        /// It tells of something that went wrong.
        public var isTrouble: Bool
    }

    /// Entries that are kept at least; a quarter more at the most.
    public static let limit = 500

    private var ring: [Entry] = []
    private var next = 0

    /// An empty log.
    init() {}

    /// Everything that is kept, newest first.
    public var entries: [Entry] {
        ring.reversed()
    }

    mutating func note(
        _ kind: Entry.Kind,
        _ subject: Alarm.Subject,
        name: String? = nil,
        _ text: String,
        backup: String? = nil,
        isTrouble: Bool = false,
        at now: Date
    ) {
        ring.append(Entry(
            id: next, at: now, kind: kind, context: subject.context, server: subject.server?.server,
            serverName: name, text: text, backup: backup, isTrouble: isTrouble
        ))
        next += 1
        // Not one by one: moving all others for each would cost more than it keeps.
        if ring.count > Self.limit + Self.limit / 4 { ring.removeFirst(ring.count - Self.limit) }
    }
}
