import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Reads servers and backups from a Pterodactyl panel and follows its live events. Holds a transport that cannot write.
struct PterodactylReader: BackupProvider {
    private let panel: PterodactylConnection
    private let endpoints: PterodactylEndpoints
    private let memory: RestoreMemory
    private let webSocket: any WebSocketTransport
    private let clock: any Clock<Duration>
    private let random: @Sendable () -> Double

    /// - Parameters:
    ///   - transport: should retry reads and keep to the account's rate budget.
    ///   - memory: shared with the account's writer.
    ///   - clock: for the waits of the live connection.
    ///   - random: 0 to 1, spreads reconnecting clients.
    init(
        _ settings: PterodactylSettings,
        transport: ReadOnlyHTTPTransport,
        memory: RestoreMemory,
        webSocket: any WebSocketTransport,
        clock: any Clock<Duration>,
        random: @escaping @Sendable () -> Double
    ) {
        panel = PterodactylConnection(settings: settings, transport: transport)
        endpoints = PterodactylEndpoints(base: settings.base)
        self.memory = memory
        self.webSocket = webSocket
        self.clock = clock
        self.random = random
    }

    /// All servers the account owns or helps with.
    func servers() async throws(ProviderError) -> [Server] {
        let rows = try await PterodactylRows<PterodactylWire.Server>.read(
            from: panel.needing(nil), for: .listServers, id: \.uuid, page: endpoints.servers
        )
        return rows.elements.map(PterodactylMapping.server)
    }

    /// One server, with its power while its state lets the panel ask for it.
    func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        var server = try await detail(id)
        guard server.condition == .available else { return server }
        do {
            server.power = try await panel.needing(nil)
                .value(
                    PterodactylWire.Item<PterodactylWire.Resources>.self,
                    from: endpoints.resources(id),
                    for: .readServer(id)
                )
                .attributes.state.value.map(PterodactylMapping.power)
        } catch {
            // The panel knows the server although its node may be down: then its power is not known.
            if error.code == .cancelled { throw error }
        }
        return server
    }

    /// All backups of a server, and how its last restores ended where that may matter.
    func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        let server = location.server
        let endpoints = endpoints
        let moment = await memory.moment
        let rows: PterodactylRows<PterodactylWire.Backup>
        do {
            rows = try await PterodactylRows.read(
                from: panel.needing(.readBackups),
                for: .listBackups(server),
                id: \.uuid,
                page: { endpoints.backups(server, page: $0) }
            )
        } catch {
            throw await explained(error, server)
        }
        // While a restore runs the panel lists no backups (sheet 1.6).
        await memory.noteEnd(server, seenSince: moment)
        var listing = PterodactylMapping.listing(rows)
        listing.operations += try await restores(of: listing.backups, on: server)
        return listing
    }

    /// One backup, read afresh.
    func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        try await panel.backup(id, location.server)
    }

    /// The panel has no such request.
    func allBackups() async throws(ProviderError) -> AccountListing? {
        nil
    }

    /// Lets the activity log prove a restore that an earlier session asked for.
    func recallRestore(
        of backup: Backup.ID,
        _ options: RestoreOptions,
        at location: BackupLocation,
        askedAt: Date
    ) async {
        await memory.recall(RestoreMemory.Request(
            backup: backup, truncates: options.truncates, askedAt: askedAt
        ), on: location.server)
    }

    /// Ends of backups and restores and the power of a server, reconnecting for ever; ends when the consumer stops.
    func events(of server: Server.ID) -> AsyncStream<ProviderEvent> {
        LiveSession.events(
            of: PterodactylChannel(server: server, panel: panel, memory: memory),
            over: webSocket,
            clock: clock,
            random: random
        )
    }

    private func detail(_ id: Server.ID) async throws(ProviderError) -> Server {
        let act = ServiceAct.readServer(id)
        let connection = panel.needing(nil)
        let moment = await memory.moment
        let detail = try await connection.value(
            PterodactylWire.ServerDetail.self, from: endpoints.server(id), for: act
        )
        guard detail.attributes.uuid == id.rawValue else { throw connection.failure(of: act).answeredAnother("server") }
        let server = PterodactylMapping.server(detail)
        if server.condition == .restoring {
            await memory.noteOngoing(id)
        } else {
            await memory.noteEnd(id, seenSince: moment)
        }
        return server
    }

    /// A list is refused while the server's state does not allow it: the server itself can still be read, and says why.
    private func explained(_ error: ProviderError, _ server: Server.ID) async -> ProviderError {
        guard error.code == .conflict else { return error }
        let condition: Server.Condition
        do {
            condition = try await detail(server).condition
        } catch let other {
            return other.code == .cancelled ? other : error
        }
        // Nil when it has changed meanwhile.
        guard let obstacle = PterodactylMapping.obstacle(of: condition) else { return error }
        return panel.needing(nil).failure(of: .listBackups(server)).make(
            .conflict, obstacle, "its backups are listed again when that has changed"
        )
    }

    /// The activity log is the only thing that tells how a restore ended (sheet 2.6). It is asked only where that may
    /// matter, and what goes wrong with it leaves the list as it is: without evidence the outcome stays unknown.
    private func restores(
        of backups: [Backup],
        on server: Server.ID
    ) async throws(ProviderError) -> [OperationReport] {
        guard await memory.mayReadActivity(of: server) else { return [] }
        let isRecent = await memory.isRecent(server)
        guard isRecent || ReadPurpose.current == .act else { return [] }
        do {
            let page = try await panel.needing("activity.read").value(
                PterodactylWire.Page<PterodactylWire.Activity>.self,
                from: endpoints.restoreActivity(server),
                for: .readActivity(server)
            )
            let entries = page.data.elements.map(\.attributes)
            await memory.noteStarts(PterodactylMapping.starts(entries), on: server)
            return await PterodactylMapping.restores(entries, of: backups, request: memory.request(on: server))
        } catch {
            switch error.code {
            case .cancelled: throw error
            // Not this account's to read, or an old panel that keeps no log.
            case .forbidden, .notFound, .unsupported: await memory.refuseActivity(of: server)
            default: break
            }
            return []
        }
    }
}
