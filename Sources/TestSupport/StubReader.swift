public import BackupKit

/// The reading half of a stub. Holds nothing that could change a server.
public final class StubReader: BackupProvider {
    private struct Truth {
        var servers: [Server]
        var listings: [BackupLocation: BackupListing] = [:]
        var failure: ProviderError?
        var feeds: [Server.ID: [AsyncStream<ProviderEvent>.Continuation]] = [:]
    }

    private let calls: Watched<[StubCall]>
    private let truth: Watched<Truth>
    private let isHeld = Watched(false)

    init(servers: [Server], calls: Watched<[StubCall]>) {
        truth = Watched(Truth(servers: servers))
        self.calls = calls
    }

    /// Replaces the servers.
    public func set(servers: [Server]) {
        truth.update { $0.servers = servers }
    }

    /// Replaces the listing of a location.
    public func set(_ listing: BackupListing, at location: BackupLocation) {
        truth.update { $0.listings[location] = listing }
    }

    /// From now on every read fails; nil makes it work again.
    public func fail(with error: ProviderError?) {
        truth.update { $0.failure = error }
    }

    /// Keeps reads waiting from now on, or lets those that wait go on.
    public func hold(_ holds: Bool) {
        isHeld.update { $0 = holds }
    }

    /// Tells an event to everyone who listens to a server.
    public func emit(_ event: ProviderEvent, of server: Server.ID) {
        for feed in truth.value.feeds[server] ?? [] { feed.yield(event) }
    }

    /// Notes the call and answers what was set.
    public func servers() async throws(ProviderError) -> [Server] {
        try await answer(to: .servers).servers
    }

    /// Notes the call and answers what was set, or `notFound`.
    public func server(_ id: Server.ID) async throws(ProviderError) -> Server {
        let truth = try await answer(to: .server(id))
        guard let server = truth.servers.first(where: { $0.id == id }) else {
            throw ProviderError(.notFound, "Server \(id) does not exist: list again")
        }
        return server
    }

    /// Notes the call and answers what was set.
    public func backups(at location: BackupLocation) async throws(ProviderError) -> BackupListing {
        try await answer(to: .backups(location)).listings[location] ?? BackupListing(backups: [])
    }

    /// Notes the call and answers what was set, or `notFound`.
    public func backup(_ id: Backup.ID, at location: BackupLocation) async throws(ProviderError) -> Backup {
        let truth = try await answer(to: .backup(id, location))
        guard let backup = truth.listings[location]?.backups.first(where: { $0.id == id }) else {
            throw ProviderError(.notFound, "Backup \(id) does not exist: list again")
        }
        return backup
    }

    /// Notes the call and answers what was set for every location of a server without worlds.
    public func allBackups() async throws(ProviderError) -> AccountListing? {
        let listings = try await answer(to: .allBackups).listings
        return AccountListing(
            listings: Dictionary(listings.map { ($0.key.server, $0.value) }, uniquingKeysWith: { first, _ in first }),
            isWhole: true
        )
    }

    /// Notes the call; `emit` feeds the stream.
    public func events(of server: Server.ID) -> AsyncStream<ProviderEvent> {
        AsyncStream { continuation in
            truth.update { $0.feeds[server, default: []].append(continuation) }
            continuation.onTermination = { [calls] _ in calls.update { $0.append(.eventsEnded(server)) } }
            calls.update { $0.append(.events(server)) }
        }
    }

    private func answer(to call: StubCall) async throws(ProviderError) -> Truth {
        calls.update { $0.append(call) }
        if isHeld.value {
            await isHeld.wait { !$0 }
            calls.update { $0.append(.released(wasCancelled: Task.isCancelled)) }
            if Task.isCancelled { throw ProviderError(.cancelled, "The read was cancelled") }
        }
        let truth = truth.value
        if let failure = truth.failure { throw failure }
        return truth
    }
}
