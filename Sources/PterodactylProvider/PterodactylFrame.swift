import BackupKit
import ProviderSupport
import ServiceClient

/// One live frame, read (wire sheet pterodactyl, sections 4.3 to 4.5).
enum PterodactylFrame: Equatable, Sendable {
    case authenticated
    case authExpiring
    /// The credentials are void: every event comes as an error from here on.
    case authExpired
    /// With what the user can do about it, where the complaint tells.
    case authRefused(advice: String? = nil)
    /// A backup was made, or its making failed; nil where the frame does not tell which.
    case backupEnded(Backup.ID, wasSuccessful: Bool?)
    /// An end of a backup that is not named.
    case someBackupEnded
    /// A restore ended, well or not.
    case restoreEnded
    case power(PowerState)
    /// A power word this version does not know: the state is unknown from now on.
    case unknownPower(String)
    /// The server was installed or moved, or is about to be.
    case serverChanged
    /// An event nobody shows.
    case noise
    /// A frame that is no event, or an event this version does not know.
    case unrecognised(String)

    /// A frame towards the node.
    struct Outgoing: Encodable {
        let event: String
        let args: [String]
    }

    /// Drops what nobody shows before it is decoded; what is not known is let through and counted.
    static let filter = EventFrameFilter(unwanted: unshown)

    private static let unshown: Set<String> = [
        "console output", "install output", "transfer logs", "daemon message", "stats", "throttled", "feature match",
    ]

    /// Reads a frame's JSON; never fails.
    init(_ bytes: [UInt8]) {
        let event: PterodactylWire.Event
        do {
            event = try ServiceJSON.decode(PterodactylWire.Event.self, from: bytes)
        } catch {
            self = .unrecognised("a frame that is no event")
            return
        }
        // Old nodes put the backup's id behind the name (sheet 4.5).
        let parts = event.event.split(separator: ":", maxSplits: 1)
        let argument = event.args.value?.elements.first ?? ""
        switch parts.first {
        case "auth success": self = .authenticated
        case "token expiring": self = .authExpiring
        case "token expired": self = .authExpired
        case "jwt error": self = Self.tokenError(argument)
        // Only what we send is answered with it, and we send nothing but credentials.
        case "daemon error": self = .authRefused()
        case "backup completed": self = Self.backupEnded(argument, suffix: parts.dropFirst().first)
        case "backup restore completed": self = .restoreEnded
        case "status": self = Self.power(argument)
        case "install started", "install completed", "transfer status": self = .serverChanged
        case let name? where Self.unshown.contains(String(name)): self = .noise
        default: self = .unrecognised("event \(PlainText.line(event.event, limit: 40))")
        }
    }

    /// Void credentials can be renewed; any other complaint is about the account.
    private static func tokenError(_ text: String) -> PterodactylFrame {
        let text = text.lowercased()
        if text.contains("exp claim is invalid") || text.contains("denylist") { return .authExpired }
        // Panels before 1.12.3 name the permission in a way that newer nodes do not know (sheet 4.4).
        return .authRefused(advice: text.contains("missing connect permission")
            ? "update the panel to 1.12.3 or later, or ask for the permission websocket.connect" : nil)
    }

    private static func backupEnded(_ payload: String, suffix: Substring?) -> PterodactylFrame {
        var completion: PterodactylWire.BackupCompletion?
        do {
            completion = try ServiceJSON.decode(PterodactylWire.BackupCompletion.self, from: Array(payload.utf8))
        } catch {
            // The name may still say which backup it was.
        }
        guard let id = completion?.uuid.value ?? suffix.map(String.init), !id.isEmpty else { return .someBackupEnded }
        return .backupEnded(Backup.ID(id), wasSuccessful: completion?.isSuccessful.value)
    }

    private static func power(_ word: String) -> PterodactylFrame {
        let state = PterodactylMapping.power(word)
        return state == .unknown
            ? .unknownPower("status \(PlainText.line(word.isEmpty ? "none" : word, limit: 40))") : .power(state)
    }
}
