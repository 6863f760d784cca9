import BackupKit
import ProviderSupport
import ServiceClient

/// Changes backups and power on an Archon service. Each call sends exactly one request, with resolved ids, and none
/// that only finds something out.
struct ArchonWriter: MutableBackupProvider {
    private let connection: ServiceConnection
    private let endpoints: ArchonEndpoints
    private let generations: ArchonGenerations

    /// Makes a writer for an account; `transport` must never send a request twice. Where the API is to be found out,
    /// only a writer of an `ArchonProvider` can know what its reader found.
    init(_ settings: ArchonSettings, transport: any HTTPTransport) {
        self.init(settings, generations: ArchonGenerations(settings.api), transport: transport)
    }

    init(_ settings: ArchonSettings, generations: ArchonGenerations, transport: any HTTPTransport) {
        connection = ServiceConnection(
            ArchonDialect(token: settings.token),
            secrets: [settings.token],
            transport: transport
        )
        endpoints = ArchonEndpoints(base: settings.base)
        self.generations = generations
    }

    // MARK: Backups

    /// Asks for a backup of the location and answers its id.
    func createBackup(
        _ draft: BackupDraft,
        at location: BackupLocation
    ) async throws(ProviderError) -> Backup.ID {
        let act = ServiceAct.create(location.server)
        let place = try await place(location, for: act)
        let created = try await connection.value(
            ArchonWire.CreatedBackup.self, from: endpoints.create(named: draft.name, place), for: act
        )
        guard !created.id.isEmpty else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the answer names no backup", "refresh: it may have been made", isAmbiguous: true
            )
        }
        return Backup.ID(created.id)
    }

    /// Asks the service to replace the location's data by the backup's. The queue takes a backup of the present data
    /// first, with the name of the options.
    func restore(
        _ backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.restore(backup, location.server)
        let place = try await place(of: backup, location, for: act)
        let name = ArchonSafetyName.make(from: options.safetyName)
        try await connection.perform(endpoints.restore(backup, safetyName: name, place), for: act)
    }

    /// Deletes a backup; on v0 and v1 that also cancels a running create.
    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backup, location.server)
        let place = try await place(of: backup, location, for: act)
        try await connection.perform(endpoints.delete(backup, place), for: act)
    }

    /// Deletes exactly the given backups with one request, where the server has the queue.
    func delete(_ backups: [Backup.ID], at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backups, location.server)
        let place = try await queue(location, .deleteMany, for: act)
        guard !backups.isEmpty, backups.allSatisfy({ !$0.rawValue.isEmpty }) else {
            throw unresolved(act, "a backup without an id")
        }
        try await connection.perform(endpoints.deleteMany(backups, place), for: act)
    }

    /// Gives a backup another name.
    func rename(
        _ backup: Backup.ID,
        to name: String,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.rename(backup, location.server)
        let place = try await place(of: backup, location, for: act)
        try await connection.perform(endpoints.rename(backup, to: name, place), for: act)
    }

    /// Asks the service to try again what failed on a backup.
    func retry(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.retry(backup, location.server)
        let place = try await place(of: backup, location, for: act)
        try await connection.perform(endpoints.retry(backup, place), for: act)
    }

    /// No generation can set locks any more.
    func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.lock(isLocked, backup, location.server)
        throw connection.failure(of: act).unsupported(isLocked ? .lock : .unlock, in: .archonQueue)
    }

    // MARK: Runs of work

    /// Stops a create or restore by its number, where the server has the queue. Never by deleting the backup.
    func cancel(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await tell("cancel", run, .cancel, .cancel(run, location.server), location)
    }

    /// Tells that the outcome of a create or restore was seen, where the server has the queue.
    func acknowledge(_ run: OperationRun, at location: BackupLocation) async throws(ProviderError) {
        try await tell("ack", run, .acknowledge, .acknowledge(run, location.server), location)
    }

    private func tell(
        _ verb: String,
        _ run: OperationRun,
        _ action: BackupAction,
        _ act: ServiceAct,
        _ location: BackupLocation
    ) async throws(ProviderError) {
        let place = try await queue(location, action, for: act)
        guard run.kind == .create || run.kind == .restore else {
            throw unresolved(act, "a \(run.kind.rawValue) has no number here")
        }
        guard Int64(run.id.rawValue) != nil else { throw unresolved(act, "the operation has no number") }
        try await connection.perform(endpoints.history(run, verb, place), for: act)
    }

    // MARK: Power

    /// Sends a power signal to the server's process.
    func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        let act = ServiceAct.power(signal, server)
        guard !server.rawValue.isEmpty else { throw unresolved(act, "no server is named") }
        try await connection.perform(endpoints.power(signal, server), for: act)
    }

    // MARK: Where to send

    /// "The active world" may be another one when the request arrives: only a real id may travel.
    private func place(
        _ location: BackupLocation,
        for act: ServiceAct
    ) async throws(ProviderError) -> ArchonPlace {
        let server = location.server
        guard !server.rawValue.isEmpty else { throw unresolved(act, "no server is named") }
        guard let api = await generations.known(server) else {
            throw connection.failure(of: act).make(
                .conflict, "which backup API the server has is not known yet",
                "refresh the list first; nothing was sent"
            )
        }
        if api == .v0 {
            // A whole server's data is not a world's.
            guard location.world == nil else { throw unresolved(act, "this API knows no worlds") }
            return .v0(server)
        }
        guard let world = location.resolvedWorld else { throw unresolved(act, "no world is named") }
        return api == .v1 ? .v1(server, world) : .queue(server, world)
    }

    /// A path without the backup's id would mean all of them.
    private func place(
        of backup: Backup.ID,
        _ location: BackupLocation,
        for act: ServiceAct
    ) async throws(ProviderError) -> ArchonPlace {
        guard !backup.rawValue.isEmpty else { throw unresolved(act, "no backup is named") }
        return try await place(location, for: act)
    }

    private func queue(
        _ location: BackupLocation,
        _ action: BackupAction,
        for act: ServiceAct
    ) async throws(ProviderError) -> ArchonPlace {
        let place = try await place(location, for: act)
        guard place.api == .queue else {
            throw connection.failure(of: act).unsupported(action, in: .archon(place.api))
        }
        return place
    }

    private func unresolved(_ act: ServiceAct, _ problem: String) -> ProviderError {
        connection.failure(of: act).unresolved(problem)
    }
}
