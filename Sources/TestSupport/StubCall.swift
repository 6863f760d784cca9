public import BackupKit

/// One thing that reached a stubbed provider or its journal.
public enum StubCall: Hashable, Sendable {
    case servers
    case server(Server.ID)
    case backups(BackupLocation)
    case backup(Backup.ID, BackupLocation)
    case events(Server.ID)
    /// The consumer of a live feed stopped listening.
    case eventsEnded(Server.ID)
    case create(String, BackupLocation)
    case restore(Backup.ID, BackupLocation)
    case deleteMany([Backup.ID], BackupLocation)
    case setLock(Backup.ID, Bool, BackupLocation)
    case cancel(OperationRun, BackupLocation)
    case acknowledge(OperationRun, BackupLocation)
    case allBackups
    case delete(Backup.ID, BackupLocation)
    case rename(Backup.ID, String, BackupLocation)
    case retry(Backup.ID, BackupLocation)
    case power(PowerSignal, Server.ID)
    case beginWork
    case endWork
    /// A held request came back; says whether its task had been cancelled by then.
    case released(wasCancelled: Bool)
    case journal(step: String, JournalEntry.Event)

    /// True for what changes something at the service.
    public var isMutation: Bool {
        switch self {
        case .create, .restore, .delete, .deleteMany, .rename, .retry, .setLock, .cancel, .acknowledge, .power: true
        case .allBackups, .servers, .server, .backups, .backup, .events, .eventsEnded, .released, .journal, .beginWork,
             .endWork: false
        }
    }
}
