extension ArchonDialect {
    /// The servers of v1, which alone know the worlds.
    func addServersV1(to table: inout RouteTable) {
        table.add("GET", "/v1/servers") { _ in
            await .json(.array(engine.servers.map(objects.serverV1)))
        }
        table.add("GET", "/v1/servers/:sid") { call in
            try await .json(objects.serverV1(server(call)))
        }
    }

    /// The servers of v0, which alone know the quota, their power and their socket.
    func addServersV0(to table: inout RouteTable) {
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
