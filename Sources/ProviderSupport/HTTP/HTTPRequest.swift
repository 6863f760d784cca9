/// One request to a service: a value, built by endpoints, sent by a transport.
public struct HTTPRequest: Hashable, Sendable {
    /// One query item; both parts unencoded.
    public struct QueryItem: Hashable, Sendable {
        /// The parameter's name.
        public let name: String
        /// The parameter's value.
        public let value: String

        /// Makes an item from unencoded texts.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is asked for.
    public var method: HTTPMethod
    /// Where the service lives; its path prefix is kept.
    public var base: BaseURL
    /// Path segments below the base, unencoded: an id may hold any character.
    public var path: [String]
    /// Query items in order.
    public var query: [QueryItem]
    /// Fields besides those the transport adds (host, length, user agent).
    public var headers: HTTPHeaders
    /// The body's bytes; nil for none.
    public var body: [UInt8]?
    /// The server this request is about, by which a rate budget prefers what is on the screen. Not sent.
    public var subject: String?
    /// The longest wait for the answer; nil leaves it to the transport.
    public var timeout: Duration?
    /// An act of the user waits for it: counted against a rate budget, never held back.
    public var isUrgent: Bool
    /// The service limits this request by a rule of its own: what the answer says of limits is not about the account.
    public var hasOwnLimit: Bool

    /// Makes a request; nothing is encoded yet.
    public init(
        _ method: HTTPMethod,
        _ base: BaseURL,
        path: [String] = [],
        query: [QueryItem] = [],
        headers: HTTPHeaders = [:],
        body: [UInt8]? = nil,
        subject: String? = nil,
        timeout: Duration? = nil,
        isUrgent: Bool = false,
        hasOwnLimit: Bool = false
    ) {
        self.method = method
        self.base = base
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.subject = subject
        self.timeout = timeout
        self.isUrgent = isUrgent
        self.hasOwnLimit = hasOwnLimit
    }

    /// Encoded path and query, beginning with `/`: the request line's target.
    public var target: String {
        let segments = path.map { "/" + PercentEncoding.encodeSegment($0) }.joined()
        let full = base.pathPrefix + segments
        let items = query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
        return (full.isEmpty ? "/" : full) + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    /// The whole address, encoded.
    public var url: String {
        base.origin + target
    }
}
