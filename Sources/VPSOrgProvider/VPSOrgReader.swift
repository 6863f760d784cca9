import BackupKit
import ProviderSupport
import ServiceClient

/// Reads servers and backups of a VPS.org account. Holds a transport that cannot write.
struct VPSOrgReader: BackupProvider {
    private let connection: ServiceConnection
    private let endpoints: VPSOrgEndpoints
    private let list: VPSOrgServerList

    /// Makes a reader over the account's list of servers.
    init(_ settings: VPSOrgSettings, transport: ReadOnlyHTTPTransport, list: VPSOrgServerList) {
        connection = Self.connection(settings, transport)
        endpoints = VPSOrgEndpoints(base: settings.base)
        self.list = list
    }

    /// The list of servers that an account's halves share.
    static func serverList(
        _ settings: VPSOrgSettings,
        transport: ReadOnlyHTTPTransport,
        clock: any Clock<Duration>
    ) -> VPSOrgServerList {
        let connection = connection(settings, transport)
        let endpoints = VPSOrgEndpoints(base: settings.base)
        return VPSOrgServerList(clock: clock) { () throws(ProviderError) in
            try await VPSOrgMapping.servers(.read(
                endpoints.servers(), over: connection, endpoints: endpoints, for: .listServers
            ))
        }
    }

    /// The account's servers.
    func servers() async throws(ProviderError) -> [Server] {
        try await list.servers()
    }

    /// One server, out of the list: no request for one is documented.
    func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        guard let server = try await list.servers().first(where: { $0.id == id }) else {
            throw connection.failure(of: .readServer(id)).make(
                .notFound, "it is not among the account's servers", "refresh: it may have been removed"
            )
        }
        return server
    }

    /// A server's backups.
    func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        let act = ServiceAct.listBackups(location.server)
        let server = try connection.number(of: location.server, for: act)
        return try await VPSOrgMapping.listing(
            .read(endpoints.backups(server), over: connection, endpoints: endpoints, for: act), of: server
        )
    }

    /// One backup, out of the list: no request for one is documented.
    func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        guard let backup = try await backups(at: location).backups.first(where: { $0.id == id }) else {
            throw connection.failure(of: .readBackup(id, location.server)).notListed()
        }
        return backup
    }

    /// The backups of every server that has any, with one request and one more for each further page.
    func allBackups() async throws(ProviderError) -> AccountListing? {
        try await VPSOrgMapping.account(.read(
            endpoints.backups(nil), over: connection, endpoints: endpoints, for: .listAllBackups
        ))
    }

    /// Finishes at once: see `VPSOrgEvents`.
    func events(of _: Server.ID) -> AsyncStream<ProviderEvent> {
        VPSOrgEvents.none()
    }

    private static func connection(
        _ settings: VPSOrgSettings,
        _ transport: ReadOnlyHTTPTransport
    ) -> ServiceConnection {
        ServiceConnection(VPSOrgDialect(token: settings.token), secrets: [settings.token], transport: transport)
    }
}

extension ServiceConnection {
    /// The number that the service knows a server by; it has no other ids.
    func number(of server: Server.ID, for act: ServiceAct) throws(ProviderError) -> VPSOrgWire.Number {
        guard let number = VPSOrgWire.Number(server.rawValue) else { throw noNumber("server", act) }
        return number
    }

    /// The number that the service knows a backup by.
    func number(of backup: Backup.ID, for act: ServiceAct) throws(ProviderError) -> VPSOrgWire.Number {
        guard let number = VPSOrgWire.Number(backup.rawValue) else { throw noNumber("backup", act) }
        return number
    }

    private func noNumber(_ thing: String, _ act: ServiceAct) -> ProviderError {
        failure(of: act).make(.notFound, "a \(thing)'s id is a number here", "nothing was sent: refresh")
    }
}
