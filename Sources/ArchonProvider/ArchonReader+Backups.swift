import BackupKit
import ProviderSupport
import ServiceClient

extension ArchonReader {
    /// A location's backups; without a world, those of the active one, or of the server where the API has no worlds.
    /// The first list of a server finds out which API it has, where that is not fixed.
    func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        if let api = try await known(location.server) {
            do throws(ProviderError) {
                return try await list(place(api, location))
            } catch {
                // An API that answered once and is not there any more was replaced by another one.
                guard error.isMissingRoute, await generations.beginSearch(location.server, insteadOf: api) else {
                    throw error
                }
            }
        }
        do throws(ProviderError) {
            let (api, listing) = try await probe(location)
            await generations.endSearch(location.server, found: api)
            return listing
        } catch {
            await generations.endSearch(location.server, found: nil)
            throw error
        }
    }

    /// One backup, read afresh; by the list where the API has no request for one.
    func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        let act = ServiceAct.readBackup(id, location.server)
        guard let api = await generations.known(location.server), api != .queue else {
            let listing = try await backups(at: location)
            guard let backup = listing.backups.first(where: { $0.id == id }) else {
                throw connection.failure(of: act).notListed()
            }
            return backup
        }
        let row = try await connection.value(
            ArchonWire.Backup.self, from: endpoints.backup(id, place(api, location)), for: act
        )
        guard row.id == id.rawValue else { throw connection.failure(of: act).answeredAnother("backup") }
        return ArchonMapping.backup(row).0
    }

    // MARK: Finding the API

    /// The server's API; nil when it is for us to find out, as nobody else does it at the moment.
    private func known(_ server: Server.ID) async throws(ProviderError) -> ArchonSettings.API? {
        do {
            return try await generations.search(server)
        } catch {
            throw connection.failure(of: .listBackups(server)).transport(.cancelled)
        }
    }

    /// Asks the newest API first; only "there is no such thing" leads on to the next (sheet 7, 3).
    private func probe(
        _ location: BackupLocation
    ) async throws(ProviderError) -> (ArchonSettings.API, BackupListing) {
        let act = ServiceAct.listBackups(location.server)
        if let world = try await worldForProbe(location) {
            for place in [ArchonPlace.queue(location.server, world), .v1(location.server, world)] {
                let response = try await connection.exchange(endpoints.backups(place), for: act)
                if response.isMissingRoute { continue }
                return try (place.api, listing(in: response, of: place))
            }
            try await confirm(world, on: location.server)
        }
        return try await (.v0, list(.v0(location.server)))
    }

    /// The world whose backups to ask for; nil on a service that knows no worlds.
    private func worldForProbe(_ location: BackupLocation) async throws(ProviderError) -> World.ID? {
        if let world = location.resolvedWorld { return world }
        let act = ServiceAct.readServer(location.server)
        let response = try await connection.exchange(endpoints.server(location.server), for: act)
        return response.isMissingRoute ? nil : try defaultWorld(in: response, act)
    }

    /// A world that is gone answers like an API that is not there: the whole server's backups would be taken for the
    /// world's.
    private func confirm(_ world: World.ID, on server: Server.ID) async throws(ProviderError) {
        let act = ServiceAct.readServer(server)
        let response = try await connection.exchange(endpoints.server(server), for: act)
        if response.isMissingRoute { return }
        let row = try connection.value(ArchonWire.Server.self, in: response, for: act)
        guard ArchonMapping.server(row, nil).worlds.contains(where: { $0.id == world }) else {
            throw connection.failure(of: .listBackups(server)).make(
                .notFound, "the server has this world no more", "refresh the server"
            )
        }
    }

    // MARK: Reading

    private func list(_ place: ArchonPlace) async throws(ProviderError) -> BackupListing {
        let response = try await connection.exchange(endpoints.backups(place), for: .listBackups(place.server))
        return try listing(in: response, of: place)
    }

    private func listing(in response: HTTPResponse, of place: ArchonPlace) throws(ProviderError) -> BackupListing {
        let act = ServiceAct.listBackups(place.server)
        var listing = switch place {
        case .v0, .v1:
            try ArchonMapping.listing(connection.value(LossyArray<ArchonWire.Backup>.self, in: response, for: act))
        case .queue:
            try ArchonMapping.listing(connection.value(ArchonWire.Queue.self, in: response, for: act))
        }
        listing.capabilities = .archon(place.api)
        listing.date = HTTPDate.date(in: response.headers)
        return listing
    }

    private func place(
        _ api: ArchonSettings.API,
        _ location: BackupLocation
    ) async throws(ProviderError) -> ArchonPlace {
        switch api {
        case .v0: .v0(location.server)
        case .v1: try await .v1(location.server, world(of: location))
        case .queue: try await .queue(location.server, world(of: location))
        }
    }

    private func world(of location: BackupLocation) async throws(ProviderError) -> World.ID {
        if let world = location.resolvedWorld { return world }
        let act = ServiceAct.readServer(location.server)
        return try await defaultWorld(in: connection.exchange(endpoints.server(location.server), for: act), act)
    }

    private func defaultWorld(in response: HTTPResponse, _ act: ServiceAct) throws(ProviderError) -> World.ID {
        let row = try connection.value(ArchonWire.Server.self, in: response, for: act)
        guard let world = ArchonMapping.server(row, nil).defaultWorld else {
            throw connection.failure(of: act).make(.notFound, "it has no world yet", "finish its setup first")
        }
        return world.id
    }
}

extension HTTPResponse {
    /// The service has no such request, or not for this server: the only answers that lead to an older API.
    var isMissingRoute: Bool {
        status == 404 || status == 405
    }
}

extension BackupLocation {
    /// The world with its real id; nil where none is named, or only "the active one".
    var resolvedWorld: World.ID? {
        guard let world, world != ArchonEndpoints.nilWorld, !world.rawValue.isEmpty else { return nil }
        return world
    }
}
