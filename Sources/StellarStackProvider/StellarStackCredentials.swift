import ProviderSupport

/// What an account proves itself with: a bearer token as the documents say, a session cookie as deployed panels want
/// it (wire sheet stellarstack, section 1.2). Both are sent where both are there.
struct StellarStackCredentials: Sendable {
    private static let cookieName = "better-auth.session_token"

    private let token: Secret?
    private let cookie: Secret?
    private let session: Secret?

    init(_ settings: StellarStackSettings) {
        token = settings.token.reveal().isEmpty ? nil : settings.token
        session = settings.session
        cookie = settings.session.map { Self.cookie($0, isSecure: settings.base.scheme == .https) }
    }

    /// Adds the fields; never `Origin`, which the panel checks.
    func add(to headers: inout HTTPHeaders) {
        if let token { headers["Authorization"] = "Bearer \(token.reveal())" }
        if let cookie { headers["Cookie"] = cookie.reveal() }
    }

    /// Everything that must not appear in an error, the values inside a cookie line included.
    var secrets: [Secret] {
        var secrets = [token, session, cookie].compactMap(\.self)
        for pair in cookie?.reveal().split(separator: ";") ?? [] {
            guard let mark = pair.firstIndex(of: "=") else { continue }
            secrets.append(Secret(String(pair[pair.index(after: mark)...])))
        }
        return secrets
    }

    /// What was refused, and what to do about it.
    var refusal: (problem: String, step: String) {
        switch (token, session) {
        case (_?, nil):
            (
                "the bearer token was refused",
                "renew the context's token, or give it a session: many panels take nothing else"
            )
        case (nil, _):
            ("the session cookie was refused", "sign in on the panel and renew the context's session")
        case (_?, _?):
            ("neither the token nor the session cookie was accepted", "renew the context's session or token")
        }
    }

    /// A bare value gets the panel's cookie name. Over TLS that name has a prefix, though not on every panel: both are
    /// sent. An `=` with nothing behind it is the padding of a bare value.
    private static func cookie(_ session: Secret, isSecure: Bool) -> Secret {
        let text = session.reveal()
        if let mark = text.firstIndex(of: "="), text[mark...].contains(where: { $0 != "=" }) { return session }
        let plain = "\(cookieName)=\(text)"
        return Secret(isSecure ? "\(plain); __Secure-\(plain)" : plain)
    }
}
