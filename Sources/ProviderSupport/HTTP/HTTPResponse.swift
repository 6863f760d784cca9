/// A complete answer: whatever status, the body was received to its end.
public struct HTTPResponse: Hashable, Sendable {
    /// The status code, such as 200.
    public var status: Int
    /// The answer's header fields.
    public var headers: HTTPHeaders
    /// The body's bytes, possibly none.
    public var body: [UInt8]

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// True for 200 to 299.
    public var isSuccess: Bool {
        (200 ..< 300).contains(status)
    }
}
