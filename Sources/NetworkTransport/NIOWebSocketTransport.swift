import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
public import ProviderSupport

/// Opens WebSockets (RFC 6455) on NIO: TLS verified, no compression, messages up to 16 MB.
public struct NIOWebSocketTransport: WebSocketTransport {
    /// What the server answered to the handshake.
    enum Outcome: Sendable {
        case open(NIOWebSocketConnection)
        case refused(EventLoopFuture<TransportError>)
    }

    static let maximumMessageSize = 16 << 20

    private let settings: NetworkSettings

    /// Makes a transport; nothing is connected yet.
    public init(_ settings: NetworkSettings) {
        self.settings = settings
    }

    /// Opens a connection within the settings' connect time.
    public func connect(_ request: WebSocketRequest) async throws(TransportError) -> any WebSocketConnection {
        do {
            let tls = request.url.isSecure ? try NIOSSLContext(configuration: settings.trust.clientConfiguration) : nil
            let limit = TimeAmount(settings.connectTimeout)
            let opening = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(limit)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connect(host: request.url.host, port: request.url.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let outcome = try prepare(channel, tls: tls, request: request)
                        return Opening(channel: channel, outcome: outcome)
                    }
                }
            return try await opening.connection(within: limit)
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw TransportError(error, host: request.url.host, port: request.url.port)
        }
    }

    private func prepare(
        _ channel: any Channel,
        tls: NIOSSLContext?,
        request: WebSocketRequest
    ) throws -> EventLoopFuture<Outcome> {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(IdleStateHandler(readTimeout: TimeAmount(settings.silenceLimit)))
        if let tls {
            // An address may not stand in the handshake's server name; what is no address is a name.
            let isAddress = (try? SocketAddress(ipAddress: request.url.host, port: 0)) != nil
            let name = isAddress ? nil : request.url.host
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        let pingInterval = TimeAmount(settings.pingInterval)
        let upgrader = NIOTypedWebSocketClientUpgrader<Outcome>(maxFrameSize: Self.maximumMessageSize) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                let (handler, connection) = WebSocketFrameHandler.make(
                    channel: channel, wants: request.wants, pingInterval: pingInterval
                )
                let aggregator = NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0,
                    maxAccumulatedFrameCount: 1024,
                    maxAccumulatedFrameSize: Self.maximumMessageSize
                )
                try channel.pipeline.syncOperations.addHandlers(aggregator, handler)
                return .open(connection)
            }
        }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: .init(
            upgradeRequestHead: head(of: request),
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.eventLoop.makeCompletedFuture {
                    let answer = channel.eventLoop.makePromise(of: TransportError.self)
                    try channel.pipeline.syncOperations.addHandler(RefusalReader(answer: answer))
                    return .refused(answer.futureResult)
                }
            }
        ))
        // Frames that arrive together with the server's answer would be dropped otherwise.
        configuration.leftOverBytesStrategy = .forwardBytes
        return try pipeline.configureUpgradableHTTPClientPipeline(configuration: configuration)
    }

    private func head(of request: WebSocketRequest) -> HTTPRequestHead {
        var headers = NIOHTTP1.HTTPHeaders([("Host", request.url.authority), ("User-Agent", settings.userAgent)])
        for field in request.headers.fields {
            headers.replaceOrAdd(name: field.name, value: field.value)
        }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: request.url.target, headers: headers)
    }
}

/// A connection on its way to become a WebSocket.
private struct Opening: Sendable {
    let channel: any Channel
    let outcome: EventLoopFuture<NIOWebSocketTransport.Outcome>

    /// Waits for the server's answer; time-out and cancellation close the connection.
    func connection(within limit: TimeAmount) async throws -> NIOWebSocketConnection {
        let answer = channel.eventLoop.makePromise(of: NIOWebSocketConnection.self)
        outcome.whenComplete { result in
            switch result {
            case let .success(.open(connection)): answer.succeed(connection)
            case let .success(.refused(reason)): reason.whenComplete { answer.fail($0.failure) }
            case let .failure(error): answer.fail(error)
            }
        }
        let timer = channel.eventLoop.scheduleTask(in: limit) {
            // The first completion of a promise wins, so this comes before the error of the closed channel.
            answer.fail(TransportError.connectTimedOut)
            channel.close(promise: nil)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}

extension Result where Success == TransportError, Failure == any Error {
    /// The reason of a refusal, or why not even that could be read.
    fileprivate var failure: any Error {
        switch self {
        case let .success(reason): reason
        case let .failure(error): error
        }
    }
}
