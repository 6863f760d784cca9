/// The request methods the services use.
public enum HTTPMethod: String, CaseIterable, Hashable, Sendable {
    /// Reads.
    case get = "GET"
    /// Reads without a body.
    case head = "HEAD"
    /// Makes or starts something.
    case post = "POST"
    /// Replaces something.
    case put = "PUT"
    /// Changes parts of something.
    case patch = "PATCH"
    /// Removes something.
    case delete = "DELETE"

    /// True for methods that change nothing on the server; only these may be sent again by themselves.
    public var isSafe: Bool {
        self == .get || self == .head
    }
}
