/// Opens long answers with the token in force.
public struct RenewedStreamTransport: HTTPStreamTransport {
    private let base: any HTTPStreamTransport
    private let renewal: TokenRenewal

    /// Wraps a transport; all transports of an account share one renewal.
    public init(_ base: any HTTPStreamTransport, renewal: TokenRenewal) {
        self.base = base
        self.renewal = renewal
    }

    /// Opens one.
    public func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse {
        var request = request
        request.headers = await renewal.inForce(request.headers)
        return try await base.open(request)
    }
}
