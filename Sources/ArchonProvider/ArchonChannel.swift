import BackupKit
import ProviderSupport
import ServiceClient

/// Archon's socket to the node (wire sheet archon, section 4.1).
struct ArchonChannel: LiveChannel {
    let server: Server.ID
    let connection: ServiceConnection
    let endpoints: ArchonEndpoints

    typealias Translator = ArchonEvents

    var act: ServiceAct {
        .followEvents(server)
    }

    var base: BaseURL {
        endpoints.base
    }

    var headers: HTTPHeaders {
        [:]
    }

    /// The node announces the end of credentials itself.
    var renewsAfter: Duration? {
        nil
    }

    var fetchInterval: Duration {
        .zero
    }

    func credentials() async throws(ProviderError) -> LiveCredentials {
        let wire = try await connection.value(
            ArchonWire.SocketCredentials.self, from: endpoints.socketCredentials(server), for: act
        )
        return LiveCredentials(url: wire.url, token: wire.token)
    }

    func authentication(_ token: Secret) -> String {
        String(decoding: ServiceJSON.encode(["event": "auth", "jwt": token.reveal()]), as: UTF8.self)
    }

    func wants(_ prefix: [UInt8]) -> Bool {
        ArchonFrame.filter.wants(prefix)
    }

    func read(_ bytes: [UInt8]) -> LiveFrame<ArchonFrame> {
        switch ArchonFrame(bytes) {
        case .authenticated: .authenticated
        case .authExpiring: .authExpiring
        case .authIncorrect: .authRefused()
        case let frame: .content(frame)
        }
    }

    func pause(afterClose _: Int?) -> Duration? {
        nil
    }

    func failure() -> ServiceFailure {
        connection.failure(of: act)
    }
}
