import Synchronization

/// The signed tokens by which the panel lets clients through to the node.
final class PterodactylNodeLinks: Sendable {
    private let sockets: TokenSigner
    private let downloads: TokenSigner
    private let socketLifetime: Duration
    private let state: Mutex<State>

    /// Life of a download link (section 2.7).
    private static let downloadLifetime = Duration.seconds(900)

    private struct State {
        var random: SeededGenerator
        /// Links that were followed; each works once.
        var used: Set<String> = []
    }

    /// What a download token opens.
    struct Download: Sendable {
        let server: GameServer.ID
        let backup: StoredBackup.ID
        let remaining: Duration
        fileprivate let uniqueID: String
    }

    /// What a socket token opens.
    struct Socket: Sendable {
        let server: GameServer.ID
        let permissions: [String]
        let remaining: Duration
    }

    init(seed: UInt64, socketLifetime: Duration, clock: ServiceClock) {
        sockets = TokenSigner(seed: seed, purpose: "pterodactyl sockets", clock: clock)
        downloads = TokenSigner(seed: seed, purpose: "pterodactyl downloads", clock: clock)
        self.socketLifetime = socketLifetime
        state = Mutex(State(random: SeededGenerator(seed: seed, purpose: "pterodactyl links")))
    }

    /// A token for a server's socket.
    func issueSocket(of server: GameServer, _ permissions: [String]) -> String {
        sockets.sign([
            .init(name: "server_uuid", value: .string(server.id.text)),
            .init(name: "permissions", value: .array(permissions.map(JSON.string))),
            .init(name: "unique_id", value: .string(uniqueID())),
        ], for: socketLifetime)
    }

    /// What a token opens, ended or not; `nil` where the panel did not sign it.
    func socket(_ token: String) -> Socket? {
        guard let (claims, remaining) = sockets.read(token),
              let server = claims["server_uuid"]?.text else { return nil }
        var permissions: [String] = []
        if case let .array(names)? = claims["permissions"] {
            permissions = names.compactMap(\.text)
        }
        return Socket(server: GameServer.ID(text: server), permissions: permissions, remaining: remaining)
    }

    /// A token for one download of a backup's archive.
    func issueDownload(of backup: StoredBackup.ID, on server: GameServer.ID) -> String {
        downloads.sign([
            .init(name: "backup_uuid", value: .string(backup.text)),
            .init(name: "server_uuid", value: .string(server.text)),
            .init(name: "unique_id", value: .string(uniqueID())),
        ], for: Self.downloadLifetime)
    }

    /// What a token opens, ended or used up or neither; `nil` where the panel did not sign it.
    func download(_ token: String) -> Download? {
        guard let (claims, remaining) = downloads.read(token),
              let server = claims["server_uuid"]?.text,
              let backup = claims["backup_uuid"]?.text,
              let uniqueID = claims["unique_id"]?.text
        else { return nil }
        return Download(
            server: GameServer.ID(text: server),
            backup: StoredBackup.ID(text: backup),
            remaining: remaining,
            uniqueID: uniqueID
        )
    }

    /// Uses a link up; false where it was already.
    func use(_ download: Download) -> Bool {
        state.withLock { $0.used.insert(download.uniqueID).inserted }
    }

    private func uniqueID() -> String {
        state.withLock { $0.random.word(16) }
    }
}
