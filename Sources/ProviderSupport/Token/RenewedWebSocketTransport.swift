/// Connects with the token in force.
public struct RenewedWebSocketTransport: WebSocketTransport {
    private let base: any WebSocketTransport
    private let renewal: TokenRenewal

    /// Wraps a transport; all transports of an account share one renewal.
    public init(_ base: any WebSocketTransport, renewal: TokenRenewal) {
        self.base = base
        self.renewal = renewal
    }

    /// Opens a connection.
    public func connect(_ request: WebSocketRequest) async throws(TransportError) -> any WebSocketConnection {
        var request = request
        request.headers = await renewal.inForce(request.headers)
        return try await base.connect(request)
    }
}
