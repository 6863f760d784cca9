import BackupKit
import ProviderSupport
import ServiceClient

/// Reads servers and backups from a StellarStack panel. Holds a transport that cannot write.
struct StellarStackReader: BackupProvider {
    private let connection: ServiceConnection
    private let endpoints: StellarStackEndpoints

    /// Makes a reader for an account; `transport` should retry reads and keep to the account's rate budget.
    init(_ settings: StellarStackSettings, transport: ReadOnlyHTTPTransport) {
        let credentials = StellarStackCredentials(settings)
        connection = ServiceConnection(
            StellarStackDialect(credentials: credentials, call: .read),
            secrets: credentials.secrets,
            transport: transport
        )
        endpoints = StellarStackEndpoints(base: settings.base)
    }

    /// The servers the account owns; those it only shares are missing from the panel's list (wire sheet stellarstack,
    /// section 4.1).
    func servers() async throws(ProviderError) -> [Server] {
        let list = try await connection.value(
            StellarStackWire.ServerList.self, from: endpoints.servers(), for: .listServers
        )
        return StellarStackMapping.servers(list)
    }

    /// One server with its limit, and whether its process runs where its node tells.
    func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        let act = ServiceAct.readServer(id)
        let answer = try await connection.value(
            StellarStackWire.OneServer.self, from: endpoints.server(id), for: act
        )
        guard let row = answer.server else {
            throw connection.failure(of: act).make(.notFound, "the panel knows no such server", "refresh the servers")
        }
        guard row.id == id.rawValue else { throw connection.failure(of: act).answeredAnother("server") }
        return try await StellarStackMapping.server(row, stats(of: row))
    }

    /// A server's backups. The answer's shape tells the panel's generation.
    func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        let (list, date) = try await connection.dated(
            StellarStackWire.BackupList.self,
            from: endpoints.backups(location.server),
            for: .listBackups(location.server)
        )
        var listing = StellarStackMapping.listing(list)
        listing.date = date
        return listing
    }

    /// One backup, out of the list: the panel has no request for one.
    func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        let listing = try await backups(at: location)
        guard let backup = listing.backups.first(where: { $0.id == id }) else {
            throw connection.failure(of: .readBackup(id, location.server)).notListed()
        }
        return backup
    }

    /// The panel lists one server's backups at a time.
    func allBackups() async throws(ProviderError) -> AccountListing? {
        nil
    }

    /// Finishes at once: see `StellarStackEvents`.
    func events(of _: Server.ID) -> AsyncStream<ProviderEvent> {
        StellarStackEvents.none()
    }

    /// A node that cannot be asked does not make the server unreadable.
    private func stats(of row: StellarStackWire.Server) async throws(ProviderError) -> StellarStackWire.Stats? {
        if row.node.value?.isOnline.value == false { return nil }
        let id = Server.ID(row.id)
        do {
            return try await connection.value(
                StellarStackWire.Stats.self, from: endpoints.stats(id), for: .readServer(id)
            )
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }
}
