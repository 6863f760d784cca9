/// Where a WebSocket is opened, taken apart.
public struct WebSocketURL: Hashable, Sendable {
    /// True for `wss`.
    public let isSecure: Bool
    /// Lower case; an IPv6 address without its brackets.
    public let host: String
    /// The port to connect to.
    public let port: Int
    /// Path and query as given, beginning with `/`. May hold a credential: never shown.
    public let target: String
    /// The host as it stands in an address, with the port where one was given.
    public let authority: String

    /// Reads an address that a service handed out: `ws`, `wss`, `http` and `https` say whether it is secure; one
    /// without a scheme takes that of the context's own address.
    public init(_ text: String, schemeOf context: BaseURL) throws(BaseURL.ParseError) {
        var rest = Substring(text)
        if let parts = Authority.scheme(of: text) {
            switch parts.name {
            case "ws", "http": isSecure = false
            case "wss", "https": isSecure = true
            default: throw BaseURL.ParseError(reason: "the scheme of the live address is not known")
            }
            rest = parts.rest
        } else {
            isSecure = context.scheme == .https
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw BaseURL.ParseError(reason: "the live address holds a blank or an unencoded character")
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let parts = try Authority(rest[..<end])
        host = parts.host
        port = parts.port ?? (isSecure ? 443 : 80)
        let name = parts.host.contains(":") ? "[\(parts.host)]" : parts.host
        authority = parts.port.map { "\(name):\($0)" } ?? name
        let path = rest[end...].prefix { $0 != "#" }
        target = path.first == "/" ? String(path) : "/" + path
    }

    /// Scheme, host and port: safe to show.
    public var origin: String {
        "\(isSecure ? "wss" : "ws")://\(authority)"
    }

    /// Whether the host is this machine; an unencrypted connection is only harmless there.
    public var isLoopback: Bool {
        Authority.isLoopback(host)
    }
}
