public import BackupKit

/// One act on a service, so that a list of promises can go through all of them.
public struct ConformanceAct: Sendable {
    /// What the service must have for it.
    public let action: BackupAction
    private let perform: @Sendable (
        any MutableBackupProvider, Backup.ID, BackupLocation
    ) async throws(ProviderError) -> Void

    /// One of each kind; what unlocks is the same request as what locks.
    public static let all: [ConformanceAct] = [
        ConformanceAct(action: .create) { writer, _, location throws(ProviderError) in
            let draft = BackupDraft(
                name: "Made by a test",
                ignoredPatterns: ["*.log"],
                isLocked: true,
                id: "11111111-2222-4333-8444-555555555555"
            )
            _ = try await writer.createBackup(draft, at: location)
        },
        ConformanceAct(action: .restore) { writer, backup, location throws(ProviderError) in
            try await writer.restore(
                backup, RestoreOptions(safetyName: "Before restore 0a1b2c3d"), at: location
            )
        },
        ConformanceAct(action: .delete) { writer, backup, location throws(ProviderError) in
            try await writer.delete(backup, at: location)
        },
        ConformanceAct(action: .deleteMany) { writer, backup, location throws(ProviderError) in
            try await writer.delete([backup], at: location)
        },
        ConformanceAct(action: .rename) { writer, backup, location throws(ProviderError) in
            try await writer.rename(backup, to: "Renamed by a test", at: location)
        },
        ConformanceAct(action: .retry) { writer, backup, location throws(ProviderError) in
            try await writer.retry(backup, at: location)
        },
        ConformanceAct(action: .lock) { writer, backup, location throws(ProviderError) in
            try await writer.setLock(true, on: backup, at: location)
        },
        ConformanceAct(action: .cancel) { writer, backup, location throws(ProviderError) in
            try await writer.cancel(
                OperationRun(backup: backup, kind: .create, id: "41"), at: location
            )
        },
        ConformanceAct(action: .acknowledge) { writer, backup, location throws(ProviderError) in
            try await writer.acknowledge(
                OperationRun(backup: backup, kind: .create, id: "41"), at: location
            )
        },
        ConformanceAct(action: .power) { writer, _, location throws(ProviderError) in
            try await writer.power(.stop, server: location.server)
        },
    ]

    /// The error of the act on a backup; nil when it went well.
    public func error(
        of writer: any MutableBackupProvider,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async -> ProviderError? {
        do {
            try await perform(writer, backup, location)
            return nil
        } catch {
            return error
        }
    }

    /// Its request names one backup.
    var isOnBackup: Bool {
        [.restore, .delete, .deleteMany, .rename, .retry, .lock].contains(action)
    }

    /// The error of the act on the subject's backup; nil when it went well.
    func error(of writer: any MutableBackupProvider, _ subject: ConformanceSubject) async -> ProviderError? {
        await error(of: writer, on: subject.backup, at: subject.location)
    }
}
