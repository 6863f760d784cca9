public import BackupKit

/// What a plan is to be made for: ids as they were when the key was pressed.
public struct PlanTarget: Equatable, Codable, Sendable {
    /// What is to be done.
    public enum Act: Equatable, Codable, Sendable {
        case create(BackupDraft)
        case restore(Backup.ID, RestoreOptions = RestoreOptions())
        case delete(Backup.ID)
        case rename(Backup.ID, to: String)
        case setLock(Backup.ID, Bool)
        case retry(Backup.ID)
        /// Stop a run of work.
        case cancel(OperationRun)
        /// Tell the service that an outcome was seen.
        case acknowledge(OperationRun)
        case power(PowerSignal)
        case download(Backup.ID)
        /// The same act on several backups.
        case bulk(BulkAct)
    }

    /// What is to be done.
    public var act: Act
    /// Where, in resolved ids.
    public var location: LocationRef
    /// For a restore: we make a backup of the present state first, where the service does not do it itself.
    public var makesSafetyBackup: Bool

    /// The archive that must be proved to exist before anything is done; nil where nothing depends on it.
    var archiveToProve: Backup.ID? {
        if case let .restore(backup, options) = act, options.truncates { return backup }
        return nil
    }

    /// A target with the ids of the moment the key was pressed.
    public init(act: Act, location: LocationRef, makesSafetyBackup: Bool = false) {
        self.act = act
        self.location = location
        self.makesSafetyBackup = makesSafetyBackup
    }
}

extension PlanTarget.Act {
    /// What the service must have for it.
    var capability: BackupAction {
        switch self {
        case .create: .create
        case .restore: .restore
        case .delete: .delete
        case .rename: .rename
        case let .setLock(_, isLocked): isLocked ? .lock : .unlock
        case .retry: .retry
        case .cancel: .cancel
        case .acknowledge: .acknowledge
        case .power: .power
        case .download: .download
        case let .bulk(bulk): bulk.kind.capability
        }
    }

    /// The one backup it is about; nil for a power signal, a new backup, or where there are several.
    public var backup: Backup.ID? {
        switch self {
        case let .restore(backup, _), let .delete(backup), let .rename(backup, _), let .setLock(backup, _),
             let .retry(backup), let .download(backup): backup
        case let .cancel(run), let .acknowledge(run): run.backup
        case .create, .power, .bulk: nil
        }
    }

    /// Backups are deleted, one or several.
    var isDelete: Bool {
        switch self {
        case .delete: true
        case let .bulk(bulk): bulk.kind == .delete
        case .create, .restore, .rename, .setLock, .retry, .cancel, .acknowledge, .power, .download: false
        }
    }

    /// It is about backups, not about the server as a whole.
    var concernsBackups: Bool {
        if case .power = self { false } else { true }
    }

    /// The request that does it; nil where there are several, or none that changes anything.
    public var request: Mutation.Request? {
        switch self {
        case let .create(draft): .create(draft)
        case let .restore(backup, options): .restore(backup, options)
        case let .delete(backup): .delete(backup)
        case let .rename(backup, name): .rename(backup, to: name)
        case let .setLock(backup, isLocked): .setLock(backup, isLocked)
        case let .retry(backup): .retry(backup)
        case let .cancel(run): .cancel(run)
        case let .acknowledge(run): .acknowledge(run)
        case let .power(signal): .power(signal)
        case .download, .bulk: nil
        }
    }

    /// The word of the journal.
    public var step: String {
        switch self {
        case let .bulk(bulk): bulk.policy == nil ? "\(bulk.kind.rawValue) \(bulk.backups.count)" : "retention"
        case .download: "download"
        case .create, .restore, .delete, .rename, .setLock, .retry, .cancel, .acknowledge, .power:
            request?.step ?? ""
        }
    }
}

extension PlanTarget {
    /// The same with the other choice that its sheet offers; nil where there is none.
    public func alternative(_ traits: ProviderCapabilities?) -> Self? {
        var other = self
        switch act {
        case .restore where traits?.restore.safetyBackup == .byClient:
            other.makesSafetyBackup.toggle()
        case var .bulk(bulk) where bulk.kind != .download:
            bulk.stopsAtFailure.toggle()
            other.act = .bulk(bulk)
        default:
            return nil
        }
        return other
    }
}
