import FoundationEssentials

/// The panel's JSON objects (wire sheet pterodactyl, sections 1.2, 2.1 and 3).
struct PterodactylObjects: Sendable {
    let scenario: SandboxScenario
    private let lists = RenderedLists<GameServer.ID>()

    /// An object with its kind.
    func wrapped(_ kind: String, _ attributes: JSON) -> JSON {
        ["object": .string(kind), "attributes": attributes]
    }

    /// All backups of a server, oldest first.
    func backups(_ server: GameServer) -> [JSON] {
        lists.rows(of: server.id, on: server.shelf, row: backup)
    }

    /// One backup; the documents know another checksum and no answer about success before the end.
    func backup(_ row: StoredBackup) -> JSON {
        let isDone = row.state == .completed || row.state == .restoring
        let archive = isDone ? row.archive : nil
        let completedAt = row.state == .pending || row.state == .running ? nil : row.completedAt
        if scenario == .documented {
            return wrapped("backup", [
                "uuid": .string(row.id.text),
                "name": .string(row.name),
                "ignored_files": .array(row.ignored.map(JSON.string)),
                "sha256_hash": .optional(archive?.sha256),
                "bytes": .integer(archive?.bytes ?? 0),
                "created_at": .string(row.createdAt.panelText),
                // The documents leave a failed one without an end.
                "completed_at": .optional(isDone ? completedAt?.panelText : nil),
                "is_successful": row.state == .pending || row.state == .running ? nil : .bool(isDone),
                "is_locked": .bool(row.isLocked),
            ])
        }
        return wrapped("backup", [
            "uuid": .string(row.id.text),
            "is_successful": .bool(isDone),
            "is_locked": .bool(row.isLocked),
            "name": .string(row.name),
            "ignored_files": .array(row.ignored.map(JSON.string)),
            "checksum": .optional(archive.map { "sha1:\($0.sha1)" }),
            "bytes": .integer(archive?.bytes ?? 0),
            "created_at": .string(row.createdAt.panelText),
            "completed_at": .optional(completedAt?.panelText),
        ])
    }

    /// One server.
    func server(_ server: GameServer) -> JSON {
        let access = PterodactylAccess(server: server)
        let seesStartup = access.allows(.readStartup)
        let jar = seesStartup ? "server.jar" : "[hidden]"
        return wrapped("server", [
            "server_owner": .bool(access.isOwner),
            "identifier": .string(server.shortID),
            "internal_id": .integer(server.index + 1),
            "uuid": .string(server.id.text),
            "name": .string(server.name),
            "node": "node-1",
            "is_node_under_maintenance": .bool(server.condition == .maintenance),
            "sftp_details": ["ip": "127.0.0.1", "port": 2022],
            "description": .string("Sandbox server \(server.name)"),
            "limits": [
                "memory": 8192, "swap": 0, "disk": 65536, "io": 500, "cpu": 400, "threads": nil, "oom_disabled": true,
            ],
            "invocation": .string("java -Xms128M -XX:MaxRAMPercentage=95.0 -Dterminal.jline=false -jar \(jar)"),
            "docker_image": "ghcr.io/pterodactyl/yolks:java_21",
            "egg_features": ["eula", "java_version", "pid_limit"],
            "feature_limits": ["databases": 2, "allocations": 1, "backups": .integer(server.quota)],
            "status": .optional(server.condition.panelStatus),
            "is_suspended": .bool(server.condition == .suspended),
            "is_installing": .bool(server.condition == .installing),
            "is_transferring": .bool(server.condition == .transferring),
            "relationships": [
                "allocations": allocations(server),
                "variables": seesStartup ? variables : ["object": "null_resource", "attributes": nil],
            ],
        ])
    }

    private func allocations(_ server: GameServer) -> JSON {
        let allocation = wrapped("allocation", [
            "id": .integer(server.index + 1),
            "ip": "203.0.113.10",
            "ip_alias": nil,
            "port": .integer(25565 + server.index),
            "notes": nil,
            "is_default": true,
        ])
        return ["object": "list", "data": [allocation]]
    }

    private var variables: JSON {
        let variable = wrapped("egg_variable", [
            "name": "Minecraft Version",
            "description": "The version of minecraft to download. \r\n\r\nLeave at latest to always get the latest version.",
            "env_variable": "MINECRAFT_VERSION",
            "default_value": "latest",
            "server_value": "latest",
            "is_editable": true,
            "rules": "nullable|string|max:20",
        ])
        return ["object": "list", "data": [variable]]
    }

    /// The one account that the token belongs to.
    var account: JSON {
        wrapped("user", [
            "id": 1,
            "admin": false,
            "username": "robin",
            "email": "robin@sandbox.invalid",
            "first_name": "Robin",
            "last_name": "Sandbox",
            "language": "en",
        ])
    }

    /// What a game process uses at the moment (section 3.3).
    func resources(_ server: GameServer, _ usage: PterodactylUsage) -> JSON {
        wrapped("stats", [
            "current_state": .string(server.power.nodeWord),
            "is_suspended": .bool(server.condition == .suspended),
            "resources": [
                "memory_bytes": .integer(usage.memory),
                "cpu_absolute": .number(usage.cpu),
                "disk_bytes": .integer(usage.disk),
                "network_rx_bytes": .integer(usage.received),
                "network_tx_bytes": .integer(usage.sent),
                "uptime": .integer(usage.uptime),
            ],
        ])
    }
}

extension GameServer {
    /// The first eight characters of its id, which paths take too.
    var shortID: String {
        String(id.text.prefix(8))
    }
}

extension ServerCondition {
    /// As `status` names it; `nil` for what is told elsewhere or not at all (section 1.6).
    fileprivate var panelStatus: String? {
        switch self {
        case .normal, .transferring, .maintenance, .nodeOffline, .storageFull: nil
        case .installing: "installing"
        case .installFailed: "install_failed"
        case .reinstallFailed: "reinstall_failed"
        case .suspended: "suspended"
        case .restoring: "restoring_backup"
        }
    }
}

extension PowerState {
    /// As the node names it (section 4.3).
    var nodeWord: String {
        switch self {
        case .starting, .running, .stopping: rawValue
        case .stopped, .crashed: "offline"
        }
    }
}

extension Date {
    /// With a numeric offset and without fractions, as the panel writes times.
    var panelText: String {
        wireText.prefix(19) + "+00:00"
    }
}
