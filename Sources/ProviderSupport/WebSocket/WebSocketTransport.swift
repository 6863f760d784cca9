/// The port towards the network for live connections.
public protocol WebSocketTransport: Sendable {
    /// Opens a connection. A refusal throws `TransportError.upgradeRefused` with the server's status and text.
    func connect(_ request: WebSocketRequest) async throws(TransportError) -> any WebSocketConnection
}

/// What is needed to open a WebSocket.
public struct WebSocketRequest: Sendable {
    /// Where to connect.
    public var url: WebSocketURL
    /// Fields besides those of the handshake itself.
    public var headers: HTTPHeaders
    /// Decides by a text frame's first bytes (`WebSocketRequest.peekLength` at most) whether anybody shows it; the
    /// others are dropped before they are decoded. Called for every text frame, in order.
    public var wants: @Sendable ([UInt8]) -> Bool

    /// How many bytes of a frame `wants` gets to see at most.
    public static let peekLength = 96

    /// Makes a request that wants every frame unless told otherwise.
    public init(
        url: WebSocketURL,
        headers: HTTPHeaders = [:],
        wants: @escaping @Sendable ([UInt8]) -> Bool = { _ in true }
    ) {
        self.url = url
        self.headers = headers
        self.wants = wants
    }
}

/// An open WebSocket. Pings are sent and answered below this line; 60 seconds without a byte end the connection.
public protocol WebSocketConnection: Sendable {
    /// Wanted text frames in order, then `closed` exactly once, then the end. For one consumer.
    var events: AsyncStream<WebSocketEvent> { get }

    /// Sends a text frame.
    func send(_ text: String) async throws(TransportError)

    /// Closes with a code and does not wait for the peer. Closing twice does nothing.
    func close(code: Int) async
}

/// What comes out of an open WebSocket.
public enum WebSocketEvent: Hashable, Sendable {
    /// A whole text message, as UTF-8.
    case text([UInt8])
    /// The end.
    case closed(WebSocketClosure)
}

/// How a WebSocket ended.
public enum WebSocketClosure: Hashable, Sendable {
    /// The peer said goodbye; the code is nil when it named none.
    case byPeer(code: Int?, reason: String)
    /// This side closed it.
    case byUs
    /// It broke.
    case lost(TransportError)
}
