public import FoundationEssentials

/// When a token stops working, where it says so itself: a JSON Web Token has an `exp` claim (RFC 7519, 4.1.4).
public enum TokenExpiry {
    private struct Claims: Decodable {
        var exp: Double?
    }

    /// Nil for tokens of any other kind, and for those that name no end. Nothing is verified: it is our own token.
    public static func moment(of token: Secret) -> Date? {
        let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = decoded(parts[1]) else { return nil }
        do {
            let claims = try JSONDecoder().decode(Claims.self, from: payload)
            return claims.exp.flatMap { $0 > 0 && $0 < 1e11 ? Date(timeIntervalSince1970: $0) : nil }
        } catch {
            return nil
        }
    }

    private static func decoded(_ part: Substring) -> Data? {
        let plain = part.map { character in character == "-" ? "+" : character == "_" ? "/" : character }
        let text = String(plain) + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: text)
    }
}
