/// One configured account on one provider.
struct ContextConfiguration: Hashable, Sendable {
    /// What a session in this context may do.
    enum Access: String, CaseIterable, Sendable {
        /// The default: nothing can be changed.
        case readOnly = "read-only"
        /// Plans may be applied.
        case readWrite = "read-write"
    }

    /// The name under `contexts`.
    var name: String
    /// The service that answers at `url`.
    var provider: ProviderKind
    /// The generation of Archon's API; meaningful for `ProviderKind.archon` only.
    var api: ArchonAPI = .auto
    /// The address, with its path prefix.
    var url: ContextURL
    /// Where the token for reading comes from; nil only for StellarStack with a session.
    var token: TokenSource?
    /// Where the token for writing comes from; nil: the reading token serves for both.
    var writeToken: TokenSource?
    /// Where StellarStack's session cookie comes from.
    var session: TokenSource?
    /// Absolute path of a private certificate authority's file (PEM).
    var certificateAuthorityFile: String?
    /// Read-only unless the file says otherwise.
    var access: Access = .readOnly
    /// Raises severe acts to extreme.
    var isProtected = false
    /// How old the last good backup may be; nil: built in.
    var freshness: Duration?
    /// Ids or names of the servers to show; empty: all.
    var servers: [String] = []
    /// Settings per server id.
    var serverSettings: [String: ServerSettings] = [:]
    /// Where the context's name and each of its keys stand in the file; the name itself under an empty key.
    var positions: [String: SourcePosition] = [:]

    /// Where the value of `key` stands in the file, else where the context's name stands.
    func position(of key: String) -> SourcePosition {
        positions[key] ?? positions[""] ?? .start
    }
}

extension ContextConfiguration {
    /// Variables of the environment that its secrets come from: programs that are started have no business with them.
    var secretVariables: [String] {
        [token, writeToken, session].compactMap { source in
            if case let .environment(name)? = source { name } else { nil }
        }
    }
}
