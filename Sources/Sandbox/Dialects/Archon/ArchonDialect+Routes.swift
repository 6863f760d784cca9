import FoundationEssentials

extension ArchonDialect {
    /// Stands for the active world.
    static let anyWorld = "00000000-0000-0000-0000-000000000000"

    var routes: RouteTable {
        var table = RouteTable()
        addServers(to: &table)
        addBackups(to: &table)
        return table
    }

    private func addServers(to table: inout RouteTable) {
        table.add("GET", "/v1/servers") { _ in
            await .json(.array(engine.servers.map(objects.serverV1)))
        }
        table.add("GET", "/v1/servers/:sid") { call in
            try await .json(objects.serverV1(server(call)))
        }
        table.add("GET", "/modrinth/v0/servers") { call in
            await .json(page(call, of: engine.servers))
        }
        table.add("GET", "/modrinth/v0/servers/:sid") { call in
            try await .json(serverV0(server(call), call))
        }
        table.add("POST", "/modrinth/v0/servers/:sid/power") { call in
            let server = try await server(call)
            guard let action = call.json?["action"]?.text, let command = PowerCommand(archon: action) else {
                throw RouteError.badBody("action is Start, Stop, Restart or Kill")
            }
            try await engine.command(command, on: server.id)
            return .noContent
        }
        table.add("GET", "/modrinth/v0/servers/:sid/ws") { call in
            let server = try await server(call)
            // Older nodes are named without a scheme, newer ones with it; both shapes occur.
            let scheme = server.index % 2 == 0 ? "ws://" : ""
            return .json([
                "url": .string("\(scheme)\(call.host)/\(system.rawValue)/node/\(server.id.text)/ws"),
                "token": .string(tokens.issue(for: server.id)),
            ])
        }
    }

    private func addBackups(to table: inout RouteTable) {
        let base = "/v1/servers/:sid/worlds/:wid/backups"
        table.add("GET", base) { call in
            let (server, world) = try await place(call)
            return .json(objects.backups(of: world, on: server))
        }
        table.add("GET", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            return try await .json(objects.backup(engine.backup(backupID(call), on: server.id, world: world.id)))
        }
        table.add("POST", base) { call in
            let (server, world) = try await place(call)
            guard let name = call.json?["name"]?.text else { throw RouteError.badBody("name is missing") }
            let backup = try await engine.create(on: server.id, world: world.id, name: name)
            return .json(["id": .string(backup.id.text)])
        }
        table.add("POST", "\(base)/:bid/restore") { call in
            let (server, world) = try await place(call)
            try await engine.restore(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("POST", "\(base)/:bid/retry") { call in
            let (server, world) = try await place(call)
            try await engine.retry(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("DELETE", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            try await engine.delete(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("PATCH", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            guard let body = call.json else { throw RouteError.badBody("the body is not JSON") }
            // The key is optional: without it nothing is renamed.
            guard let name = body["name"]?.text else {
                _ = try await engine.backup(backupID(call), on: server.id, world: world.id)
                return .noContent
            }
            try await engine.rename(backupID(call), on: server.id, world: world.id, to: name)
            return .noContent
        }
        table.add("GET", "/modrinth/v0/backups/:bid/download") { call in
            try await download(call)
        }
    }

    private func download(_ call: Call) async throws -> Answer {
        let id = try backupID(call)
        guard let auth = call.queryValue("auth"), let server = tokens.server(of: auth) else {
            throw RouteError.unauthorized
        }
        let backup = try await engine.backup(id, on: server)
        guard backup.state == .completed else {
            throw EngineError.wrongState("backup \(backup.name) has no archive")
        }
        do {
            try await engine.placeArchive(of: backup)
            return try .file(engine.folder.archive(id), headers: [
                ("Content-Type", "application/gzip"),
                ("Content-Disposition", "attachment; filename=\"\(id.text).tar.gz\""),
            ])
        } catch {
            throw EngineError.archiveMissing("the archive of backup \(backup.name) is gone")
        }
    }

    private func server(_ call: Call) async throws -> GameServer {
        try await engine.server(GameServer.ID(text: call.parameter("sid")))
    }

    private func place(_ call: Call) async throws -> (GameServer, World) {
        let server = try await server(call)
        let id = try call.parameter("wid")
        let world = id == Self.anyWorld ? server.activeWorld : server.world(World.ID(text: id))
        guard let world else { throw EngineError.noWorld(id) }
        return (server, world)
    }

    private func backupID(_ call: Call) throws -> StoredBackup.ID {
        try StoredBackup.ID(text: call.parameter("bid"))
    }

    private func serverV0(_ server: GameServer, _ call: Call) -> JSON {
        objects.serverV0(server, node: ["token": .string(tokens.issue(for: server.id)), "instance": .string(call.host)])
    }

    private func page(_ call: Call, of servers: [GameServer]) -> JSON {
        let limit = max(1, call.queryValue("limit").flatMap(Int.init) ?? servers.count)
        let offset = max(0, call.queryValue("offset").flatMap(Int.init) ?? 0)
        let shown = servers.dropFirst(offset).prefix(limit)
        return [
            "servers": .array(shown.map { serverV0($0, call) }),
            "pagination": [
                "current_page": .integer(offset / limit),
                "page_size": .integer(limit),
                "total_pages": .integer((servers.count + limit - 1) / limit),
                "total_items": .integer(servers.count),
            ],
            "users": ["U-sandbox": ["id": "U-sandbox", "username": "robin", "avatar_url": nil]],
        ]
    }
}

extension PowerCommand {
    /// Archon writes its actions with a capital.
    fileprivate init?(archon action: String) {
        switch action {
        case "Start": self = .start
        case "Stop": self = .stop
        case "Restart": self = .restart
        case "Kill": self = .kill
        default: return nil
        }
    }
}
