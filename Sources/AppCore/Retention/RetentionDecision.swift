public import BackupKit

/// What is to become of one backup, and why.
public struct RetentionDecision: Equatable, Identifiable, Sendable {
    /// To stay, or one that may go.
    public enum Verdict: Equatable, Sendable {
        /// It stays. At least one reason; what holds whatever the policy says comes before the rules.
        case keep([Reason])
        /// It may be removed.
        case remove
    }

    /// The backup it is about.
    public let backup: Backup
    /// To stay, or one that may go.
    public let verdict: Verdict

    /// A decision about a backup.
    public init(backup: Backup, verdict: Verdict) {
        self.backup = backup
        self.verdict = verdict
    }

    /// The backup's id.
    public var id: Backup.ID {
        backup.id
    }

    /// Whether it may be removed.
    public var isRemoval: Bool {
        verdict == .remove
    }

    /// Why it stays; empty where it may be removed.
    public var reasons: [Reason] {
        switch verdict {
        case let .keep(reasons): reasons
        case .remove: []
        }
    }
}
