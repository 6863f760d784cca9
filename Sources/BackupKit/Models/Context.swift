public import FoundationEssentials

/// A configured account on a provider.
public struct Context: Identifiable, Hashable, Sendable {
    /// The name of a context.
    public typealias ID = Identifier<Context>

    /// What a session may do through a context.
    public enum Access: Hashable, Sendable {
        case readOnly
        case readWrite
    }

    /// The name the user gave it in the configuration; unique there.
    public let id: ID
    /// The provider's name as the user writes it, such as `archon`.
    public var provider: String
    /// Scheme, host and port of the service, shown to tell two contexts apart. Never holds a credential.
    public var origin: String
    /// Whether a writer exists for this context at all.
    public var access: Access
    /// Raises severe acts to extreme ones; nothing else.
    public var isProtected: Bool
    /// What was configured about single servers.
    public var serverRules: ServerRules
    /// How old the last good backup of a server may be, where it has no own setting.
    public var freshness: Duration
    /// When the token stops working; nil where nothing tells.
    public var tokenExpiresAt: Date?
    /// What the service can do.
    public var capabilities: ProviderCapabilities

    /// A context; without a word about access it is read-only.
    public init(
        id: ID,
        provider: String,
        origin: String,
        access: Access = .readOnly,
        isProtected: Bool = false,
        serverRules: ServerRules = ServerRules(),
        freshness: Duration = .seconds(26 * 3600),
        tokenExpiresAt: Date? = nil,
        capabilities: ProviderCapabilities
    ) {
        self.id = id
        self.provider = provider
        self.origin = origin
        self.access = access
        self.isProtected = isProtected
        self.serverRules = serverRules
        self.freshness = freshness
        self.tokenExpiresAt = tokenExpiresAt
        self.capabilities = capabilities
    }

    /// How old the last good backup of the server may be: its own setting, else the context's.
    public func freshness(of server: Server) -> Duration {
        serverRules.rule(for: server)?.freshness ?? freshness
    }

    /// Whether severe acts on the server are extreme ones: its own setting, else the context's.
    public func protects(_ server: Server) -> Bool {
        serverRules.rule(for: server)?.isProtected ?? isProtected
    }
}
