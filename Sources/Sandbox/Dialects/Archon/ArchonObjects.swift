import FoundationEssentials

/// Archon's JSON objects of v0 and v1 (wire sheet archon, sections 2.1, 2.2 and 3).
struct ArchonObjects: Sendable {
    let scenario: SandboxScenario
    let generation: ArchonDialect.Generation
    private let lists = RenderedLists<World.ID>()

    /// `physical_id`, `status` and `locked` came after v0, and the documents do not know them.
    private var isDetailed: Bool {
        scenario == .deployed && generation != .v0
    }

    /// The backups of a world, oldest first; rendered once per change.
    func backups(of world: World, on server: GameServer) -> JSON {
        lists.list(of: world.id, on: server.shelf, select: { $0.filter { $0.world == world.id } }, row: backup)
    }

    /// One backup.
    func backup(_ row: StoredBackup) -> JSON {
        let status = Self.status(row)
        var members: [JSON.Member] = [.init(name: "id", value: .string(row.id.text))]
        if isDetailed {
            members.append(.init(name: "physical_id", value: .string(row.physicalID)))
        }
        members += [
            .init(name: "name", value: .string(row.name)),
            .init(name: "created_at", value: .string(row.createdAt.wireText)),
            .init(name: "automated", value: .bool(row.isAutomated)),
        ]
        if isDetailed {
            members.append(.init(name: "status", value: .string(status)))
        }
        members += [
            .init(name: "interrupted", value: .bool(row.state == .failed)),
            .init(name: "ongoing", value: .bool(status == "pending" || status == "in_progress")),
        ]
        if isDetailed {
            members.append(.init(name: "locked", value: .bool(row.isLocked)))
        }
        if let task = task(row) {
            members.append(.init(name: "task", value: task))
        }
        return .object(members)
    }

    private static func status(_ row: StoredBackup) -> String {
        switch row.state {
        case .pending: "pending"
        case .running, .restoring: "in_progress"
        case .completed: "done"
        case .failed: row.isTimedOut ? "timed_out" : "error"
        }
    }

    private func task(_ row: StoredBackup) -> JSON? {
        let reports = [("create", row.creation), ("restore", row.restoration)].compactMap { name, report in
            report.map { report in
                JSON.Member(
                    name: name,
                    value: ["progress": .number(report.fraction), "state": .string(report.state.rawValue)]
                )
            }
        }
        return reports.isEmpty ? nil : .object(reports)
    }

    /// The server of v0, which alone knows the quota.
    func serverV0(_ server: GameServer, node: JSON) -> JSON {
        var random = SeededGenerator(seed: UInt64(server.index), purpose: server.id.text)
        return [
            "server_id": .string(server.id.text),
            "name": .string(server.name),
            "owner_id": "U-sandbox",
            "net": [
                "ip": .string("203.0.113.\(1 + server.index % 250)"),
                "port": 25565,
                "domain": .string(server.name),
            ],
            "game": "Minecraft",
            "backup_quota": .integer(server.quota),
            "used_backup_quota": .integer(server.shelf.rows.count),
            "status": .string(Self.status(server.condition)),
            "suspension_reason": server.condition == .suspended ? "paymentfailed" : nil,
            "loader": "Fabric",
            "loader_version": "0.16.9",
            "mc_version": "1.21.4",
            "upstream": nil,
            "sftp_username": .string("u\(server.index)"),
            "sftp_password": .string(random.word(16)),
            "sftp_host": "sftp.sandbox.invalid",
            "datacenter": "sandbox-1",
            "notices": [],
            // A server that is still being set up has no node yet.
            "node": server.condition == .installing ? nil : node,
            "flows": ["intro": false],
            "is_medal": false,
            "current_user_permissions": Self.permissions(server),
        ]
    }

    private static func status(_ condition: ServerCondition) -> String {
        switch condition {
        case .installing: "installing"
        case .installFailed, .reinstallFailed: "broken"
        case .suspended: "suspended"
        case .normal, .restoring, .transferring, .maintenance, .nodeOffline, .storageFull: "available"
        }
    }

    /// The mask in its three known shapes, by server: owner, owner as a negative number, editor.
    private static func permissions(_ server: GameServer) -> JSON {
        let everything: UInt64 = ~0 << 15
        let editor: UInt64 = 0b1111_1101 << 56
        return switch server.index % 3 {
        case 0: .unsigned(everything)
        case 1: .integer(Int(Int64(bitPattern: everything)))
        default: .unsigned(editor)
        }
    }

    /// The server of v1, which alone knows the worlds.
    func serverV1(_ server: GameServer) -> JSON {
        var random = SeededGenerator(seed: UInt64(server.index), purpose: server.id.text)
        return [
            "id": .string(server.id.text),
            "name": .string(server.name),
            "subdomain": .string(server.name),
            "specs": ["cpu": 4, "memory_mb": 8192, "storage_mb": 65536, "swap_mb": 1024],
            "sftp_username": .string("u\(server.index)"),
            "sftp_password": .string(random.word(16)),
            "tags": [],
            "location": [
                "status": "assigned",
                "location_metadata": [
                    "region": "eu-lim",
                    "region_should_be_user_displayed": true,
                    "hostname": "sandbox-1",
                    "is_decommissioned_node": false,
                ],
            ],
            "worlds": .array(server.worlds.map { world(of: $0, on: server) }),
        ]
    }

    private func world(of world: World, on server: GameServer) -> JSON {
        [
            "id": .string(world.id.text),
            "name": .string(world.name),
            "created_at": .string(world.createdAt.wireText),
            "is_active": .bool(world.isActive),
            "backups": backups(of: world, on: server),
            "content": nil,
            "readiness": ["data_synchronized_fetched": true],
        ]
    }
}
