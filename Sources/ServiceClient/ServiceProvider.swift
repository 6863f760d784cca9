public import BackupKit
public import ProviderSupport

/// One configured account on one kind of service, and the halves that serve it. Each provider's outermost type.
public protocol ServiceProvider: Sendable {
    /// What the service can do, as far as it is known before anything was read.
    var capabilities: ProviderCapabilities { get }

    /// Reads; holds nothing that could change a server.
    func reader() -> any BackupProvider

    /// Changes what it is asked to; nil where the account was given no transport that can.
    func writer(with token: Secret) -> (any MutableBackupProvider)?

    /// Opens archives; nil where the service has none to give, or where its links need a transport that writes.
    func downloader() -> (any BackupDownloader)?
}

/// The ways to the network that an account uses. All of them share the account's rate budget.
public struct ServiceTransports: Sendable {
    /// For reads: retries, and lets nothing through that could change anything.
    public var reading: ReadOnlyHTTPTransport
    /// For what changes something: sends each request once. Nil in a read-only session.
    public var writing: (any HTTPTransport)?
    /// For archives and streams of events.
    public var streaming: any HTTPStreamTransport
    /// For live channels.
    public var webSocket: any WebSocketTransport
    /// For all waits.
    public var clock: any Clock<Duration>
    /// 0 to 1, spreads reconnecting clients.
    public var random: @Sendable () -> Double

    /// The ways of one account; leave `writing` nil where nothing may be changed.
    public init(
        reading: ReadOnlyHTTPTransport,
        writing: (any HTTPTransport)?,
        streaming: any HTTPStreamTransport,
        webSocket: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0 ... 1) }
    ) {
        self.reading = reading
        self.writing = writing
        self.streaming = streaming
        self.webSocket = webSocket
        self.clock = clock
        self.random = random
    }
}
