import BackupKit
import ProviderSupport
import ServiceClient

extension ArchonReader {
    /// Servers of the old list that are asked for at most.
    private static let mostLegacyServers = 5000

    /// All servers: worlds from the newer list, quota, condition and permissions from the older one. A service of the
    /// first generation has only the older one and no worlds.
    func servers() async throws(ProviderError) -> [Server] {
        if generations.fixed == .v0 { return try await ArchonMapping.servers([], legacyServers(isRequired: true)) }
        let act = ServiceAct.listServers
        let response = try await connection.exchange(endpoints.servers(), for: act)
        if generations.fixed == nil, response.isMissingRoute {
            return try await ArchonMapping.servers([], legacyServers(isRequired: true))
        }
        let rows = try connection.value(LossyArray<ArchonWire.Server>.self, in: response, for: act)
        var servers = try await ArchonMapping.servers(rows.elements, legacyServers(isRequired: false))
        for index in servers.indices where await generations.known(servers[index].id) == .v0 {
            servers[index].worlds = []
        }
        return servers
    }

    /// One server, joined the same way.
    func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        let act = ServiceAct.readServer(id)
        let api = await generations.known(id)
        if api == .v0 { return try await ArchonMapping.server(legacyServer(id)) }
        let response = try await connection.exchange(endpoints.server(id), for: act)
        if api == nil, response.isMissingRoute { return try await ArchonMapping.server(legacyServer(id)) }
        let row = try connection.value(ArchonWire.Server.self, in: response, for: act)
        guard row.id == id.rawValue else { throw connection.failure(of: act).answeredAnother("server") }
        do {
            return try await ArchonMapping.server(row, legacyServer(id))
        } catch {
            // The newer object alone is still the truth, only without quota and permissions.
            guard error.isMissingRoute else { throw error }
            return ArchonMapping.server(row, nil)
        }
    }

    /// The old list in pages. Whether its offset counts rows or pages is not known (sheet 7, 22): it is taken for rows,
    /// and a page that brings nothing new is the last.
    private func legacyServers(isRequired: Bool) async throws(ProviderError) -> [ArchonWire.LegacyServer] {
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
                if error.isMissingRoute, !isRequired { return servers }
                throw error
            }
            let new = page.servers.elements.filter { known.insert($0.id).inserted }
            servers += new
            received += page.servers.elements.count + page.servers.skipped
            guard !new.isEmpty, let total = page.pagination.value?.totalItems.value, received < total else { break }
        }
        return servers
    }

    private func legacyServer(_ id: Server.ID) async throws(ProviderError) -> ArchonWire.LegacyServer {
        let act = ServiceAct.readServer(id)
        let row = try await connection.value(ArchonWire.LegacyServer.self, from: endpoints.legacyServer(id), for: act)
        guard row.id == id.rawValue else { throw connection.failure(of: act).answeredAnother("server") }
        return row
    }
}

extension ProviderError {
    /// This part of the service is not there (any more).
    var isMissingRoute: Bool {
        code == .notFound || code == .unsupported
    }
}
