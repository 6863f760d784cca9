public import BackupKit
public import ProviderSupport
import ServiceClient

/// Reads servers and backups from an Archon service and follows its live events. Holds a transport that cannot write.
public struct ArchonReader: BackupProvider {
    private let connection: ServiceConnection
    private let endpoints: ArchonEndpoints
    private let webSocket: any WebSocketTransport
    private let clock: any Clock<Duration>
    private let random: @Sendable () -> Double

    /// Servers of the old list that are asked for at most.
    private static let mostLegacyServers = 5000

    /// Makes a reader for an account.
    ///
    /// - Parameters:
    ///   - transport: should retry reads and keep to the account's rate budget.
    ///   - clock: for the waits of the live connection.
    ///   - random: 0 to 1, spreads reconnecting clients.
    public init(
        _ settings: ArchonSettings,
        transport: ReadOnlyHTTPTransport,
        webSocket: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0 ... 1) }
    ) {
        connection = ServiceConnection(
            ArchonDialect(token: settings.token),
            secrets: [settings.token],
            transport: transport
        )
        endpoints = ArchonEndpoints(base: settings.base, api: settings.api)
        self.webSocket = webSocket
        self.clock = clock
        self.random = random
    }

    /// All servers: worlds from the newer list, quota, condition and permissions from the older one.
    public func servers() async throws(ProviderError) -> [Server] {
        let rows = try await connection.value(
            LossyArray<ArchonWire.Server>.self, from: endpoints.servers(), for: .listServers
        )
        return try await ArchonMapping.servers(rows.elements, legacyServers())
    }

    /// One server, joined the same way.
    public func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        let act = ServiceAct.readServer(id)
        let row = try await connection.value(
            ArchonWire.Server.self, from: endpoints.server(id), for: act
        )
        guard row.id == id.rawValue else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the service answered with another server", "refresh before going on"
            )
        }
        return try await ArchonMapping.server(row, legacyServer(id))
    }

    /// A world's backups; without a world, those of the active one.
    public func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        let rows = try await connection.value(
            LossyArray<ArchonWire.Backup>.self,
            from: endpoints.backups(location.server, world(of: location)),
            for: .listBackups(location.server)
        )
        return ArchonMapping.listing(rows)
    }

    /// One backup, read afresh.
    public func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        let act = ServiceAct.readBackup(id, location.server)
        let row = try await connection.value(
            ArchonWire.Backup.self,
            from: endpoints.backup(id, location.server, world(of: location)),
            for: act
        )
        guard row.id == id.rawValue else {
            throw connection.failure(of: act).make(
                .invalidResponse, "the service answered with another backup", "refresh before going on"
            )
        }
        return ArchonMapping.backup(row).0
    }

    /// This service has no such request.
    public func allBackups() async throws(ProviderError) -> [Server.ID: BackupListing]? {
        nil
    }

    /// Live progress and power of a server, reconnecting for ever; ends when the consumer stops.
    public func events(of server: Server.ID) -> AsyncStream<ProviderEvent> {
        LiveSession.events(
            of: ArchonChannel(server: server, connection: connection, endpoints: endpoints),
            over: webSocket,
            clock: clock,
            random: random
        )
    }

    /// The old list in pages. Whether its offset counts rows or pages is not known (sheet 7, 22): it is taken for rows,
    /// and a page that brings nothing new is the last.
    private func legacyServers() async throws(ProviderError) -> [ArchonWire.LegacyServer] {
        var servers: [ArchonWire.LegacyServer] = []
        var known: Set<String> = []
        var received = 0
        while received < Self.mostLegacyServers {
            let page: ArchonWire.LegacyServerPage
            do {
                page = try await connection.value(
                    ArchonWire.LegacyServerPage.self,
                    from: endpoints.legacyServers(offset: received),
                    for: .listServers
                )
            } catch {
                // The newer list alone is still the truth, only without quota and permissions.
                if error.isMissingRoute { return servers }
                throw error
            }
            let new = page.servers.elements.filter { known.insert($0.id).inserted }
            servers += new
            received += page.servers.elements.count + page.servers.skipped
            guard !new.isEmpty, let total = page.pagination.value?.totalItems.value, received < total else { break }
        }
        return servers
    }

    private func legacyServer(_ id: Server.ID) async throws(ProviderError) -> ArchonWire.LegacyServer? {
        do {
            return try await connection.value(
                ArchonWire.LegacyServer.self, from: endpoints.legacyServer(id), for: .readServer(id)
            )
        } catch {
            if error.isMissingRoute { return nil }
            throw error
        }
    }

    private func world(of location: BackupLocation) async throws(ProviderError) -> World.ID {
        if let world = location.world, world != ArchonEndpoints.nilWorld { return world }
        let act = ServiceAct.readServer(location.server)
        let row = try await connection.value(
            ArchonWire.Server.self, from: endpoints.server(location.server), for: act
        )
        guard let world = ArchonMapping.server(row, nil).defaultWorld else {
            throw connection.failure(of: act).make(.notFound, "it has no world yet", "finish its setup first")
        }
        return world.id
    }
}

extension ProviderError {
    /// The old part of the service is not there (any more).
    fileprivate var isMissingRoute: Bool {
        code == .notFound || code == .unsupported
    }
}
