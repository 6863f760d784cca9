import FoundationEssentials

/// The panel's JSON objects (wire sheet stellarstack, sections 2 and 4).
struct StellarStackObjects: Sendable {
    let scenario: SandboxScenario
    let clock: ServiceClock
    private let lists = RenderedLists<GameServer.ID>()

    /// Whether a client is shown a row. Deployed panels add a row only once the archive is whole, and never learn of
    /// what their schedules make.
    func isVisible(_ row: StoredBackup) -> Bool {
        scenario == .documented || (row.archive != nil && !row.isAutomated)
    }

    /// All rows of a server, newest first.
    func backups(_ server: GameServer) -> JSON {
        lists.list(of: server.id, on: server.shelf, select: { rows in
            rows.filter(isVisible).sorted { createdAt($0) > createdAt($1) }
        }, row: { backup($0, on: server) })
    }

    /// Deployed panels know nothing of a backup before it is complete.
    private func createdAt(_ row: StoredBackup) -> Date {
        scenario == .documented ? row.createdAt : row.completedAt ?? row.createdAt
    }

    /// The same row as the create answers it: without the path, and at deployed panels with the time of the answer.
    func created(_ row: StoredBackup, on server: GameServer) -> JSON {
        guard case let .object(members) = backup(row, on: server) else { return nil }
        let now = JSON.string(time(clock.now))
        return .object(members.filter { $0.name != "storagePath" }.map { member in
            guard scenario == .deployed, member.name.hasSuffix("At") else { return member }
            return JSON.Member(name: member.name, value: now)
        })
    }

    private func backup(_ row: StoredBackup, on server: GameServer) -> JSON {
        let isDocumented = scenario == .documented
        let createdAt = createdAt(row)
        var members: [JSON.Member] = [
            .init(name: "id", value: .string(row.id.text)),
            .init(name: "name", value: .string(row.name)),
            .init(name: "size", value: .integer(row.archive?.bytes ?? 0)),
            .init(name: "checksum", value: .optional(row.archive?.sha256)),
            .init(name: "checksumType", value: "sha256"),
            .init(name: "status", value: .string(Self.status(row.state))),
            .init(name: "isLocked", value: .bool(row.isLocked)),
            .init(
                name: "storagePath",
                value: isDocumented ? .string("/backups/\(server.id.text)/\(row.id.text).tar.gz") : .null
            ),
            .init(name: "serverId", value: .string(server.id.text)),
            .init(name: "ignoredFiles", value: .array(row.ignored.map(JSON.string))),
        ]
        if let completedAt = row.completedAt {
            members.append(.init(name: "completedAt", value: .string(time(completedAt))))
        }
        members.append(.init(name: "createdAt", value: .string(time(createdAt))))
        let updatedAt = row.changedAt ?? row.completedAt ?? row.createdAt
        members.append(.init(name: "updatedAt", value: .string(time(max(updatedAt, createdAt)))))
        return .object(members)
    }

    private static func status(_ state: StoredBackup.State) -> String {
        switch state {
        case .pending, .running: "IN_PROGRESS"
        case .restoring: "RESTORING"
        case .completed: "COMPLETED"
        case .failed: "FAILED"
        }
    }

    /// The document writes whole seconds.
    private func time(_ date: Date) -> String {
        scenario == .documented ? date.wireSeconds : date.wireText
    }

    /// The name of a backup that was given none.
    func defaultName() -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let day = calendar.dateComponents([.year, .month, .day], from: clock.now)
        return "Backup \(day.month ?? 1)/\(day.day ?? 1)/\(day.year ?? 1970)"
    }

    /// A server as in the list; alone it tells more of its node.
    func server(_ server: GameServer, isSingle: Bool) -> JSON {
        let created = server.worlds.first?.createdAt ?? clock.now
        var node: [JSON.Member] = [
            .init(name: "id", value: "node-1"),
            .init(name: "displayName", value: "sandbox-1"),
            .init(name: "isOnline", value: .bool(server.condition != .nodeOffline)),
            .init(name: "location", value: ["id": "location-1", "name": "Sandbox"]),
        ]
        if isSingle {
            node += [
                .init(name: "host", value: "node.sandbox.invalid"),
                .init(name: "port", value: 5000),
                .init(name: "protocol", value: "https"),
                .init(name: "sftpPort", value: 2022),
            ]
        }
        return [
            "id": .string(server.id.text),
            "name": .string(server.name),
            "description": nil,
            "status": .string(status(server)),
            "suspended": .bool(server.condition == .suspended),
            "memory": "8192",
            "disk": "65536",
            "swap": "0",
            "cpu": 400,
            "backupLimit": .integer(server.quota),
            "node": .object(node),
            "blueprint": ["id": "blueprint-1", "name": "Minecraft Java"],
            "owner": ["id": "user-sandbox", "name": "robin", "email": "robin@sandbox.invalid"],
            "allocations": [[
                "id": .string("allocation-\(server.index)"),
                "ip": "203.0.113.10",
                "port": .integer(25565 + server.index),
                "alias": nil,
            ]],
            "createdAt": .string(time(created)),
            "updatedAt": .string(time(created)),
        ]
    }

    private func status(_ server: GameServer) -> String {
        switch server.condition {
        case .suspended: return "SUSPENDED"
        case .installing: return "INSTALLING"
        case .installFailed, .reinstallFailed: return "ERROR"
        case .maintenance: return "MAINTENANCE"
        case .normal, .restoring, .transferring, .nodeOffline, .storageFull: break
        }
        // Only the document has the server change with its backup.
        if scenario == .documented, isRestoring(server) {
            return "RESTORING"
        }
        return switch server.power {
        case .starting: "STARTING"
        case .running: "RUNNING"
        case .stopping: "STOPPING"
        case .stopped: "STOPPED"
        case .crashed: "ERROR"
        }
    }

    private func isRestoring(_ server: GameServer) -> Bool {
        server.shelf.rows.contains { $0.state == .restoring }
    }

    /// What the daemon says: the state that decides whether a restore may begin.
    func stats(_ server: GameServer) -> JSON {
        let state = switch server.power {
        case .starting: "starting"
        case .running: "running"
        case .stopping: "stopping"
        case .stopped, .crashed: "offline"
        }
        return [
            "state": .string(state),
            "is_installing": .bool(server.condition == .installing),
            "is_transferring": .bool(server.condition == .transferring),
            "is_restoring": .bool(isRestoring(server)),
            "memory_bytes": .integer(server.power.isAtRest ? 0 : 3_221_225_472),
            "memory_limit_bytes": 8_589_934_592,
            "cpu_absolute": .number(server.power.isAtRest ? 0 : 42.5),
            "disk_bytes": 5_000_000_000,
        ]
    }

    /// How full the server's disk is.
    func diskUsage(_ server: GameServer) -> JSON {
        let bytes = server.worlds.reduce(0) { total, world in
            // A world that is being swapped at this moment counts as empty.
            total + ((try? FolderScan(world.folder))?.bytes ?? 0)
        }
        return ["used_bytes": .integer(bytes), "limit_bytes": 68_719_476_736, "path": "/"]
    }
}
