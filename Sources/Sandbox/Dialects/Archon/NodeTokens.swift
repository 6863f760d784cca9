import Crypto
import FoundationEssentials

/// The short-lived tokens that open a node's socket and downloads: signed, so none need be kept.
struct NodeTokens: Sendable {
    private let key: SymmetricKey
    private let lifetime: Duration
    private let clock: ServiceClock

    /// Each system has its own key, since the node's address alone does not tell whose node it is.
    init(system: SandboxSystem, seed: UInt64, lifetime: Duration, clock: ServiceClock) {
        var random = SeededGenerator(seed: seed, purpose: "node tokens \(system.rawValue)")
        key = SymmetricKey(data: random.noise(32))
        self.lifetime = lifetime
        self.clock = clock
    }

    /// A JSON web token for one server, valid for the configured time from now.
    func issue(for server: GameServer.ID) -> String {
        let seconds = Double(lifetime.components.seconds) + Double(lifetime.components.attoseconds) / 1e18
        let payload: JSON = [
            "sub": .string(server.text),
            // What a client may read, in the service's possibly skewed time.
            "exp": .integer(Int((clock.now.timeIntervalSince1970 + seconds).rounded(.up))),
            // What decides, so that a skewed clock alone invalidates nothing.
            "ends_ms": .integer(Int((clock.unskewed.timeIntervalSince1970 + seconds) * 1000)),
        ]
        let signed = Self.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8)) + "." + Self.encode(payload.bytes)
        return signed + "." + signature(of: signed)
    }

    /// The server that a valid token opens.
    func server(of token: String) -> GameServer.ID? {
        remaining(of: token)?.server
    }

    /// The server that a valid token opens, and the time it still does.
    func remaining(of token: String) -> (server: GameServer.ID, time: Duration)? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, signature(of: "\(parts[0]).\(parts[1])") == parts[2] else { return nil }
        guard let bytes = Self.decode(parts[1]), let payload = JSON(parsing: bytes) else { return nil }
        guard let server = payload["sub"]?.text, let ends = payload["ends_ms"]?.int else { return nil }
        let left = ends - Int(clock.unskewed.timeIntervalSince1970 * 1000)
        return left > 0 ? (GameServer.ID(text: server), .milliseconds(left)) : nil
    }

    private func signature(of text: String) -> String {
        Self.encode(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)))
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        let plain = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        return Data(base64Encoded: String(plain)).map(Array.init)
    }
}
