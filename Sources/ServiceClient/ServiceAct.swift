public import BackupKit

/// What a request is for, in words: every error names its object.
public struct ServiceAct: Hashable, Sendable {
    /// Begins a message, such as `Listing the backups of server 1a2b3c4d`.
    public let words: String
    /// True when the request changes something, so that a lost answer leaves open whether it did.
    public let isMutation: Bool

    private init(reading words: String) {
        self.words = words
        isMutation = false
    }

    private init(changing words: String) {
        self.words = words
        isMutation = true
    }

    /// Reading which servers there are.
    public static let listServers = ServiceAct(reading: "Reading the servers")

    /// Reading the backups of all servers.
    public static let listAllBackups = ServiceAct(reading: "Listing the backups of all servers")

    /// Reading one server.
    public static func readServer(_ id: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Reading \(name(id))")
    }

    /// Reading a server's activity log.
    public static func readActivity(_ id: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Reading the activity of \(name(id))")
    }

    /// Reading the backups of a server.
    public static func listBackups(_ server: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Listing the backups of \(name(server))")
    }

    /// Reading one backup.
    public static func readBackup(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Reading \(name(id)) of \(name(server))")
    }

    /// The live feed of a server.
    public static func followEvents(_ server: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Live events of \(name(server))")
    }

    /// Fetching an archive.
    public static func download(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(reading: "Downloading \(name(id)) of \(name(server))")
    }

    /// Making a backup.
    public static func create(_ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Creating a backup on \(name(server))")
    }

    /// Restoring a backup.
    public static func restore(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Restoring \(name(id)) on \(name(server))")
    }

    /// Deleting one backup.
    public static func delete(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Deleting \(name(id)) of \(name(server))")
    }

    /// Deleting several backups.
    public static func delete(_ ids: [Backup.ID], _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Deleting \(ids.count) backups of \(name(server))")
    }

    /// Renaming a backup.
    public static func rename(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Renaming \(name(id)) of \(name(server))")
    }

    /// Trying a failed backup again.
    public static func retry(_ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Retrying \(name(id)) of \(name(server))")
    }

    /// Locking or unlocking a backup.
    public static func lock(_ isLocked: Bool, _ id: Backup.ID, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "\(isLocked ? "Locking" : "Unlocking") \(name(id)) of \(name(server))")
    }

    /// Stopping a run of work.
    public static func cancel(_ run: OperationRun, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Cancelling the \(run.kind.rawValue) of \(name(run.backup)) on \(name(server))")
    }

    /// Telling that an outcome was seen.
    public static func acknowledge(_ run: OperationRun, _ server: Server.ID) -> ServiceAct {
        ServiceAct(changing: "Dismissing the outcome of \(name(run.backup)) on \(name(server))")
    }

    /// A power signal.
    public static func power(_ signal: PowerSignal, _ server: Server.ID) -> ServiceAct {
        let verb = switch signal {
        case .start: "Starting"
        case .stop: "Stopping"
        case .restart: "Restarting"
        case .kill: "Killing"
        }
        return ServiceAct(changing: "\(verb) \(name(server))")
    }

    private static func name(_ id: Server.ID) -> String {
        "server \(PlainText.line(id.short, limit: 8))"
    }

    private static func name(_ id: Backup.ID) -> String {
        "backup \(PlainText.line(id.short, limit: 8))"
    }
}
