import BackupKit

/// A server as a kept context holds it. A type of its own, so that what is in files changes only on purpose.
struct ServerRecord: Codable {
    private struct World: Codable {
        let id: String
        let name: String
        let isActive: Bool
    }

    private struct Quota: Codable {
        let used: Int?
        let limit: Int?
    }

    private let id: String
    private let name: String
    private let worlds: [World]
    private let quota: Quota?
    private let condition: ConditionRecord
    private let permissions: [String]?
    private let power: String?

    init(_ server: Server) {
        id = server.id.rawValue
        name = server.name
        worlds = server.worlds.map { World(id: $0.id.rawValue, name: $0.name, isActive: $0.isActive) }
        quota = server.quota.map { Quota(used: $0.used, limit: $0.limit) }
        condition = ConditionRecord(server.condition)
        permissions = server.permissions.map { $0.map(\.word).sorted() }
        power = server.power?.rawValue
    }

    /// The server; words that this version does not know are unknown facts.
    var server: Server {
        Server(
            id: Server.ID(id),
            name: name,
            worlds: worlds.map { BackupKit.World(id: BackupKit.World.ID($0.id), name: $0.name, isActive: $0.isActive) },
            quota: quota.map { BackupKit.Quota(used: $0.used, limit: $0.limit) },
            condition: condition.condition,
            permissions: permissions.map { words in
                Set(Server.Permission.allCases.filter { words.contains($0.word) })
            },
            power: power.map { PowerState(rawValue: $0) ?? .unknown }
        )
    }
}

extension Server.Permission {
    /// The permission in a file.
    fileprivate var word: String {
        switch self {
        case .readBackups: "read-backups"
        case .createBackups: "create-backups"
        case .restoreBackups: "restore-backups"
        case .deleteBackups: "delete-backups"
        case .renameBackups: "rename-backups"
        case .lockBackups: "lock-backups"
        case .downloadBackups: "download-backups"
        case .readActivity: "read-activity"
        case .startServer: "start-server"
        case .stopServer: "stop-server"
        case .restartServer: "restart-server"
        }
    }
}
