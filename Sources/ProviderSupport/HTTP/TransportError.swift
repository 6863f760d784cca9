/// Why no complete answer came. Knows no service; only providers translate it for users.
///
/// The texts inside come from the network stack and never hold headers, bodies or queries.
public enum TransportError: Error, Hashable, Sendable {
    /// A writing method was given to a read-only transport; nothing was sent.
    case notReadOnly(HTTPMethod)
    /// The address cannot be used; nothing was sent.
    case invalidAddress(String)
    /// The host's name has no address.
    case nameNotResolved(host: String)
    /// The host answered that nothing listens on the port.
    case refused(host: String, port: Int)
    /// No route, network down, or the connection could not be made for another reason.
    case unreachable(String)
    /// The certificate or the handshake was not acceptable; the reason says why.
    case tls(String)
    /// The proxy did not make the connection.
    case proxy(String)
    /// No connection within the time limit.
    case connectTimedOut
    /// The connection stood, but no complete answer came within the time limit.
    case responseTimedOut
    /// The connection ended before the answer was complete.
    case connectionClosed
    /// What came was not HTTP, or not WebSocket.
    case protocolViolation(String)
    /// The answer was longer than the transport takes.
    case responseTooLarge(limit: Int)
    /// A WebSocket was refused with this answer; the body is cut to a few kilobytes.
    case upgradeRefused(status: Int, body: [UInt8], headers: HTTPHeaders = [:])
    /// The account's rate budget would have to wait this long; nothing was sent.
    case overBudget(retryAfter: Duration)
    /// The task was cancelled.
    case cancelled

    /// False only when it is certain that the service has not seen the request.
    public var mayHaveBeenProcessed: Bool {
        switch self {
        case .notReadOnly, .invalidAddress, .nameNotResolved, .refused, .unreachable, .tls, .proxy, .connectTimedOut,
             .overBudget, .upgradeRefused:
            false
        case .responseTimedOut, .connectionClosed, .protocolViolation, .responseTooLarge, .cancelled:
            true
        }
    }

    /// True when the same request may well succeed a moment later.
    public var isTransient: Bool {
        switch self {
        case .refused, .unreachable, .connectTimedOut, .responseTimedOut, .connectionClosed, .nameNotResolved: true
        case .notReadOnly, .invalidAddress, .tls, .proxy, .protocolViolation, .responseTooLarge, .upgradeRefused,
             .overBudget, .cancelled: false
        }
    }
}
