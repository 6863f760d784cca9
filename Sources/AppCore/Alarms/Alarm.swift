public import BackupKit

/// Something that is wrong with a server's backups or with a source, and that somebody has to look at.
public struct Alarm: Equatable, Sendable {
    /// What is wrong. The raw values are stable: scripts and the file of acknowledged alarms use them.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// The source of a context gives no answer.
        case unreachable
        /// There is no good backup at all.
        case never
        /// The newest good backup is older than it may be.
        case late
        /// The last attempt failed.
        case failed
        /// Work goes on and nothing is heard of it.
        case stuck
        /// The newest good backup is far smaller than those before it.
        case shrunk
        /// No further backup fits.
        case quotaFull = "quota-full"
        /// The token of a context is about to expire, or has.
        case tokenExpiring = "token-expiring"
    }

    /// What an alarm is about.
    public enum Subject: Hashable, Sendable {
        case server(ServerRef)
        case context(Context.ID)

        /// The context it belongs to.
        public var context: Context.ID {
            switch self {
            case let .server(ref): ref.context
            case let .context(id): id
            }
        }
    }

    /// One thing that is wrong with one subject: raised once, however often it is seen.
    public struct ID: Hashable, Sendable {
        /// What is wrong.
        public var kind: Kind
        /// With what.
        public var subject: Subject

        /// A kind of trouble of a subject.
        public init(_ kind: Kind, _ subject: Subject) {
            self.kind = kind
            self.subject = subject
        }
    }

    /// What is wrong with what.
    public var id: ID
    /// Why, in one sentence; what services told in it is untrusted text.
    public var cause: String
    /// What to do about it, in one sentence.
    public var next: String

    /// An alarm with its cause and the next step.
    public init(_ kind: Kind, _ subject: Subject, cause: String, next: String) {
        id = ID(kind, subject)
        self.cause = cause
        self.next = next
    }
}

extension Alarm.Kind: Comparable {
    /// The worse one first: servers without any backup are the worst.
    public static func < (left: Self, right: Self) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .never: 0
        case .late: 1
        case .failed: 2
        case .stuck: 3
        case .shrunk: 4
        case .quotaFull: 5
        case .unreachable: 6
        case .tokenExpiring: 7
        }
    }
}
