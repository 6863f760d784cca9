import BackupKit

/// What a request is for, in words: every error names its object.
struct ArchonAct: Sendable {
    /// Begins a message, such as `Listing the backups of server 1a2b3c4d`.
    let words: String
    /// True when the request changes something, so that a lost answer leaves open whether it did.
    let isMutation: Bool

    static let listServers = ArchonAct(words: "Reading the servers", isMutation: false)

    static func readServer(_ id: Server.ID) -> ArchonAct {
        ArchonAct(words: "Reading \(name(id))", isMutation: false)
    }

    static func listBackups(_ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Listing the backups of \(name(server))", isMutation: false)
    }

    static func readBackup(_ id: Backup.ID, _ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Reading \(name(id)) of \(name(server))", isMutation: false)
    }

    static func followEvents(_ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Live events of \(name(server))", isMutation: false)
    }

    static func create(_ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Creating a backup on \(name(server))", isMutation: true)
    }

    static func restore(_ id: Backup.ID, _ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Restoring \(name(id)) on \(name(server))", isMutation: true)
    }

    static func delete(_ id: Backup.ID, _ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Deleting \(name(id)) of \(name(server))", isMutation: true)
    }

    static func rename(_ id: Backup.ID, _ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Renaming \(name(id)) of \(name(server))", isMutation: true)
    }

    static func retry(_ id: Backup.ID, _ server: Server.ID) -> ArchonAct {
        ArchonAct(words: "Retrying \(name(id)) of \(name(server))", isMutation: true)
    }

    static func power(_ signal: PowerSignal, _ server: Server.ID) -> ArchonAct {
        let verb = switch signal {
        case .start: "Starting"
        case .stop: "Stopping"
        case .restart: "Restarting"
        case .kill: "Killing"
        }
        return ArchonAct(words: "\(verb) \(name(server))", isMutation: true)
    }

    private static func name(_ id: Server.ID) -> String {
        "server \(PlainText.line(id.short, limit: 8))"
    }

    private static func name(_ id: Backup.ID) -> String {
        "backup \(PlainText.line(id.short, limit: 8))"
    }
}
