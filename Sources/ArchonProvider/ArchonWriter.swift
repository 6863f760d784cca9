public import BackupKit
public import ProviderSupport

/// Changes backups and power on an Archon service. Each call sends exactly one request, with resolved ids.
public struct ArchonWriter: MutableBackupProvider {
    private let connection: ArchonConnection

    /// Makes a writer for an account; `transport` must never send a request twice.
    public init(_ settings: ArchonSettings, transport: any HTTPTransport) {
        connection = ArchonConnection(settings, transport: transport)
    }

    /// Asks for a backup of the location's world and answers its id.
    public func createBackup(
        named name: String,
        at location: BackupLocation
    ) async throws(ProviderError) -> Backup.ID {
        let act = ArchonAct.create(location.server)
        let world = try resolvedWorld(of: location, for: act)
        let created = try await connection.value(
            ArchonWire.CreatedBackup.self,
            from: connection.endpoints.create(named: name, location.server, world),
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
    public func restore(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ArchonAct.restore(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(connection.endpoints.restore(backup, location.server, world), for: act)
    }

    /// Deletes a backup; on this API that also cancels a running create.
    public func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ArchonAct.delete(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(connection.endpoints.delete(backup, location.server, world), for: act)
    }

    /// Gives a backup another name.
    public func rename(
        _ backup: Backup.ID,
        to name: String,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ArchonAct.rename(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(connection.endpoints.rename(backup, to: name, location.server, world), for: act)
    }

    /// Asks the service to try a failed backup again.
    public func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ArchonAct.retry(backup, location.server)
        let world = try resolvedWorld(of: location, for: act)
        try await connection.perform(connection.endpoints.retry(backup, location.server, world), for: act)
    }

    /// Sends a power signal to the server's process.
    public func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        let act = ArchonAct.power(signal, server)
        guard !server.rawValue.isEmpty else { throw unresolved(act, "no server is named") }
        try await connection.perform(connection.endpoints.power(signal, server), for: act)
    }

    /// "The active world" may be another one when the request arrives: only a real id may travel.
    private func resolvedWorld(
        of location: BackupLocation,
        for act: ArchonAct
    ) throws(ProviderError) -> World.ID {
        guard let world = location.world, world != ArchonEndpoints.nilWorld, !world.rawValue.isEmpty,
              !location.server.rawValue.isEmpty
        else { throw unresolved(act, "no world is named") }
        return world
    }

    private func unresolved(_ act: ArchonAct, _ problem: String) -> ProviderError {
        connection.failure(of: act).make(.conflict, problem, "nothing was sent: refresh the server and try again")
    }
}
