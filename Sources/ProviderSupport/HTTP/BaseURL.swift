/// Scheme, host, port and path prefix of a service. Requests append to it; the prefix is always kept.
public struct BaseURL: Hashable, Sendable {
    /// Schemes a service can be reached by.
    public enum Scheme: String, Hashable, Sendable {
        /// Unencrypted.
        case http
        /// Over TLS.
        case https
    }

    /// Why a text is not usable as a service's address.
    public struct ParseError: Error, Hashable, Sendable {
        /// What is wrong, in plain words; never repeats user information from the address.
        public let reason: String
    }

    /// `http` or `https`.
    public let scheme: Scheme
    /// Lower case; an IPv6 address without its brackets.
    public let host: String
    /// Nil where the address names none.
    public let explicitPort: Int?
    /// Empty, or `/` and more without a trailing slash; as written in the address.
    public let pathPrefix: String

    /// Reads an address such as `https://host:8443/prefix`. User information, queries and fragments are refused, so
    /// that a credential never travels in an address that is shown.
    public init(_ text: String) throws(ParseError) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let scheme = Scheme(rawValue: parts[0].lowercased()) else {
            throw ParseError(reason: "the address must begin with https:// or http://")
        }
        let rest = parts[1]
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ParseError(reason: "the address holds a blank or a character that must be percent-encoded")
        }
        guard !rest.contains("?"), !rest.contains("#") else {
            throw ParseError(reason: "the address must not have a query or a fragment")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = try Authority(rest[..<slash])
        self.scheme = scheme
        host = authority.host
        explicitPort = authority.port
        var path = rest[slash...]
        while path.last == "/" {
            path.removeLast()
        }
        pathPrefix = String(path)
    }

    /// The port to connect to.
    public var port: Int {
        explicitPort ?? (scheme == .https ? 443 : 80)
    }

    /// The host as it stands in an address, with the port where one was given.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return explicitPort.map { "\(name):\($0)" } ?? name
    }

    /// Scheme, host and port, without the prefix: tells two services apart.
    public var origin: String {
        "\(scheme.rawValue)://\(authority)"
    }

    /// Whether the host is this machine; plain http is only harmless there.
    public var isLoopback: Bool {
        Authority.isLoopback(host)
    }
}

extension BaseURL: CustomStringConvertible {
    /// The address as text.
    public var description: String {
        origin + pathPrefix
    }
}

/// Host and port of an address.
struct Authority {
    let host: String
    let port: Int?

    /// The scheme in lower case and what follows it; nil where none is named. A `://` further on, such as that of an
    /// address in a query, is none.
    static func scheme(of text: String) -> (name: String, rest: Substring)? {
        guard let mark = text.firstRange(of: "://"), !text[..<mark.lowerBound].contains(where: { "/?#".contains($0) })
        else { return nil }
        return (text[..<mark.lowerBound].lowercased(), text[mark.upperBound...])
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    init(_ text: Substring) throws(BaseURL.ParseError) {
        guard !text.contains("@") else {
            throw BaseURL.ParseError(reason: "the address must not hold a user name or password")
        }
        var name = text
        var portText: Substring?
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else {
                throw BaseURL.ParseError(reason: "the bracket of the IPv6 address is not closed")
            }
            name = text[text.index(after: text.startIndex) ..< end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else {
                throw BaseURL.ParseError(reason: "only a port may follow the IPv6 address")
            }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !name.isEmpty else { throw BaseURL.ParseError(reason: "the address names no host") }
        host = name.lowercased()
        guard let portText else {
            port = nil
            return
        }
        guard let number = Int(portText), (1 ... 65535).contains(number) else {
            throw BaseURL.ParseError(reason: "the port must be a number from 1 to 65535")
        }
        port = number
    }
}
