import Crypto
import FoundationEssentials

/// Signs and reads JSON web tokens: since they carry their claims, none need be kept.
struct TokenSigner: Sendable {
    private let key: SymmetricKey
    private let clock: ServiceClock

    /// The claim that decides, in milliseconds of the unskewed clock, so that a skewed one alone invalidates nothing.
    private static let end = "ends_ms"

    /// Signers of different purposes do not read each other's tokens.
    init(seed: UInt64, purpose: String, clock: ServiceClock) {
        var random = SeededGenerator(seed: seed, purpose: purpose)
        key = SymmetricKey(data: random.noise(32))
        self.clock = clock
    }

    /// A token with these claims and its end, valid for so long from now.
    func sign(_ claims: [JSON.Member], for lifetime: Duration) -> String {
        let seconds = Double(lifetime.components.seconds) + Double(lifetime.components.attoseconds) / 1e18
        let payload = JSON.object(claims + [
            // What a client may read, in the service's possibly skewed time.
            .init(name: "exp", value: .integer(Int((clock.now.timeIntervalSince1970 + seconds).rounded(.up)))),
            .init(name: Self.end, value: .integer(Int((clock.unskewed.timeIntervalSince1970 + seconds) * 1000))),
        ])
        let signed = Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8).base64URL + "." + payload.bytes.base64URL
        return signed + "." + signature(of: signed)
    }

    /// The claims of a token this signer made, and the time left, which is not above 0 once it has ended.
    func read(_ token: String) -> (claims: JSON, remaining: Duration)? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, signature(of: "\(parts[0]).\(parts[1])") == parts[2] else { return nil }
        guard let bytes = [UInt8](base64URL: parts[1]), let claims = JSON(parsing: bytes) else { return nil }
        guard let ends = claims[Self.end]?.int else { return nil }
        return (claims, .milliseconds(ends - Int(clock.unskewed.timeIntervalSince1970 * 1000)))
    }

    private func signature(of text: String) -> String {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).base64URL
    }
}
