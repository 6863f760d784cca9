import FoundationEssentials
import Synchronization

/// Archon's JSON objects (wire sheet archon, sections 2.2 and 3).
final class ArchonObjects: Sendable {
    private let scenario: SandboxScenario
    private let clock: ServiceClock
    private let lists = Mutex<[World.ID: RenderedList]>([:])

    /// A rendered list, the revision of the shelf it shows, and its rows, of which few change at a time.
    private struct RenderedList {
        let revision: Int
        let bytes: [UInt8]
        let rows: [StoredBackup.ID: (revision: Int, bytes: [UInt8])]
    }

    init(scenario: SandboxScenario, clock: ServiceClock) {
        self.scenario = scenario
        self.clock = clock
    }

    /// The backups of a world, oldest first; rendered once per change.
    func backups(of world: World, on server: GameServer) -> JSON {
        let revision = server.shelf.revision
        let known = lists.withLock { $0[world.id] }
        if let known, known.revision == revision {
            return .rendered(known.bytes)
        }
        var rows: [StoredBackup.ID: (revision: Int, bytes: [UInt8])] = [:]
        var rendered: [JSON] = []
        for row in server.shelf.rows where row.world == world.id {
            let old = known?.rows[row.id]
            let bytes = old?.revision == row.revision ? old?.bytes ?? [] : backup(row).bytes
            rows[row.id] = (row.revision, bytes)
            rendered.append(.rendered(bytes))
        }
        let bytes = JSON.array(rendered).bytes
        lists.withLock { $0[world.id] = RenderedList(revision: revision, bytes: bytes, rows: rows) }
        return .rendered(bytes)
    }

    /// One backup of v1. The documents know neither `physical_id` nor `status` nor `locked`.
    func backup(_ row: StoredBackup) -> JSON {
        let status = Self.status(row.state)
        var members: [JSON.Member] = [.init(name: "id", value: .string(row.id.text))]
        if scenario == .deployed {
            members.append(.init(name: "physical_id", value: .string(row.physicalID)))
        }
        members += [
            .init(name: "name", value: .string(row.name)),
            .init(name: "created_at", value: .string(row.createdAt.wireText)),
            .init(name: "automated", value: .bool(row.isAutomated)),
        ]
        if scenario == .deployed {
            members.append(.init(name: "status", value: .string(status)))
        }
        members += [
            .init(name: "interrupted", value: .bool(row.state == .failed)),
            .init(name: "ongoing", value: .bool(status == "pending" || status == "in_progress")),
        ]
        if scenario == .deployed {
            members.append(.init(name: "locked", value: .bool(row.isLocked)))
        }
        if let task = task(row) {
            members.append(.init(name: "task", value: task))
        }
        return .object(members)
    }

    private static func status(_ state: StoredBackup.State) -> String {
        switch state {
        case .pending: "pending"
        case .running, .restoring: "in_progress"
        case .completed: "done"
        case .failed: "error"
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
            "status": "available",
            "suspension_reason": nil,
            "loader": "Fabric",
            "loader_version": "0.16.9",
            "mc_version": "1.21.4",
            "upstream": nil,
            "sftp_username": .string("u\(server.index)"),
            "sftp_password": .string(random.word(16)),
            "sftp_host": "sftp.sandbox.invalid",
            "datacenter": "sandbox-1",
            "notices": [],
            "node": node,
            "flows": ["intro": false],
            "is_medal": false,
            "current_user_permissions": Self.permissions(server),
        ]
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
