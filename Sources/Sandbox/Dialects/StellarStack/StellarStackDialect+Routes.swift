import FoundationEssentials

extension StellarStackDialect {
    func makeRoutes() -> RouteTable {
        var table = RouteTable()
        addAccount(to: &table)
        addServers(to: &table)
        addBackups(to: &table)
        addDownloads(to: &table)
        return table
    }

    private func addAccount(to table: inout RouteTable) {
        table.add("GET", "/health") { _ in
            .json(["status": "ok", "timestamp": .string(engine.clock.now.wireText)])
        }
        table.add("GET", "/api/auth/get-session") { call in
            guard hasSession(call) else { return .json(nil) }
            let end = engine.clock.now.addingTimeInterval(7 * 86400)
            return .json([
                "user": ["id": "user-sandbox", "email": "robin@sandbox.invalid", "name": "robin", "role": "user"],
                "session": ["token": .string(token), "expiresAt": .string(end.wireText)],
            ])
        }
    }

    /// Servers, their power and what their daemon says of them (section 4).
    private func addServers(to table: inout RouteTable) {
        let one = "/api/servers/:sid"
        table.add("GET", "/api/servers") { _ in
            // Newest first; the fleet has them oldest first.
            await .json(.array(engine.servers.reversed().map { objects.server($0, isSingle: false) }))
        }
        table.add("GET", one) { call in
            try await .json(objects.server(server(call), isSingle: true))
        }
        table.add("GET", "\(one)/stats") { call in
            let server = try await server(call)
            try await engine.reachNode(of: server)
            return .json(objects.stats(server))
        }
        table.add("GET", "\(one)/files/disk-usage") { call in
            let server = try await server(call)
            try await engine.reachNode(of: server)
            for world in server.worlds {
                try await engine.place(world)
            }
            return .json(objects.diskUsage(server))
        }
        for command in PowerCommand.allCases {
            table.add("POST", "\(one)/\(command.rawValue)") { call in
                let server = try await usableServer(call)
                guard server.condition != .nodeOffline else { throw Refusal(status: 400, text: "Node is offline") }
                do {
                    try await engine.command(command, on: server.id)
                } catch {
                    throw Refusal(status: 500, text: Self.daemonText("the server is being restored"))
                }
                return .json(["success": true, "status": .string(Self.requested(command))])
            }
        }
    }

    /// What was asked for, which is all that the answer tells.
    private static func requested(_ command: PowerCommand) -> String {
        switch command {
        case .start, .restart: "STARTING"
        case .stop: "STOPPING"
        case .kill: "STOPPED"
        }
    }

    func server(_ call: Call) async throws -> GameServer {
        try await engine.server(GameServer.ID(text: call.parameter("sid")))
    }

    /// The server, unless it is suspended. `status` is what that is answered with.
    func usableServer(_ call: Call, status: Int = 403) async throws -> GameServer {
        let server = try await server(call)
        guard server.condition != .suspended else { throw Refusal(status: status, text: "Server is suspended") }
        return server
    }
}
