public import ProviderSupport

/// Which proxy leads to which host, read from the usual environment variables.
public struct ProxySettings: Hashable, Sendable {
    /// A proxy's address.
    public struct Proxy: Hashable, Sendable {
        /// How the proxy is spoken to.
        public enum Kind: Hashable, Sendable {
            /// An HTTP proxy, by CONNECT for every scheme.
            case http
            /// SOCKS version 5, without a password.
            case socks
        }

        /// How the proxy is spoken to.
        public var kind: Kind
        /// The proxy's host.
        public var host: String
        /// The proxy's port.
        public var port: Int
        /// User name and password, where the address holds them.
        public var credentials: Credentials?
    }

    /// A proxy's user name and password.
    public struct Credentials: Hashable, Sendable {
        /// The user name.
        public var user: String
        /// Never printed.
        public var password: Secret
    }

    /// No proxies.
    public static let none = ProxySettings(environment: [:])

    private let http: Proxy?
    private let https: Proxy?
    private let exceptions: [String]

    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` in lower, else in upper case. An address that
    /// cannot be read counts as none.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [environment[name], environment[name.uppercased()]].compactMap(\.self).first { !$0.isEmpty }
        }
        let all = value("all_proxy")
        http = (value("http_proxy") ?? all).flatMap(Self.proxy)
        https = (value("https_proxy") ?? all).flatMap(Self.proxy)
        exceptions = (value("no_proxy") ?? "")
            .split(whereSeparator: { $0 == "," || $0 == " " })
            .map { $0.lowercased() }
    }

    /// The proxy for a connection; nil to connect directly. This machine is always reached directly.
    public func proxy(isSecure: Bool, host: String, port: Int) -> Proxy? {
        guard let proxy = isSecure ? https : http, !Self.isLoopback(host) else { return nil }
        return exceptions.contains { Self.covers($0, host.lowercased(), port) } ? nil : proxy
    }

    private static func covers(_ exception: String, _ host: String, _ port: Int) -> Bool {
        if exception == "*" { return true }
        var name = Substring(exception)
        if name.count(where: { $0 == ":" }) == 1, let colon = name.firstIndex(of: ":") {
            guard Int(name[name.index(after: colon)...]) == port else { return false }
            name = name[..<colon]
        }
        while name.first == "." || name.first == "*" {
            name.removeFirst()
        }
        return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// Reads `http://user:password@host:port`; the scheme and everything but the host may be missing.
    private static func proxy(_ text: String) -> Proxy? {
        var rest = Substring(text)
        var kind = Proxy.Kind.http
        if let mark = rest.firstRange(of: "://") {
            switch rest[..<mark.lowerBound].lowercased() {
            case "http": kind = .http
            case "socks5", "socks5h", "socks": kind = .socks
            default: return nil
            }
            rest = rest[mark.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var credentials: Credentials?
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            credentials = Credentials(
                user: percentDecoded(parts[0]), password: Secret(parts.count > 1 ? percentDecoded(parts[1]) : "")
            )
            rest = rest[rest.index(after: at)...]
        }
        guard let address = address(rest, defaultPort: kind == .socks ? 1080 : 8080) else { return nil }
        return Proxy(kind: kind, host: address.host, port: address.port, credentials: credentials)
    }

    /// Host and port by the same rules as a service's address.
    private static func address(_ text: Substring, defaultPort: Int) -> (host: String, port: Int)? {
        do {
            let url = try BaseURL("http://\(text)")
            return (url.host, url.explicitPort ?? defaultPort)
        } catch {
            return nil
        }
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
