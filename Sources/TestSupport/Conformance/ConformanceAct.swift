import BackupKit

/// One act on a service, so that the list of promises can go through all of them.
struct ConformanceAct: Sendable {
    let action: BackupAction
    let perform: @Sendable (any MutableBackupProvider, ConformanceSubject) async throws(ProviderError) -> Void

    static let all: [ConformanceAct] = [
        ConformanceAct(action: .create) { writer, subject throws(ProviderError) in
            let draft = BackupDraft(
                name: "Made by a test",
                ignoredPatterns: ["*.log"],
                isLocked: true,
                id: "11111111-2222-4333-8444-555555555555"
            )
            _ = try await writer.createBackup(draft, at: subject.location)
        },
        ConformanceAct(action: .restore) { writer, subject throws(ProviderError) in
            try await writer.restore(
                subject.backup, RestoreOptions(safetyName: "Before restore 0a1b2c3d"), at: subject.location
            )
        },
        ConformanceAct(action: .delete) { writer, subject throws(ProviderError) in
            try await writer.delete(subject.backup, at: subject.location)
        },
        ConformanceAct(action: .deleteMany) { writer, subject throws(ProviderError) in
            try await writer.delete([subject.backup], at: subject.location)
        },
        ConformanceAct(action: .rename) { writer, subject throws(ProviderError) in
            try await writer.rename(subject.backup, to: "Renamed by a test", at: subject.location)
        },
        ConformanceAct(action: .retry) { writer, subject throws(ProviderError) in
            try await writer.retry(subject.backup, at: subject.location)
        },
        ConformanceAct(action: .lock) { writer, subject throws(ProviderError) in
            try await writer.setLock(true, on: subject.backup, at: subject.location)
        },
        ConformanceAct(action: .cancel) { writer, subject throws(ProviderError) in
            try await writer.cancel(
                OperationRun(backup: subject.backup, kind: .create, id: "41"), at: subject.location
            )
        },
        ConformanceAct(action: .acknowledge) { writer, subject throws(ProviderError) in
            try await writer.acknowledge(
                OperationRun(backup: subject.backup, kind: .create, id: "41"), at: subject.location
            )
        },
        ConformanceAct(action: .power) { writer, subject throws(ProviderError) in
            try await writer.power(.stop, server: subject.location.server)
        },
    ]

    /// The error of the act; nil when it went well.
    func error(of writer: any MutableBackupProvider, _ subject: ConformanceSubject) async -> ProviderError? {
        do {
            try await perform(writer, subject)
            return nil
        } catch {
            return error
        }
    }
}
