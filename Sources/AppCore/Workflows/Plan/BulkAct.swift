public import BackupKit

/// The same act on several backups of one place.
public struct BulkAct: Equatable, Codable, Sendable {
    /// What is done to each.
    public enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
        case delete
        case lock
        case unlock
        case download

        /// What the service must have for it.
        var capability: BackupAction {
            switch self {
            case .delete: .delete
            case .lock: .lock
            case .unlock: .unlock
            case .download: .download
            }
        }

        /// What the account must be allowed for it.
        var permission: Server.Permission {
            switch self {
            case .delete: .deleteBackups
            case .lock, .unlock: .lockBackups
            case .download: .downloadBackups
            }
        }

        /// The request for one backup; nil where none changes anything.
        func request(_ backup: Backup.ID) -> Mutation.Request? {
            switch self {
            case .delete: .delete(backup)
            case .lock: .setLock(backup, true)
            case .unlock: .setLock(backup, false)
            case .download: nil
            }
        }
    }

    /// What is done to each.
    public var kind: Kind
    /// The backups that were marked, in the order of the list.
    public var backups: [Backup.ID]
    /// The first one that fails ends it; else the others are done all the same.
    public var stopsAtFailure: Bool
    /// The rules by which backups are chosen, each time the list is read; nil where the user marked them.
    public var policy: RetentionPolicy?

    /// An act on these backups.
    public init(kind: Kind, backups: [Backup.ID], stopsAtFailure: Bool = false) {
        self.kind = kind
        self.backups = backups
        self.stopsAtFailure = stopsAtFailure
    }

    /// A delete of what the rules do not keep.
    public init(retention policy: RetentionPolicy, stopsAtFailure: Bool = false) {
        self.init(kind: .delete, backups: [], stopsAtFailure: stopsAtFailure)
        self.policy = policy
    }
}

/// One backup of a bulk plan, and why it is left out where it is.
public struct BulkRow: Equatable, Codable, Sendable {
    /// The backup as it was read for the plan.
    public var backup: Backup
    /// Why it is not touched; nil when it is.
    public var exclusion: String?
    /// Why a rule chose it; nil where the user did.
    public var reason: String?
}
