import BackupKit
import ProviderSupport
import ServiceClient

/// Changes backups and power on a Pterodactyl panel. Each call sends at most one request that changes something.
struct PterodactylWriter: ServiceWriter {
    let capabilities = ProviderCapabilities.pterodactyl
    private let panel: PterodactylConnection
    /// For what has to be known before a request may leave: has the token that may only read.
    private let reading: PterodactylConnection
    private let endpoints: PterodactylEndpoints
    private let memory: RestoreMemory

    /// `transport` must never send a request twice; `memory` is shared with the account's reader.
    init(
        _ settings: PterodactylSettings,
        reading: PterodactylConnection,
        transport: any HTTPTransport,
        memory: RestoreMemory
    ) {
        panel = PterodactylConnection(settings: settings, transport: transport)
        self.reading = reading
        endpoints = PterodactylEndpoints(base: settings.base)
        self.memory = memory
    }

    /// Asks for a backup and answers its id; the archive is made in the background.
    func createBackup(
        _ draft: BackupDraft,
        at location: BackupLocation
    ) async throws(ProviderError) -> Backup.ID {
        let act = ServiceAct.create(location.server)
        let connection = panel.needing(.createBackups, rollsBack: true)
        try resolved(location, act)
        let created = try await connection.value(
            PterodactylWire.Item<PterodactylWire.Backup>.self, from: endpoints.create(draft, location.server), for: act
        )
        guard !created.attributes.uuid.isEmpty else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the answer names no backup", "refresh: it may have been made", isAmbiguous: true
            )
        }
        return Backup.ID(created.attributes.uuid)
    }

    /// Asks the panel to replace the server's files by the backup's. A backup that is not completed is refused here:
    /// the panel lets a failed one through, and the node empties the server before it looks for the archive (sheet
    /// 2.6).
    func restore(
        _ backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let (act, server) = (ServiceAct.restore(backup, location.server), location.server)
        try resolved(location, act, backup)
        let (found, date) = try await reading.dated(backup, server, isUrgent: true)
        let connection = panel.needing(.restoreBackups)
        guard found.state == .completed else {
            throw connection.failure(of: act).make(
                .conflict, "the backup is not completed", "nothing was sent: a restore of it could empty the server"
            )
        }
        await memory.noteRequest(RestoreMemory.Request(
            backup: backup, truncates: options.truncates, askedAt: date
        ), on: server)
        do {
            try await connection.perform(
                endpoints.restore(backup, truncates: options.truncates, server), for: act
            )
        } catch {
            if !error.isOutcomeUnknown { await memory.forgetRequest(on: server) }
            throw error
        }
    }

    /// Deletes a backup for good.
    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backup, location.server)
        try resolved(location, act, backup)
        try await panel.needing(.deleteBackups).perform(endpoints.delete(backup, location.server), for: act)
    }

    /// Locks or unlocks a backup. The panel can only flip a lock, so it is read first, flipped only where it differs,
    /// and never flipped twice (sheet 2.4).
    func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let (act, server) = (ServiceAct.lock(isLocked, backup, location.server), location.server)
        try resolved(location, act, backup)
        let connection = panel.needing(.lockBackups)
        let failure = connection.failure(of: act)
        guard let before = try await reading.backup(backup, server, isUrgent: true).isLocked else {
            throw failure.make(.unsupported, "the panel does not tell its lock", "nothing was sent")
        }
        if before == isLocked { return }
        let response = try await connection.send(endpoints.toggleLock(backup, server), for: act)
        if ServiceFailure.isHTML(response) { throw failure.unreadable(response) }
        let after = try await lock(in: response, of: backup, server, failure)
        guard after == isLocked else {
            throw failure.make(
                .conflict, "somebody else flipped the lock at the same time", "refresh and try again"
            )
        }
    }

    /// Sends a power signal to the server's process; what becomes of it is told by events alone.
    func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        let act = ServiceAct.power(signal, server)
        try resolved(BackupLocation(server: server), act)
        try await panel.needing(signal.permission).perform(endpoints.power(signal, server), for: act)
    }

    func failure(of act: ServiceAct) -> ServiceFailure {
        panel.needing(nil).failure(of: act)
    }

    /// The lock after it was flipped: as the answer tells, else read afresh.
    private func lock(
        in response: HTTPResponse,
        of backup: Backup.ID,
        _ server: Server.ID,
        _ failure: ServiceFailure
    ) async throws(ProviderError) -> Bool? {
        do {
            let item = try ServiceJSON.decode(
                PterodactylWire.Item<PterodactylWire.Backup>.self, from: response.body
            )
            if item.attributes.uuid == backup.rawValue, let isLocked = item.attributes.isLocked.value {
                return isLocked
            }
        } catch {
            // Clones answer with an empty body.
        }
        do {
            return try await reading.backup(backup, server, isUrgent: true).isLocked
        } catch {
            throw failure.make(
                error.code, "the lock was flipped, but could not be read again", failure.next(true), isAmbiguous: true
            )
        }
    }

    private func resolved(
        _ location: BackupLocation,
        _ act: ServiceAct,
        _ backup: Backup.ID? = nil
    ) throws(ProviderError) {
        try failure(of: act).requireIDs(of: location.server, backup)
    }
}
