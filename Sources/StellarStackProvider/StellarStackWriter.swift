import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Changes backups and power on a StellarStack panel of generation A. Each call sends at most one request that changes
/// something.
struct StellarStackWriter: ServiceWriter {
    let capabilities = ProviderCapabilities.stellarStack
    private let credentials: StellarStackCredentials
    private let endpoints: StellarStackEndpoints
    private let transport: any HTTPTransport
    /// For what has to be known before a request may leave.
    private let reader: StellarStackReader

    /// Makes a writer for an account; `transport` must never send a request twice, and `reader` has the token that may
    /// only read.
    init(_ settings: StellarStackSettings, reader: StellarStackReader, transport: any HTTPTransport) {
        credentials = StellarStackCredentials(settings)
        endpoints = StellarStackEndpoints(base: settings.base)
        self.transport = transport
        self.reader = reader
    }

    /// Makes a backup under the draft's id and answers when it is made. A lost answer leaves open whether it was: the
    /// id tells later.
    func createBackup(
        _ draft: BackupDraft,
        at location: BackupLocation
    ) async throws(ProviderError) -> Backup.ID {
        let act = ServiceAct.create(location.server)
        let connection = connection(for: .change)
        try connection.failure(of: act).requireIDs(of: location.server)
        // The node makes a file name of it, and an id that was used before overwrites an archive (sheet 3.2).
        guard let id = draft.id, UUID(uuidString: id.rawValue) != nil else {
            throw connection.failure(of: act).make(.conflict, "no id was chosen for it", "nothing was sent: try again")
        }
        do throws(ProviderError) {
            let created = try await answer(
                StellarStackWire.CreatedBackup.self,
                to: endpoints.create(draft, id, location.server),
                over: connection,
                for: act
            )
            guard created?.success.value != false else {
                throw connection.failure(of: act).make(
                    .serverFailure, "the panel says it did not succeed", "refresh", isAmbiguous: true
                )
            }
            return created?.id.value.flatMap { $0.isEmpty ? nil : Backup.ID($0) } ?? id
        } catch {
            throw error.adding("the node may still be finishing it")
        }
    }

    /// Unpacks a backup over the server's files and answers when that is done. Reads the server first and sends nothing
    /// unless its process is certainly off: the panel does not check, and any error after it began marks the backup
    /// as failed for good (wire sheet stellarstack, section 3.3).
    func restore(
        _ backup: Backup.ID,
        _: RestoreOptions,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.restore(backup, location.server)
        let connection = connection(for: .change)
        try connection.failure(of: act).requireIDs(of: location.server, backup)
        let server = try await reading { reader throws(ProviderError) in try await reader.server(location.server) }
        if let obstacle = StellarStackObstacle(server) {
            throw connection.failure(of: act).make(
                .conflict, obstacle.words, "nothing was sent: an error now would spoil the backup; \(obstacle.step)"
            )
        }
        do {
            try await connection.perform(endpoints.restore(backup, location.server), for: act)
        } catch {
            throw error.adding(
                "if it failed, the panel lists the backup as failed for good although its archive is whole: download it"
            )
        }
    }

    /// Deletes a backup; the panel refuses a locked one.
    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backup, location.server)
        let connection = connection(for: .delete)
        try connection.failure(of: act).requireIDs(of: location.server, backup)
        try await connection.perform(endpoints.delete(backup, location.server), for: act)
    }

    /// Locks or unlocks a backup, unless it is so already. Old panels have no such request.
    func setLock(
        _ isLocked: Bool,
        on backup: Backup.ID,
        at location: BackupLocation
    ) async throws(ProviderError) {
        let act = ServiceAct.lock(isLocked, backup, location.server)
        let connection = connection(for: .lock)
        try connection.failure(of: act).requireIDs(of: location.server, backup)
        let listing = try await reading { reader throws(ProviderError) in try await reader.backups(at: location) }
        if let reason = listing.capabilities?.reason(against: .lock) {
            throw connection.failure(of: act).make(.unsupported, reason, "nothing was sent")
        }
        guard let found = listing.backups.first(where: { $0.id == backup }) else {
            throw connection.failure(of: act).make(.notFound, "it is not in the list", "nothing was sent: refresh")
        }
        if found.isLocked == isLocked { return }
        let answer = try await answer(
            StellarStackWire.Lock.self,
            to: endpoints.lock(isLocked, backup, location.server),
            over: connection,
            for: act
        )
        guard answer?.locked.value ?? isLocked == isLocked else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the panel left the lock as it was", "refresh before trying again"
            )
        }
    }

    /// Sends a power signal to the server's process.
    func power(_ signal: PowerSignal, server: Server.ID) async throws(ProviderError) {
        let act = ServiceAct.power(signal, server)
        let connection = connection(for: .change)
        try connection.failure(of: act).requireIDs(of: server)
        try await connection.perform(endpoints.power(signal, server), for: act)
    }

    func failure(of act: ServiceAct) -> ServiceFailure {
        connection(for: .change).failure(of: act)
    }

    private func connection(for call: StellarStackDialect.Call) -> ServiceConnection {
        ServiceConnection(
            StellarStackDialect(credentials: credentials, call: call),
            secrets: credentials.secrets,
            transport: transport
        )
    }

    /// What a success says beyond being one: nil where it says nothing (sheet 8).
    private func answer<Answer: Decodable>(
        _ type: Answer.Type,
        to request: HTTPRequest,
        over connection: ServiceConnection,
        for act: ServiceAct
    ) async throws(ProviderError) -> Answer? {
        let response = try await connection.send(request, for: act)
        if response.body.isEmpty, !ServiceFailure.isHTML(response) { return nil }
        do {
            return try ServiceJSON.decode(type, from: response.body)
        } catch {
            throw connection.failure(of: act).unreadable(response)
        }
    }

    /// Reads what an act of the user waits for.
    private func reading<Value: Sendable>(
        _ read: (StellarStackReader) async throws(ProviderError) -> Value
    ) async throws(ProviderError) -> Value {
        let result: Result<Value, ProviderError> = await ReadPurpose.$current.withValue(.act) {
            do throws(ProviderError) {
                return try await .success(read(reader))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension ProviderError {
    /// The same error with another sentence, where it is open whether the work goes on.
    fileprivate func adding(_ words: String) -> ProviderError {
        guard isOutcomeUnknown else { return self }
        var error = self
        error.message += "; \(words)"
        return error
    }
}
