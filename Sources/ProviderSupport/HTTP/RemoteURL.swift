/// An http address that a service handed out, taken apart. May hold a credential: prints as its origin only.
public struct RemoteURL: Hashable, Sendable {
    /// `http` or `https`.
    public let scheme: BaseURL.Scheme
    /// Lower case; an IPv6 address without its brackets.
    public let host: String
    /// The port to connect to.
    public let port: Int
    /// Path and query as given, beginning with `/`. May hold a credential: never shown.
    public let target: String
    /// The host as it stands in an address, with the port where one was given.
    public let authority: String

    /// Reads an address. A relative one is resolved against the context's origin; one that names a host without a
    /// scheme takes the context's scheme.
    public init(_ text: String, context: BaseURL) throws(BaseURL.ParseError) {
        var rest = Substring(text)
        if text.hasPrefix("/"), !text.hasPrefix("//") {
            scheme = context.scheme
            rest = Substring(context.authority + text)
        } else if let parts = Authority.scheme(of: text) {
            guard let scheme = BaseURL.Scheme(rawValue: parts.name) else {
                throw BaseURL.ParseError(reason: "the link's scheme is not http")
            }
            self.scheme = scheme
            rest = parts.rest
        } else {
            scheme = context.scheme
            rest = text.hasPrefix("//") ? rest.dropFirst(2) : rest
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw BaseURL.ParseError(reason: "the link holds a blank or an unencoded character")
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let parts = try Authority(rest[..<end])
        host = parts.host
        port = parts.port ?? (scheme == .https ? 443 : 80)
        let name = parts.host.contains(":") ? "[\(parts.host)]" : parts.host
        authority = parts.port.map { "\(name):\($0)" } ?? name
        let path = rest[end...].prefix { $0 != "#" }
        target = path.first == "/" ? String(path) : "/" + path
    }

    /// The address of a request to a context.
    public init(_ request: HTTPRequest) {
        scheme = request.base.scheme
        host = request.base.host
        port = request.base.port
        target = request.target
        authority = request.base.authority
    }

    /// Scheme, host and port: safe to show.
    public var origin: String {
        "\(scheme.rawValue)://\(authority)"
    }

    /// The whole address, for the transport only.
    public func reveal() -> String {
        origin + target
    }

    /// Whether the host is this machine; an unencrypted connection is only harmless there.
    public var isLoopback: Bool {
        Authority.isLoopback(host)
    }
}

extension RemoteURL: CustomStringConvertible, CustomReflectable {
    /// The origin only: the rest may be a credential.
    public var description: String {
        origin
    }

    /// The same for `dump` and `Mirror`.
    public var customMirror: Mirror {
        Mirror(self, children: ["origin": origin])
    }
}
