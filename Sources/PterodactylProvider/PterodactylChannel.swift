import BackupKit
import ProviderSupport
import ServiceClient

/// The socket of a server's node (wire sheet pterodactyl, section 4).
struct PterodactylChannel: LiveChannel {
    let server: Server.ID
    let panel: PterodactylConnection
    let memory: RestoreMemory

    typealias Translator = PterodactylEvents

    /// The node's own code for a suspended server, which on most nodes a server under restore is too.
    private static let suspended = 4409
    /// As long as the longest wait between two attempts to connect.
    private static let longestWait = Duration.seconds(60)

    /// A restore of our own is polled for anyway, and its end is known soon.
    private static let restoreWait = Duration.seconds(8)

    var act: ServiceAct {
        .followEvents(server)
    }

    var base: BaseURL {
        panel.settings.base
    }

    /// The node compares it with the panel's address letter by letter. A browser leaves the usual port out.
    private var origin: String {
        let isUsual = base.explicitPort == (base.scheme == .https ? 443 : 80)
        return isUsual ? "\(base.scheme.rawValue)://\(base.host.contains(":") ? "[\(base.host)]" : base.host)" : base
            .origin
    }

    var headers: HTTPHeaders {
        ["Origin": origin]
    }

    /// Credentials hold for ten minutes, and after that every event is replaced by an error.
    var renewsAfter: Duration? {
        .seconds(8 * 60)
    }

    /// Newer panels give five a minute to all users of a server together.
    var fetchInterval: Duration {
        .seconds(15)
    }

    /// While a restore runs nothing may be sent on an open socket, so no renewal is begun; most accounts would be
    /// refused it anyway.
    func credentials() async throws(ProviderError) -> LiveCredentials {
        let connection = panel.needing("websocket.connect")
        if await memory.isOngoing(server) {
            throw connection.failure(of: act).make(
                .conflict, "the server is being restored", "connecting again when that has ended",
                retryAfter: Self.restoreWait
            )
        }
        let wire = try await connection.value(
            PterodactylWire.SocketCredentials.self,
            from: PterodactylEndpoints(base: base).socketCredentials(server),
            for: act
        )
        return LiveCredentials(url: wire.data.socket, token: wire.data.token)
    }

    func authentication(_ token: Secret) -> String {
        String(
            decoding: ServiceJSON.encode(PterodactylFrame.Outgoing(event: "auth", args: [token.reveal()])),
            as: UTF8.self
        )
    }

    func wants(_ prefix: [UInt8]) -> Bool {
        PterodactylFrame.filter.wants(prefix)
    }

    func read(_ bytes: [UInt8]) -> LiveFrame<PterodactylFrame> {
        switch PterodactylFrame(bytes) {
        case .authenticated: .authenticated
        case .authExpiring: .authExpiring
        case .authExpired: .authExpired
        case let .authRefused(advice): .authRefused(advice: advice)
        case let frame: .content(frame)
        }
    }

    func pause(afterClose code: Int?) -> Duration? {
        code == Self.suspended ? Self.longestWait : nil
    }

    /// A state that allows no connection lasts; a limit says itself how long.
    func pause(afterRefusal error: ProviderError) -> Duration? {
        guard let wait = error.retryAfter else { return error.code == .conflict ? Self.longestWait : nil }
        return error.code == .rateLimited ? wait : min(wait, Self.longestWait)
    }

    func failure() -> ServiceFailure {
        ServiceFailure(
            act: act, dialect: PterodactylNodeDialect(door: .live(origin: origin)), secrets: [panel.settings.token]
        )
    }
}
