public import BackupKit
public import ProviderSupport
import ServiceClient

/// Changes backups and power on an Archon service. Each call sends exactly one request, with resolved ids.
public struct ArchonWriter: MutableBackupProvider {
    private let connection: ServiceConnection
    private let endpoints: ArchonEndpoints

    /// Makes a writer for an account; `transport` must never send a request twice.
    public init(_ settings: ArchonSettings, transport: any HTTPTransport) {
        connection = ServiceConnection(
            ArchonDialect(token: settings.token),
            secrets: [settings.token],
            transport: transport
        )
        endpoints = ArchonEndpoints(base: settings.base, api: settings.api)
    }

    /// Asks for a backup of the location's world and answers its id.
    public func createBackup(
        _ draft: BackupDraft,
        at location: BackupLocation
    ) async throws(ProviderError) -> Backup.ID {
        let act = ServiceAct.create(location.server)
        let world = try resolvedWorld(of: location, for: act)
        let created = try await connection.value(
            ArchonWire.CreatedBackup.self,
            from: endpoints.create(named: draft.name, location.server, world),
            for: act
        )
        guard !created.id.isEmpty else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the answer names no backup", "refresh: it may have been made", isAmbiguous: true
            )
        }
        return Backup.ID(created.id)
    }

    /// Asks the service to replace the world's data by the backup's.
    public func restore(
        _ backup: Backup.ID,
        _: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.restore(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(endpoints.restore(backup, location.server, world), for: act)
    }

    /// Deletes a backup; on this API that also cancels a running create.
    public func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(endpoints.delete(backup, location.server, world), for: act)
    }

    /// Gives a backup another name.
    public func rename(
        _ backup: Backup.ID,
        to name: String,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.rename(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(endpoints.rename(backup, to: name, location.server, world), for: act)
    }

    /// Asks the service to try a failed backup again.
    public func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.retry(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(endpoints.retry(backup, location.server, world), for: act)
    }

    /// This API has no request for several backups.
    public func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.delete(backups, location.server))
    }

    /// This API cannot set locks.
    public func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        throw unsupported(.lock(isLocked, backup, location.server))
    }

    /// This API cancels only by deleting.
    public func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.cancel(run, location.server))
    }

    /// This API keeps no outcomes.
    public func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        throw unsupported(.acknowledge(run, location.server))
    }

    /// Sends a power signal to the server's process.
    public func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        let act = ServiceAct.power(signal, server)
        guard !server.rawValue.isEmpty else { throw unresolved(act, "no server is named") }
        try await connection.perform(endpoints.power(signal, server), for: act)
    }

    /// "The active world" may be another one when the request arrives: only a real id may travel.
    private func resolvedWorld(
        of location: BackupLocation,
        for act: ServiceAct
    ) throws(ProviderError) -> World.ID {
        guard let world = location.world, world != ArchonEndpoints.nilWorld, !world.rawValue.isEmpty,
              !location.server.rawValue.isEmpty
        else { throw unresolved(act, "no world is named") }
        return world
    }

    private func unsupported(_ act: ServiceAct) -> ProviderError {
        connection.failure(of: act).make(.unsupported, "this API has no request for it", "nothing was sent")
    }

    private func unresolved(_ act: ServiceAct, _ problem: String) -> ProviderError {
        connection.failure(of: act).make(.conflict, problem, "nothing was sent: refresh the server and try again")
    }
}
