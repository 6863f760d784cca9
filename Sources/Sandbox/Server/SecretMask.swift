/// Replaces secrets by `***` before anything is recorded.
struct SecretMask: Sendable {
    /// Tokens known from the start; whatever else is secret is known by its name or shape.
    let tokens: [String]

    private static let cover = "***"
    private static let secretNames: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-csrf-token", "auth", "jwt", "token",
        "access_token", "refresh_token", "password", "secret", "api_key", "x-api-key",
    ]

    /// A header's or query parameter's value, fit to be recorded.
    func value(_ value: String, of name: String) -> String {
        Self.secretNames.contains(name.lowercased()) ? Self.cover : text(value)
    }

    /// A body with known tokens, JSON web tokens and values of secret members covered.
    func text(_ text: String) -> String {
        var text = text
        for token in tokens where !token.isEmpty {
            text = text.replacing(token, with: Self.cover)
        }
        return Self.coverMembers(Self.coverWebTokens(text))
    }

    /// Covers `eyJ…`, the start of every JSON web token's header.
    private static func coverWebTokens(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "eyJ")?.lowerBound {
            out += rest[..<start] + cover
            rest = rest[start...].drop { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        }
        return out + rest
    }

    /// Covers the string after `"name":` for each secret name.
    private static func coverMembers(_ text: String) -> String {
        var out = ""
        var rest = text[...]
        while let quote = rest.firstIndex(of: "\"") {
            let nameStart = rest.index(after: quote)
            guard let nameEnd = endOfString(rest[nameStart...]) else { break }
            let behind = rest.index(after: nameEnd)
            var cursor = rest[behind...].drop(while: \.isWhitespace)
            guard secretNames.contains(rest[nameStart ..< nameEnd].lowercased()), cursor.first == ":" else {
                out += rest[..<behind]
                rest = rest[behind...]
                continue
            }
            cursor = cursor.dropFirst().drop(while: \.isWhitespace)
            guard cursor.first == "\"", let valueEnd = endOfString(cursor.dropFirst()) else {
                out += rest[..<cursor.startIndex]
                rest = cursor
                continue
            }
            out += rest[..<cursor.startIndex] + "\"\(cover)\""
            rest = rest[rest.index(after: valueEnd)...]
        }
        return out + rest
    }

    /// Position of the quote that ends a JSON string.
    private static func endOfString(_ text: Substring) -> Substring.Index? {
        var isEscaped = false
        for position in text.indices {
            switch text[position] {
            case "\\" where !isEscaped: isEscaped = true
            case "\"" where !isEscaped: return position
            default: isEscaped = false
            }
        }
        return nil
    }
}
