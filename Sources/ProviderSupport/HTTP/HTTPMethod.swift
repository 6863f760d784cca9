/// The request methods the services use.
public enum HTTPMethod: String, CaseIterable, Hashable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// True for methods that change nothing on the server; only these may be sent again by themselves.
    public var isSafe: Bool {
        self == .get || self == .head
    }
}
