import FoundationEssentials

/// What is really so, for tests to compare a client's picture with.
struct TrueState: Sendable {
    let directory: SystemDirectory
    let faults: FaultBoard
    let sockets: SocketRegistry
    let recorder: RequestRecorder

    func json() async -> JSON {
        var systems: [JSON.Member] = []
        for dialect in directory.dialects {
            let servers = await dialect.engine.servers
            var rendered: [JSON] = []
            for server in servers {
                let work = await dialect.engine.allWork(on: server.id)
                let drafts = await dialect.engine.drafts(of: server)
                rendered.append(json(server, work, drafts, dialect.engine.policy))
            }
            await systems.append(.init(name: dialect.system.rawValue, value: [
                "sockets": .integer(sockets.count(dialect.system)),
                "streams": .integer(sockets.streamCount(dialect.system)),
                "servers": .array(rendered),
            ]))
        }
        return await [
            "systems": .object(systems),
            "faults": .array(faults.all.map { fault in
                [
                    "id": .string(fault.id),
                    "fault": .string("\(fault.kind)"),
                    "times_left": fault.times.map(JSON.integer) ?? .null,
                ]
            }),
            "held": .integer(faults.held),
            "requests": .integer(recorder.count),
        ]
    }

    private func json(
        _ server: GameServer,
        _ work: [BackupWork],
        _ drafts: [World.ID: WorldDraft],
        _ policy: EnginePolicy
    ) -> JSON {
        [
            "id": .string(server.id.text),
            "name": .string(server.name),
            "power": .string(server.power.rawValue),
            "stuck": .bool(server.powerIsStuck),
            "condition": .string(server.condition.rawValue),
            "quota": .integer(server.quota),
            "used": .integer(policy.used(server)),
            "worlds": .array(server.worlds.map { json($0, drafts[$0.id]) }),
            "backups": .array(server.shelf.rows.map(json)),
            "operations": .array(work.map(json)),
        ]
    }

    private func json(_ world: World, _ draft: WorldDraft?) -> JSON {
        // A world that is being swapped at this moment has no fingerprint.
        let scan = draft.map(\.scan) ?? (try? FolderScan(world.folder))
        return [
            "id": .string(world.id.text),
            "name": .string(world.name),
            "active": .bool(world.isActive),
            "path": .string(world.folder),
            "fingerprint": .optional(scan?.fingerprint),
            "files": scan.map { .integer($0.files) } ?? .null,
            "bytes": scan.map { .integer($0.bytes) } ?? .null,
        ]
    }

    private func json(_ backup: StoredBackup) -> JSON {
        [
            "id": .string(backup.id.text),
            "world": .string(backup.world.text),
            "name": .string(backup.name),
            "created_at": .string(backup.createdAt.wireText),
            "state": .string(backup.state.rawValue),
            "automated": .bool(backup.isAutomated),
            "locked": .bool(backup.isLocked),
            "ignored": .array(backup.ignored.map(JSON.string)),
            "bytes": backup.archive.map { .integer($0.bytes) } ?? .null,
            "sha1": .optional(backup.archive?.sha1),
            "sha256": .optional(backup.archive?.sha256),
            "deferred": .bool(backup.sharedArchive != nil),
        ]
    }

    private func json(_ work: BackupWork) -> JSON {
        [
            "id": .integer(work.id),
            "kind": .string(work.kind.rawValue),
            "backup": .string(work.backup.text),
            "world": .string(work.world.text),
            "state": .string(work.state.rawValue),
            "requested_at": .string(work.requestedAt.wireText),
            "started_at": .optional(work.startedAt?.wireText),
            "ended_at": .optional(work.endedAt?.wireText),
            "failure": .optional(work.failure),
        ]
    }
}
