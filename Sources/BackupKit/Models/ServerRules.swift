/// What the user configured about a context's servers: which are shown, and which are protected.
public struct ServerRules: Hashable, Sendable {
    /// A server's own settings; nil leaves it to the context.
    public struct Rule: Hashable, Sendable {
        /// Whether severe acts on it are extreme ones; nil leaves it to the context.
        public var isProtected: Bool?
        /// Whether it is not shown at all.
        public var isIgnored: Bool
        /// How old its last good backup may be; nil leaves it to the context.
        public var freshness: Duration?

        /// A rule that changes only what is named.
        public init(isProtected: Bool? = nil, isIgnored: Bool = false, freshness: Duration? = nil) {
            self.isProtected = isProtected
            self.isIgnored = isIgnored
            self.freshness = freshness
        }
    }

    /// Ids or names of the only servers to show; empty shows all.
    public var allowed: [String]
    /// Own settings by server id, id prefix of at least four characters, or name.
    public var own: [String: Rule]

    /// Rules; without any all servers are shown as the context says.
    public init(allowed: [String] = [], own: [String: Rule] = [:]) {
        self.allowed = allowed
        self.own = own
    }

    /// Whether the server is shown at all.
    public func shows(_ server: Server) -> Bool {
        if rule(for: server)?.isIgnored == true { return false }
        return allowed.isEmpty || allowed.contains { Self.names($0, server) }
    }

    /// The settings that name the server: those by its whole id, else by its name, else by the longest prefix of its
    /// id.
    public func rule(for server: Server) -> Rule? {
        if let rule = own[server.id.rawValue] ?? own[server.name] { return rule }
        return own.filter { Self.begins($0.key, server) }.max { $0.key.count < $1.key.count }?.value
    }

    private static func names(_ word: String, _ server: Server) -> Bool {
        word == server.id.rawValue || word == server.name || begins(word, server)
    }

    private static func begins(_ word: String, _ server: Server) -> Bool {
        word.count >= 4 && server.id.rawValue.hasPrefix(word)
    }
}
