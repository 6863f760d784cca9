/// The port towards a service, writing side: a concrete type of its own, which a read-only session never makes.
///
/// Every call sends at most one request that changes something and is never repeated by itself. What a service lacks
/// throws `unsupported` and sends nothing. After an error with `isOutcomeUnknown` the caller looks for evidence; it
/// does not send again.
public protocol MutableBackupProvider: Sendable {
    /// A workflow is about to begin: what its requests need is made ready and kept until `endWork`, so that none of
    /// them waits for it. Throws where it cannot be; then nothing was sent.
    func beginWork() async throws(ProviderError)

    /// A workflow that began has ended.
    func endWork() async

    /// Asks for a backup and answers its id; where the service answers before it is made, the work goes on there.
    func createBackup(_ draft: BackupDraft, at location: BackupLocation) async throws(ProviderError) -> Backup.ID

    /// Asks the service to replace the location's data by the backup's.
    func restore(
        _ backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError)

    /// Deletes a backup for good.
    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError)

    /// Deletes several backups for good with one request.
    func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError)

    /// Gives a backup another name.
    func rename(_ backup: Backup.ID, to name: String, at location: BackupLocation) async throws(ProviderError)

    /// Asks the service to try a failed backup again.
    func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError)

    /// Protects a backup from deletion, or lifts that. Sends nothing when it is so already.
    func setLock(_ isLocked: Bool, on backup: Backup.ID, at location: BackupLocation) async throws(ProviderError)

    /// Asks the service to stop a run of work.
    func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError)

    /// Tells the service that the outcome of a run was seen.
    func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError)

    /// Sends a power signal to a server's process.
    func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError)
}

extension MutableBackupProvider {
    /// Nothing has to be made ready.
    public func beginWork() async throws(ProviderError) {}

    /// Nothing was kept.
    public func endWork() async {}
}
