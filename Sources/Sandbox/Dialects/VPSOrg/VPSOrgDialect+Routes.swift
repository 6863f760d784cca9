import FoundationEssentials

extension VPSOrgDialect {
    func makeRoutes() -> RouteTable {
        var table = RouteTable()
        table.add("GET", "/api/v1/account/me") { _ in
            .json(objects.account())
        }
        table.add("GET", "/api/v1/servers") { call in
            let servers = await engine.servers.filter { server in
                call.queryValue("status").map { $0 == objects.status(server) } ?? true
                    && call.queryValue("location").map { $0 == objects.location(server) } ?? true
            }
            return try .json(page(servers.map(objects.server), call))
        }
        table.add("POST", "/api/v1/servers/:sid/restore") { call in
            try await restore(call)
        }
        table.add("GET", "/api/v1/backups") { call in
            try await .json(page(backups(call), call))
        }
        table.add("POST", "/api/v1/backups") { call in
            try await create(call)
        }
        table.add("DELETE", "/api/v1/backups/:bid") { call in
            let id = try call.parameter("bid")
            guard let (server, backup) = await find(id) else { throw EngineError.noBackup(id) }
            try await engine.delete(backup.id, on: server.id, world: backup.world)
            return .noContent
        }
        return table
    }

    /// Backups of all servers that the query asks for, newest first.
    private func backups(_ call: Call) async throws -> [JSON] {
        let serverID = call.queryValue("server_id")
        if let serverID, Int(serverID) == nil {
            throw BadParameter(name: "server_id", reason: "A valid integer is required.")
        }
        let type = call.queryValue("backup_type")
        if let type, !["manual", "automatic"].contains(type) {
            throw BadParameter(name: "backup_type", reason: "Choose manual or automatic.")
        }
        var found: [(order: (Date, Int), json: JSON)] = []
        for server in await engine.servers where serverID == nil || server.id.text == serverID {
            for (row, json) in zip(server.shelf.rows, objects.backups(server)) {
                if type == nil || type == objects.type(row) {
                    found.append(((row.createdAt, row.number), json))
                }
            }
        }
        return found.sorted { $0.order > $1.order }.map(\.json)
    }

    /// The envelope of every list. Paging is not documented: it is there only where a test switched it on.
    private func page(_ results: [JSON], _ call: Call) throws -> JSON {
        guard let pageSize, results.count > pageSize else {
            return ["count": .integer(results.count), "results": .array(results)]
        }
        let number = call.queryValue("page").map { Int($0) } ?? 1
        let first = ((number ?? 0) - 1) * pageSize
        guard let number, number > 0, first < results.count else { throw RouteError.noRoute }
        let isLast = first + pageSize >= results.count
        return [
            "count": .integer(results.count),
            "next": isLast ? .null : .string(link(to: number + 1, call)),
            "previous": number == 1 ? .null : .string(link(to: number - 1, call)),
            "results": .array(Array(results[first ..< min(first + pageSize, results.count)])),
        ]
    }

    private func link(to page: Int, _ call: Call) -> String {
        let kept = call.query.filter { $0.name != "page" }.map { "\($0.name)=\($0.value)&" }.joined()
        return "http://\(call.host)\(call.fullPath)?\(kept)page=\(page)"
    }

    private func create(_ call: Call) async throws -> Answer {
        guard let body = call.json else { throw RouteError.badBody("JSON parse error.") }
        guard let id = body["server_id"]?.int else {
            throw BadParameter(name: "server_id", reason: "A valid integer is required.")
        }
        let description = body["description"]
        guard description == nil || description == .null || description?.text != nil else {
            throw BadParameter(name: "description", reason: "Not a valid string.")
        }
        let server = try await engine.server(GameServer.ID(text: String(id)))
        guard let world = server.activeWorld else { throw EngineError.noWorld(server.name) }
        let backup = try await engine.create(on: server.id, world: world.id, name: description?.text ?? "")
        return .json(
            objects.backup((server, backup)).adding([.init(
                name: "message",
                value: "The backup is being made. Depending on the size of the server this takes some minutes."
            )]),
            status: 201
        )
    }

    private func restore(_ call: Call) async throws -> Answer {
        let target = try await engine.server(GameServer.ID(text: call.parameter("sid")))
        guard let body = call.json else { throw RouteError.badBody("JSON parse error.") }
        guard let id = body["backup_id"]?.int else {
            throw BadParameter(name: "backup_id", reason: "A valid integer is required.")
        }
        guard let (server, backup) = await find(String(id)) else { throw EngineError.noBackup(String(id)) }
        guard server.id == target.id else {
            throw BadParameter(name: "backup_id", reason: "The backup is another server's.")
        }
        try await engine.restore(backup.id, on: server.id, world: backup.world)
        return .json(["message": "The server is being restored."], status: 202)
    }

    private func find(_ id: String) async -> (server: GameServer, backup: StoredBackup)? {
        for server in await engine.servers {
            if let backup = server.shelf[StoredBackup.ID(text: id)] {
                return (server, backup)
            }
        }
        return nil
    }
}

extension StoredBackup {
    /// Its id, where the service counts its backups; 0 elsewhere.
    fileprivate var number: Int {
        Int(id.text) ?? 0
    }
}
