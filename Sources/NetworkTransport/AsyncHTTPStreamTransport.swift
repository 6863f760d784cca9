import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
public import ProviderSupport
import Synchronization

/// Reads long answers over HTTP/1.1, piece by piece: the next piece is taken from the network when it is asked for.
public final class AsyncHTTPStreamTransport: HTTPStreamTransport {
    private let settings: NetworkSettings
    private let clock: any Clock<Duration>
    private let clients = Mutex<[ProxySettings.Proxy?: HTTPClient]>([:])

    /// Makes a transport; nothing is connected yet. `clock` measures the silence between two pieces of a body.
    public init(_ settings: NetworkSettings, clock: any Clock<Duration> = ContinuousClock()) {
        self.settings = settings
        self.clock = clock
    }

    deinit {
        let remaining = clients.withLock { Array($0.values) }
        guard !remaining.isEmpty else { return }
        Task {
            for client in remaining {
                // Nobody is left who could act on a failure to close idle connections.
                try? await client.shutdown()
            }
        }
    }

    /// Sends a GET and answers with the head; the body is read afterwards.
    public func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        var outgoing = HTTPClientRequest(url: request.url.reveal())
        for field in request.headers.fields {
            outgoing.headers.add(name: field.name, value: field.value)
        }
        outgoing.headers.replaceOrAdd(name: "User-Agent", value: settings.userAgent)
        let deadline: NIODeadline = request.idleTimeout
            .map { .now() + TimeAmount(settings.connectTimeout + $0) } ?? .distantFuture
        let incoming: HTTPClientResponse
        do {
            incoming = try await client(for: request).execute(outgoing, deadline: deadline)
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw TransportError(error, host: request.url.host, port: request.url.port)
        }
        var headers = ProviderSupport.HTTPHeaders()
        for field in incoming.headers {
            headers.add(field.name, field.value)
        }
        return HTTPStreamResponse(
            status: Int(incoming.status.code),
            headers: headers,
            body: AsyncHTTPBodyReader(
                incoming.body, of: self, url: request.url, idleTimeout: request.idleTimeout, clock: clock
            )
        )
    }

    private func client(for request: HTTPStreamRequest) -> HTTPClient {
        let proxy = settings.proxies.proxy(
            isSecure: request.url.scheme == .https, host: request.url.host, port: request.url.port
        )
        return clients.withLock { clients in
            if let client = clients[proxy] { return client }
            var configuration = HTTPClient.Configuration(
                tlsConfiguration: settings.trust.clientConfiguration,
                redirectConfiguration: .disallow,
                timeout: .init(connect: TimeAmount(settings.connectTimeout)),
                proxy: proxy.map(HTTPClient.Configuration.Proxy.init)
            )
            configuration.connectionPool.retryConnectionEstablishment = false
            configuration.httpVersion = .http1Only
            // A link can be good for one request only: it never travels on a connection that may be gone already.
            configuration.maximumUsesPerConnection = 1
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration
            )
            clients[proxy] = client
            return client
        }
    }
}
