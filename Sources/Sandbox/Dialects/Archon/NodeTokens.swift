/// The short-lived tokens that open a node's socket and downloads.
struct NodeTokens: Sendable {
    private let signer: TokenSigner
    private let lifetime: Duration

    /// Each system has its own key, since the node's address alone does not tell whose node it is.
    init(system: SandboxSystem, seed: UInt64, lifetime: Duration, clock: ServiceClock) {
        signer = TokenSigner(seed: seed, purpose: "node tokens \(system.rawValue)", clock: clock)
        self.lifetime = lifetime
    }

    /// A JSON web token for one server, valid for the configured time from now.
    func issue(for server: GameServer.ID) -> String {
        signer.sign([.init(name: "sub", value: .string(server.text))], for: lifetime)
    }

    /// The server that a valid token opens.
    func server(of token: String) -> GameServer.ID? {
        remaining(of: token)?.server
    }

    /// The server that a valid token opens, and the time it still does.
    func remaining(of token: String) -> (server: GameServer.ID, time: Duration)? {
        guard let (claims, time) = signer.read(token), time > .zero, let server = claims["sub"]?.text else {
            return nil
        }
        return (GameServer.ID(text: server), time)
    }
}
