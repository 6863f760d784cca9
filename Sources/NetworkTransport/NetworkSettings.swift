/// What both transports of a context need to know. TLS is always verified; there is no switch for that.
public struct NetworkSettings: Sendable {
    /// Sent with every request, so that a service's operator can tell whose requests these are.
    public var userAgent: String
    /// Certificates that are trusted.
    public var trust: TrustRoots
    /// Proxies by scheme; not used for this machine.
    public var proxies: ProxySettings
    /// The longest until a connection stands, TLS included.
    public var connectTimeout: Duration
    /// The longest an answer may stand still.
    public var idleTimeout: Duration
    /// The longest a request may take in all.
    public var requestTimeout: Duration
    /// The longest body of an answer, in bytes.
    public var maximumResponseSize: Int
    /// Time between two pings on a live connection.
    public var pingInterval: Duration
    /// A live connection on which no byte came for this long is dead.
    public var silenceLimit: Duration

    /// Makes settings with the program's usual limits.
    public init(
        userAgent: String,
        trust: TrustRoots = .system,
        proxies: ProxySettings = .none,
        connectTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(20),
        requestTimeout: Duration = .seconds(60),
        maximumResponseSize: Int = 64 << 20,
        pingInterval: Duration = .seconds(25),
        silenceLimit: Duration = .seconds(60)
    ) {
        self.userAgent = userAgent
        self.trust = trust
        self.proxies = proxies
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.requestTimeout = requestTimeout
        self.maximumResponseSize = maximumResponseSize
        self.pingInterval = pingInterval
        self.silenceLimit = silenceLimit
    }
}
