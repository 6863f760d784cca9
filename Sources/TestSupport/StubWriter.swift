public import BackupKit

/// The writing half of a stub: a type of its own, as in every provider.
public final class StubWriter: MutableBackupProvider {
    private let calls: Watched<[StubCall]>
    private let failures = Watched<[StubCall: ProviderError]>([:])
    private let created = Watched<Backup.ID>("new")
    private let isHeld = Watched(false)

    init(calls: Watched<[StubCall]>) {
        self.calls = calls
    }

    /// From now on this call fails; nil makes it work again.
    public func fail(_ call: StubCall, with error: ProviderError?) {
        failures.update { $0[call] = error }
    }

    /// The id that the next create answers.
    public func answerCreate(with id: Backup.ID) {
        created.update { $0 = id }
    }

    /// Keeps requests waiting after they arrived, or lets those that wait be answered.
    public func hold(_ holds: Bool) {
        isHeld.update { $0 = holds }
    }

    /// Notes the call; fails as it was told to. It is no request, and never held.
    public func beginWork() async throws(ProviderError) {
        calls.update { $0.append(.beginWork) }
        if let failure = failures.value[.beginWork] { throw failure }
    }

    /// Notes the call.
    public func endWork() async {
        calls.update { $0.append(.endWork) }
    }

    /// Notes the call and answers the id that was set.
    public func createBackup(_ draft: BackupDraft, at location: BackupLocation) async throws(ProviderError) -> Backup
        .ID {
        try await take(.create(draft.name, location))
        return draft.id ?? created.value
    }

    /// Notes the call; fails or waits as it was told to.
    public func restore(
        _ backup: Backup.ID,
        _: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        try await take(.restore(backup, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        try await take(.deleteMany(backups, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        try await take(.setLock(backup, isLocked, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await take(.cancel(run, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await take(.acknowledge(run, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        try await take(.delete(backup, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func rename(_ backup: Backup.ID, to name: String, at location: BackupLocation) async throws(ProviderError) {
        try await take(.rename(backup, name, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        try await take(.retry(backup, location))
    }

    /// Notes the call; fails or waits as it was told to.
    public func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        try await take(.power(signal, server))
    }

    private func take(_ call: StubCall) async throws(ProviderError) {
        calls.update { $0.append(call) }
        if isHeld.value {
            await isHeld.wait { !$0 }
            calls.update { $0.append(.released(wasCancelled: Task.isCancelled)) }
        }
        if let failure = failures.value[call] { throw failure }
    }
}
