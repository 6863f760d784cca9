import Crypto
import FoundationEssentials

/// The panel's download tokens: signed, bound to server and backup, and good for any number of downloads.
struct StellarStackTokens: Sendable {
    /// What a token opens.
    struct Claims: Sendable, Equatable {
        let kind: String
        let server: GameServer.ID
        let backup: StoredBackup.ID
    }

    static let backupKind = "backup"
    /// Seconds.
    private static let lifetime = 300
    private static let user = "user-sandbox"

    private let key: SymmetricKey
    private let clock: ServiceClock

    init(seed: UInt64, clock: ServiceClock) {
        var random = SeededGenerator(seed: seed, purpose: "download tokens")
        key = SymmetricKey(data: random.noise(32))
        self.clock = clock
    }

    /// A token and its end in seconds of the service's time.
    func issue(for backup: StoredBackup.ID, on server: GameServer.ID) -> (token: String, end: Int) {
        let end = Int(clock.now.timeIntervalSince1970) + Self.lifetime
        let text = "\(Self.user):\(server.text):\(Self.backupKind):\(backup.text):\(end)"
        return (Array("\(text):\(signature(of: text))".utf8).base64URL, end)
    }

    /// The claims of a token that was issued here and has not ended.
    func read(_ token: String) -> Claims? {
        guard let bytes = [UInt8](base64URL: token) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, let end = Int(parts[4]) else { return nil }
        guard signature(of: parts.prefix(5).joined(separator: ":")) == parts[5] else { return nil }
        guard Double(end) > clock.now.timeIntervalSince1970 else { return nil }
        return Claims(
            kind: String(parts[2]),
            server: GameServer.ID(text: String(parts[1])),
            backup: StoredBackup.ID(text: String(parts[3]))
        )
    }

    private func signature(of text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).hexadecimal
    }
}
