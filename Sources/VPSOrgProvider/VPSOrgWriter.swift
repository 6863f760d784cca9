import BackupKit
import ProviderSupport
import ServiceClient

/// Changes backups of a VPS.org account. Each call sends exactly one request.
struct VPSOrgWriter: ServiceWriter {
    let capabilities = ProviderCapabilities.vpsOrg
    private let connection: ServiceConnection
    private let endpoints: VPSOrgEndpoints
    private let list: VPSOrgServerList

    /// Makes a writer for an account; `transport` must never send a request twice.
    init(_ settings: VPSOrgSettings, transport: any HTTPTransport, list: VPSOrgServerList) {
        connection = ServiceConnection(
            VPSOrgDialect(token: settings.token), secrets: [settings.token], transport: transport
        )
        endpoints = VPSOrgEndpoints(base: settings.base)
        self.list = list
    }

    /// Asks for a backup and answers its number; it is made afterwards.
    func createBackup(_ draft: BackupDraft, at location: BackupLocation) async throws(ProviderError) -> Backup.ID {
        let act = ServiceAct.create(location.server)
        let server = try connection.number(of: location.server, for: act)
        return try await changing { () throws(ProviderError) in
            let created = try await connection.value(
                VPSOrgWire.CreatedBackup.self, from: endpoints.create(draft.name, server), for: act
            )
            return Backup.ID(created.id.text)
        }
    }

    /// Asks for the server to be replaced by the backup. What the service answers is not documented: any success will
    /// do, and nothing proves later how it ended (wire sheet vpsorg, section 3.4).
    func restore(_ backup: Backup.ID, _: RestoreOptions, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.restore(backup, location.server)
        let server = try connection.number(of: location.server, for: act)
        let number = try connection.number(of: backup, for: act)
        try await changing { () throws(ProviderError) in
            try await connection.perform(endpoints.restore(number, server), for: act)
        }
    }

    /// Deletes a backup, manual or automatic.
    func delete(_ backup: Backup.ID, at location: BackupLocation) async throws(ProviderError) {
        let act = ServiceAct.delete(backup, location.server)
        try connection.failure(of: act).requireIDs(of: location.server)
        let number = try connection.number(of: backup, for: act)
        try await changing { () throws(ProviderError) in
            try await connection.perform(endpoints.delete(number, location.server), for: act)
        }
    }

    func failure(of act: ServiceAct) -> ServiceFailure {
        connection.failure(of: act)
    }

    /// Whatever came of it, what was read before is old.
    private func changing<Answer>(_ send: () async throws(ProviderError) -> Answer) async throws(ProviderError)
        -> Answer {
        do throws(ProviderError) {
            let answer = try await send()
            await list.invalidate()
            return answer
        } catch {
            await list.invalidate()
            throw error
        }
    }
}
