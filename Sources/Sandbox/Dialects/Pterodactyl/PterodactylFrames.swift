import FoundationEssentials

/// The node's socket frames (wire sheet pterodactyl, section 4.3).
struct PterodactylFrames: Sendable {
    static func frame(_ event: String, _ args: [String]? = nil) -> JSON {
        let name = JSON.Member(name: "event", value: .string(event))
        guard let args else { return .object([name]) }
        return .object([name, .init(name: "args", value: .array(args.map(JSON.string)))])
    }

    static func status(_ power: PowerState) -> JSON {
        frame("status", [power.nodeWord])
    }

    static func stats(_ server: GameServer, _ usage: PterodactylUsage) -> JSON {
        let stats: JSON = [
            "memory_bytes": .integer(usage.memory),
            "memory_limit_bytes": .integer(PterodactylUsage.memoryLimit),
            "cpu_absolute": .number(usage.cpu),
            "network": ["rx_bytes": .integer(usage.received), "tx_bytes": .integer(usage.sent)],
            "uptime": .integer(usage.uptime),
            "state": .string(server.power.nodeWord),
            "disk_bytes": .integer(usage.disk),
        ]
        return frame("stats", [stats.rendering])
    }

    /// The end of a create, good or bad; the name has no id behind it (section 4.5).
    static func completed(_ backup: StoredBackup) -> JSON {
        let payload: JSON = [
            "checksum": .string(backup.archive?.sha1 ?? ""),
            "checksum_type": "sha1",
            "file_size": .integer(backup.archive?.bytes ?? 0),
            "is_successful": .bool(backup.archive != nil),
            "uuid": .string(backup.id.text),
        ]
        return frame("backup completed", [payload.rendering])
    }

    /// The end of a restore, good or bad alike.
    static let restoreCompleted = frame("backup restore completed", [""])

    static func restoring(_ path: String) -> JSON {
        frame("daemon message", ["(restoring): \(path)"])
    }

    static let restored = frame("daemon message", ["Completed server restoration from local backup."])

    /// A line of the game's console, which says that the node did something.
    static func console(_ text: String) -> JSON {
        frame("console output", ["\u{1B}[1m\u{1B}[33m[Pterodactyl Daemon]:\u{1B}[39m \(text)\u{1B}[0m"])
    }

    static func tokenError(_ reason: String) -> JSON {
        frame("jwt error", ["jwt: \(reason)"])
    }

    static func daemonError(_ reason: String) -> JSON {
        frame("daemon error", ["Error Event [\(UUID().uuidString.lowercased())]: \(reason)"])
    }
}
