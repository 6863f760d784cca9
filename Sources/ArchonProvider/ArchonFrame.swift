import BackupKit
import ProviderSupport
import ServiceClient

/// One live frame, read (wire sheet archon, sections 4.1 to 4.3).
enum ArchonFrame: Equatable, Sendable {
    case authenticated
    case authExpiring
    case authIncorrect
    case progress(Progress)
    case power(PowerState)
    /// A power word this version does not know: the state is unknown from now on.
    case unknownPower(String)
    /// An event nobody shows.
    case noise
    /// A frame that is no event, or an event this version does not know.
    case unrecognised(String)

    /// The content of `backup-progress`.
    struct Progress: Equatable, Sendable {
        let backup: Backup.ID
        let task: String
        let state: String
        let fraction: Double?
    }

    /// Drops what nobody shows before it is decoded; what is not known is let through and counted.
    static let filter = EventFrameFilter(unwanted: unshown)

    private static let unshown: Set<String> = [
        "log", "log4j", "stats", "uptime", "install-progress", "installation-result", "new-mod", "filesystem-ops",
    ]

    /// Reads a frame's JSON; never fails.
    init(_ bytes: [UInt8]) {
        let event: ArchonWire.Event
        do {
            event = try ServiceJSON.decode(ArchonWire.Event.self, from: bytes)
        } catch {
            self = .unrecognised("a frame that is no event")
            return
        }
        switch event.event {
        case "auth-ok": self = .authenticated
        case "auth-expiring": self = .authExpiring
        case "auth-incorrect": self = .authIncorrect
        case "backup-progress": self = Self.progress(event)
        case "power-state": self = Self.power(event.state.value)
        case "state": self = Self.power(variant: event)
        case let name where Self.unshown.contains(name): self = .noise
        case let name: self = .unrecognised("event \(PlainText.line(name, limit: 40))")
        }
    }

    private static func progress(_ event: ArchonWire.Event) -> ArchonFrame {
        guard let id = event.id.value, !id.isEmpty, let task = event.task.value, let state = event.state.value else {
            return .unrecognised("backup-progress without id, task or state")
        }
        return .progress(Progress(
            backup: Backup.ID(id),
            task: task,
            state: state,
            fraction: ArchonMapping.fraction(event.progress.value)
        ))
    }

    private static func power(_ word: String?) -> ArchonFrame {
        switch word {
        case "running": .power(.running)
        case "stopped": .power(.stopped)
        case "starting": .power(.starting)
        // An older word: the process goes down and comes up again.
        case "stopping", "restarting": .power(.stopping)
        case "crashed": .power(.crashed)
        case "unknown": .power(.unknown)
        default: .unknownPower("power state \(PlainText.line(word ?? "none", limit: 40))")
        }
    }

    /// The newer shape. An idle server crashed when it ran out of memory or ended with an error code.
    private static func power(variant event: ArchonWire.Event) -> ArchonFrame {
        switch event.powerVariant.value {
        case "not_ready": .power(.stopped)
        case "starting": .power(.starting)
        case "running": .power(.running)
        case "stopping": .power(.stopping)
        case "idle":
            .power(event.wasOutOfMemory.value == true || (event.exitCode.value ?? 0) != 0 ? .crashed : .stopped)
        case let word: .unknownPower("power variant \(PlainText.line(word ?? "none", limit: 40))")
        }
    }
}
