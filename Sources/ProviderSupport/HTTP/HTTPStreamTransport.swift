/// The port towards the network for long answers: the body is read piece by piece and never held whole.
///
/// Only GET. Follows no redirect, verifies TLS, honours task cancellation with `TransportError.cancelled`, and sends no
/// header but those it is given, host and user agent: credentials of one host never reach another.
public protocol HTTPStreamTransport: Sendable {
    /// Sends the request and answers as soon as status and headers are there.
    func open(_ request: HTTPStreamRequest) async throws(TransportError) -> HTTPStreamResponse
}

/// A GET whose answer may be long.
public struct HTTPStreamRequest: Sendable {
    /// The whole address; its query may hold a credential.
    public var url: RemoteURL
    /// Fields besides host and user agent.
    public var headers: HTTPHeaders
    /// Longest silence, before the head and between two pieces of the body; nil waits for ever.
    public var idleTimeout: Duration?

    /// A request that gives up after a minute of silence.
    public init(url: RemoteURL, headers: HTTPHeaders = [:], idleTimeout: Duration? = .seconds(60)) {
        self.url = url
        self.headers = headers
        self.idleTimeout = idleTimeout
    }
}

/// The head of an answer, and the way to its body.
public struct HTTPStreamResponse: Sendable {
    /// The status code, such as 200.
    public var status: Int
    /// The answer's header fields.
    public var headers: HTTPHeaders
    /// The body; must be read to its end or closed.
    public var body: any HTTPBodyReader

    /// An answer whose body is still to come.
    public init(status: Int, headers: HTTPHeaders, body: any HTTPBodyReader) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A body that is read as fast as it is asked for. For one consumer.
public protocol HTTPBodyReader: Sendable {
    /// The next piece, never empty; nil at the end. Throws `connectionClosed` when it ended too early.
    func next() async throws(TransportError) -> [UInt8]?

    /// Lets the connection go. May be called at any time, and twice.
    func close() async
}
