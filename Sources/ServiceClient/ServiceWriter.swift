public import BackupKit

/// A writer that has methods only for what its service can do. The rest is refused here by its capabilities, and
/// nothing is sent.
public protocol ServiceWriter: MutableBackupProvider {
    /// What the service can do, with the reason against everything else.
    var capabilities: ProviderCapabilities { get }

    /// Translates what goes wrong with an act.
    func failure(of act: ServiceAct) -> ServiceFailure
}

extension ServiceWriter {
    /// Refused.
    public func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.deleteMany, .delete(backups, location.server))
    }

    /// Refused.
    public func rename(_ backup: Backup.ID, to _: String, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.rename, .rename(backup, location.server))
    }

    /// Refused.
    public func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.retry, .retry(backup, location.server))
    }

    /// Refused.
    public func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        throw unsupported(isLocked ? .lock : .unlock, .lock(isLocked, backup, location.server))
    }

    /// Refused.
    public func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.cancel, .cancel(run, location.server))
    }

    /// Refused.
    public func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.acknowledge, .acknowledge(run, location.server))
    }

    /// Refused.
    public func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        throw unsupported(.power, .power(signal, server))
    }

    private func unsupported(_ action: BackupAction, _ act: ServiceAct) -> ProviderError {
        failure(of: act).unsupported(action, in: capabilities)
    }
}
