/// The port towards the network for single requests.
///
/// A transport sends each request at most once, follows no redirect (a 3xx is an answer like any other), verifies TLS,
/// honours task cancellation with `TransportError.cancelled`, and answers only when the whole body has arrived.
public protocol HTTPTransport: Sendable {
    /// Sends one request and answers the response of whatever status.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
