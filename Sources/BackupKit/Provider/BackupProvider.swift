public import FoundationEssentials

/// The port towards a service, reading side. A type that conforms holds nothing that could change a server.
///
/// Requests may run in parallel, honour task cancellation and throw within the transport's own time limit.
public protocol BackupProvider: Sendable {
    /// All servers the account sees, with worlds and quota where the service tells them in its list.
    func servers() async throws(ProviderError) -> [Server]

    /// One server with worlds, quota and permissions.
    func server(_ id: Server.ID) async throws(ProviderError) -> Server

    /// All backups of a location, and the work on them.
    func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing

    /// One backup, read afresh.
    func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup

    /// The backups of every server of the account in one request; nil where the service has no such request.
    func allBackups() async throws(ProviderError) -> AccountListing?

    /// A restore that an earlier session asked for, at `askedAt` by the service's clock: for services that tell how
    /// one ended only to who knows that it was asked for. Reads and changes nothing.
    func recallRestore(
        of backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation,
        askedAt: Date
    ) async

    /// Live events of a server until the consumer stops: first `connected` or `disconnected`, then everything in order.
    /// Reconnects by itself for ever. Finishes at once where the service has no live events.
    func events(of server: Server.ID) -> AsyncStream<ProviderEvent>
}

extension BackupProvider {
    /// Most services tell by themselves.
    public func recallRestore(
        of _: Backup.ID,
        _: RestoreOptions,
        at _: BackupLocation,
        askedAt _: Date
    ) async {}
}
