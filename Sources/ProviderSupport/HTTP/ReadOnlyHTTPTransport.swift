/// A transport that lets only GET and HEAD through. Readers hold this concrete type, so that no mistake in them can
/// change anything on a server.
public struct ReadOnlyHTTPTransport: HTTPTransport {
    private let base: any HTTPTransport

    /// Wraps a transport; the wrapped one cannot be taken out again.
    public init(_ base: any HTTPTransport) {
        self.base = base
    }

    /// Sends a GET or HEAD; anything else throws `TransportError.notReadOnly` and never leaves.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard request.method.isSafe else { throw .notReadOnly(request.method) }
        return try await base.send(request)
    }
}
