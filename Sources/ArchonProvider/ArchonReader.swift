import BackupKit
import ProviderSupport
import ServiceClient

/// Reads servers and backups from an Archon service and follows its live events. Holds a transport that cannot write.
struct ArchonReader: BackupProvider {
    let connection: ServiceConnection
    let endpoints: ArchonEndpoints
    let generations: ArchonGenerations
    private let feed: ArchonFeed

    /// Makes a reader for an account that shares what it finds out with nobody.
    ///
    /// - Parameters:
    ///   - transport: should retry reads and keep to the account's rate budget.
    ///   - streaming: for the stream of a server's lifecycle; without it only the socket is listened to.
    ///   - clock: for the waits of the live connections.
    ///   - random: 0 to 1, spreads reconnecting clients.
    init(
        _ settings: ArchonSettings,
        transport: ReadOnlyHTTPTransport,
        streaming: (any HTTPStreamTransport)? = nil,
        webSocket: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0 ... 1) }
    ) {
        self.init(
            settings,
            generations: ArchonGenerations(settings.api),
            transport: transport,
            streaming: streaming,
            webSocket: webSocket,
            clock: clock,
            random: random
        )
    }

    init(
        _ settings: ArchonSettings,
        generations: ArchonGenerations,
        transport: ReadOnlyHTTPTransport,
        streaming: (any HTTPStreamTransport)?,
        webSocket: any WebSocketTransport,
        clock: any Clock<Duration>,
        random: @escaping @Sendable () -> Double
    ) {
        let dialect = ArchonDialect(token: settings.token)
        connection = ServiceConnection(dialect, secrets: [settings.token], transport: transport)
        endpoints = ArchonEndpoints(base: settings.base)
        self.generations = generations
        feed = ArchonFeed(
            connection: connection,
            endpoints: endpoints,
            dialect: dialect,
            generations: generations,
            streaming: streaming,
            webSocket: webSocket,
            clock: clock,
            random: random
        )
    }

    /// This service has no such request.
    func allBackups() async throws(ProviderError) -> AccountListing? {
        nil
    }

    /// Live progress, power and changes of a server, reconnecting for ever; ends when the consumer stops.
    func events(of server: Server.ID) -> AsyncStream<ProviderEvent> {
        feed.events(of: server)
    }
}
