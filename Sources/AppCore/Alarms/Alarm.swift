public import BackupKit
public import FoundationEssentials

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
        /// As many backups are in use as the limit allows.
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

    /// What an alarm rests on. Holds moments, not ages: the same trouble is the same fact a minute later.
    public enum Fact: Hashable, Sendable {
        /// Nothing good was heard of an address since a moment of ours; the last failure in words.
        case silent(origin: String, since: Date, why: String?)
        case tokenEnds(Date)
        case noBackup
        /// The newest good backup was made at a moment of ours, and may be so old.
        case old(made: Date, target: Duration)
        /// Title and reason are untrusted text.
        case failedAttempt(title: String, why: String?)
        /// Nothing was heard of work since a moment of ours.
        case silentWork(OperationKind, since: Date)
        /// Sizes in bytes; the title is untrusted text.
        case small(title: String, size: Int64, usual: Int64)
        case full(used: Int, limit: Int, atLimit: QuotaTraits.AtLimit)

        /// What is wrong by it.
        var kind: Kind {
            switch self {
            case .silent: .unreachable
            case .tokenEnds: .tokenExpiring
            case .noBackup: .never
            case .old: .late
            case .failedAttempt: .failed
            case .silentWork: .stuck
            case .small: .shrunk
            case .full: .quotaFull
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
    /// What it rests on.
    public var fact: Fact

    /// An alarm by what it rests on.
    public init(_ subject: Subject, _ fact: Fact) {
        id = ID(fact.kind, subject)
        self.fact = fact
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

extension Alarm.Subject: Comparable {
    /// By context, then by server; a context before its servers.
    public static func < (left: Self, right: Self) -> Bool {
        (left.context, left.server?.server.rawValue ?? "") < (right.context, right.server?.server.rawValue ?? "")
    }

    /// The server it is about; nil where it is about a context.
    public var server: ServerRef? {
        if case let .server(ref) = self { ref } else { nil }
    }
}
