import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
public import ProviderSupport
import Synchronization

/// Sends requests over HTTP/1.1 with pooled connections.
///
/// Requests that change something never travel on a used connection: one that the server closed meanwhile would leave
/// it open whether the request was carried out. Connections end when the transport is released.
public final class AsyncHTTPTransport: HTTPTransport {
    private struct Route: Hashable {
        let proxy: ProxySettings.Proxy?
        let isFresh: Bool
        /// The service answers only when its work is done: silence means nothing.
        let isPatient: Bool
    }

    private let settings: NetworkSettings
    private let clients = Mutex<[Route: HTTPClient]>([:])

    /// Makes a transport; nothing is connected yet.
    public init(_ settings: NetworkSettings) {
        self.settings = settings
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

    /// Sends one request; throws within the settings' limits.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let limit = request.timeout ?? settings.requestTimeout
        do {
            return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
                group.addTask { try await self.perform(request) }
                group.addTask {
                    try await Task.sleep(for: limit)
                    throw TransportError.responseTimedOut
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw CancellationError() }
                return response
            }
        } catch {
            if Task.isCancelled { throw .cancelled }
            let failure = TransportError(error, host: request.base.host, port: request.base.port)
            guard case .responseTooLarge = failure else { throw failure }
            throw .responseTooLarge(limit: settings.maximumResponseSize)
        }
    }

    private func perform(_ request: HTTPRequest) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .RAW(value: request.method.rawValue)
        for field in request.headers.fields {
            outgoing.headers.add(name: field.name, value: field.value)
        }
        outgoing.headers.replaceOrAdd(name: "User-Agent", value: settings.userAgent)
        outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
        if let body = request.body { outgoing.body = .bytes(body) }
        let limit = TimeAmount(request.timeout ?? settings.connectTimeout + settings.idleTimeout)
        let incoming = try await client(for: request).execute(outgoing, timeout: limit)
        let body = try await incoming.body.collect(upTo: settings.maximumResponseSize)
        // A cancelled body may end early without an error.
        try Task.checkCancellation()
        var headers = ProviderSupport.HTTPHeaders()
        for field in incoming.headers {
            headers.add(field.name, field.value)
        }
        return HTTPResponse(status: Int(incoming.status.code), headers: headers, body: Array(buffer: body))
    }

    private func client(for request: HTTPRequest) -> HTTPClient {
        let proxy = settings.proxies.proxy(
            isSecure: request.base.scheme == .https, host: request.base.host, port: request.base.port
        )
        let route = Route(proxy: proxy, isFresh: !request.method.isSafe, isPatient: request.timeout != nil)
        return clients.withLock { clients in
            if let client = clients[route] { return client }
            let client = HTTPClient(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                configuration: configuration(route)
            )
            clients[route] = client
            return client
        }
    }

    private func configuration(_ route: Route) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: settings.trust.clientConfiguration,
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(settings.connectTimeout),
                read: route.isPatient ? nil : TimeAmount(settings.idleTimeout)
            ),
            proxy: route.proxy.map(HTTPClient.Configuration.Proxy.init),
            decompression: .enabled(limit: .size(settings.maximumResponseSize))
        )
        // The pool's own retries would hide a refusal for the whole connect time; who retries is decided above.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        if route.isFresh { configuration.maximumUsesPerConnection = 1 }
        return configuration
    }
}

extension HTTPClient.Configuration.Proxy {
    /// The client's form of a proxy.
    init(_ proxy: ProxySettings.Proxy) {
        switch proxy.kind {
        case .socks:
            self = .socksServer(host: proxy.host, port: proxy.port)
        case .http:
            self = .server(
                host: proxy.host,
                port: proxy.port,
                authorization: proxy.credentials.map {
                    .basic(username: $0.user, password: $0.password.reveal())
                }
            )
        }
    }
}
