public import BackupKit
import ServiceClient

/// What the panel has no request for: nothing is sent.
extension PterodactylWriter {
    /// The panel deletes one backup at a time.
    public func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.deleteMany, .delete(backups, location.server))
    }

    /// Names are given once.
    public func rename(_ backup: Backup.ID, to _: String, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.rename, .rename(backup, location.server))
    }

    /// A failed backup stays failed.
    public func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.retry, .retry(backup, location.server))
    }

    /// Running work cannot be stopped.
    public func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.cancel, .cancel(run, location.server))
    }

    /// The panel keeps no outcomes.
    public func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.acknowledge, .acknowledge(run, location.server))
    }

    private func unsupported(_ action: BackupAction, _ act: ServiceAct) -> ProviderError {
        let reason = ProviderCapabilities.pterodactyl.reason(against: action) ?? "it is not possible"
        return panel.needing(nil).failure(of: act).make(.unsupported, reason, "nothing was sent")
    }
}
