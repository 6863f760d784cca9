#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The address of a provider, checked: http or https, no user, no query, no fragment, no slash at the end.
struct ContextURL: Hashable, Sendable {
    /// The protocol of the address.
    enum Scheme: String, CaseIterable, Sendable {
        case http
        case https
    }

    /// The protocol.
    let scheme: Scheme
    /// The host in lower case; an IPv6 address without its brackets.
    let host: String
    /// The port as written, nil for the scheme's own.
    let port: Int?
    /// Empty, or a path that starts with a slash and does not end with one.
    let pathPrefix: String

    /// The whole address, without a slash at the end.
    var text: String {
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(bracketed)\(port.map { ":\($0)" } ?? "")\(pathPrefix)"
    }

    /// Whether the address can only mean this machine: 127.0.0.0/8, ::1 or `localhost`.
    var isLoopback: Bool {
        switch host {
        case "localhost": true
        case let host where host.contains(":"): Self.ipv6Bytes(host) == Array(repeating: 0, count: 15) + [1]
        default: Self.isIPv4(host) && host.hasPrefix("127.")
        }
    }
}

extension ContextURL {
    private static let allowed = "write an address like https://panel.example.net or https://example.net/panel"

    /// Reads an address. Faults never repeat it, since it might hold a password.
    static func parse(_ text: String, allowsInsecureHTTP: Bool) -> Result<ContextURL, SettingFault> {
        do {
            let url = try ContextURL(text)
            guard url.scheme == .https || url.isLoopback || allowsInsecureHTTP else {
                return .failure(SettingFault(
                    problem: "plain http would send the token unprotected to \(quoted(url.host))",
                    allowed: "use https; plain http goes to this machine only, unless defaults has insecure-http: true"
                ))
            }
            return .success(url)
        } catch {
            return .failure(error)
        }
    }

    private init(_ text: String) throws(SettingFault) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw SettingFault(
                problem: "the address has a space or a character outside ASCII",
                allowed: "\(Self.allowed), a host outside ASCII in its xn-- form"
            )
        }
        guard let mark = text.firstRange(of: "://") else {
            throw SettingFault(problem: "the address has no scheme", allowed: Self.allowed)
        }
        guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else {
            throw SettingFault(problem: "the scheme is neither https nor http", allowed: Self.allowed)
        }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw SettingFault(
                problem: "the address holds a user or password",
                allowed: "write it without the part before @; the token belongs under token"
            )
        }
        let path = rest[authority.endIndex...]
        guard !path.contains("?"), !path.contains("#") else {
            throw SettingFault(
                problem: "the address has a query or fragment",
                allowed: "leave out everything from ? or # on"
            )
        }
        guard path.split(separator: "/").allSatisfy({ $0 != "." && $0 != ".." }) else {
            throw SettingFault(problem: "the path has a . or .. part", allowed: "write the path in full")
        }
        self.scheme = scheme
        (host, port) = try Self.hostAndPort(authority)
        pathPrefix = String(path.trimmingSuffix { $0 == "/" })
    }

    private static func hostAndPort(_ authority: Substring) throws(SettingFault) -> (String, Int?) {
        let host: Substring
        let remainder: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw SettingFault(problem: "the IPv6 address has no closing bracket", allowed: allowed)
            }
            host = authority[authority.index(after: authority.startIndex) ..< end]
            remainder = authority[authority.index(after: end)...]
            guard ipv6Bytes(String(host)) != nil else {
                throw SettingFault(problem: "what stands in brackets is no IPv6 address", allowed: allowed)
            }
        } else {
            host = authority.prefix { $0 != ":" }
            remainder = authority[host.endIndex...]
            guard isName(host) else {
                throw SettingFault(problem: "the host is missing or no host name", allowed: allowed)
            }
        }
        guard !remainder.isEmpty else { return (host.lowercased(), nil) }
        let digits = remainder.dropFirst()
        guard remainder.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30 ... 0x39).contains($0) }),
              let port = Int(digits), (1 ... 65535).contains(port)
        else {
            throw SettingFault(problem: "the port is no number from 1 to 65535", allowed: allowed)
        }
        return (host.lowercased(), port)
    }

    private static func isName(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253 && labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a") ... UInt8(ascii: "z"), UInt8(ascii: "A") ... UInt8(ascii: "Z"): true
                case UInt8(ascii: "0") ... UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
        }
    }

    /// Only the dotted quad counts: resolvers read `127.1` or `0177.0.0.1` in different ways.
    private static func isIPv4(_ host: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1
    }

    private static func ipv6Bytes(_ host: String) -> [UInt8]? {
        var address = in6_addr()
        guard inet_pton(AF_INET6, host, &address) == 1 else { return nil }
        return withUnsafeBytes(of: address) { Array($0) }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var trimmed = self
        while let last = trimmed.last, predicate(last) {
            trimmed.removeLast()
        }
        return trimmed
    }
}
