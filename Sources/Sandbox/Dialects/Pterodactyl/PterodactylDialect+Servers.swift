import FoundationEssentials

extension PterodactylDialect {
    /// Filters of the server list, in the order in which a refusal names them.
    private static let filters = ["uuid", "name", "description", "external_id", "*"]

    func addAccount(to table: inout RouteTable) {
        table.add("GET", "/api/client") { call in
            await counted(call) { try await .json(serverList(call)) }
        }
        table.add("GET", "/api/client/account") { call in
            await counted(call) { .json(objects.account) }
        }
        table.add("GET", "/api/client/permissions") { call in
            await counted(call) {
                .json(objects.wrapped("system_permissions", ["permissions": PterodactylPermissions.all]))
            }
        }
    }

    func addServers(to table: inout RouteTable) {
        let base = "/api/client/servers/:sid"
        table.add("GET", base) { call in
            try await entered(call, inAnyCondition: true) { place in
                .json(objects.server(place.server).adding([.init(name: "meta", value: [
                    "is_server_owner": .bool(place.access.isOwner),
                    "user_permissions": .array(place.access.permissions.map(JSON.string)),
                ])]))
            }
        }
        table.add("GET", "\(base)/resources") { call in
            try await entered(call, needs: .connect) { place in
                try await engine.reachNode(of: place.server)
                return .json(resources.value(of: place.server.id) {
                    var random = SeededGenerator(seed: seed, purpose: "usage \(place.server.id.text)")
                    let usage = PterodactylUsage(place.server, now: engine.clock.now, &random)
                    return objects.resources(place.server, usage)
                })
            }
        }
        table.add("POST", "\(base)/power") { call in
            try await entered(call) { try await power($0) }
        }
        table.add("GET", "\(base)/websocket") { call in
            try await entered(call, needs: .connect) { place in
                .json(["data": [
                    "token": .string(links.issueSocket(of: place.server, place.access.permissions)),
                    "socket": .string("ws://\(call.host)/\(system.rawValue)/api/servers/\(place.server.id.text)/ws"),
                ]])
            }
        }
        table.add("GET", "\(base)/activity") { call in
            try await entered(call, needs: .readActivity) { place in
                await .json(PterodactylActivity(scenario: scenario).list(
                    engine.activity(of: place.server.id),
                    call,
                    base: panel(call) + call.path
                ))
            }
        }
    }

    private func power(_ place: Place) async throws -> Answer {
        var body = try PterodactylBody(place.call)
        let signal = body.word("signal", of: PowerCommand.allCases.map(\.rawValue))
        let permission = signal.flatMap { PterodactylAccess.Permission(signal: $0) }
        // A word that is no signal is one that nobody but an owner may send.
        guard permission.map(place.access.allows) ?? place.access.isOwner else { throw PterodactylRefusal.unauthorized }
        try body.check()
        try await engine.reachNode(of: place.server)
        if let command = signal.flatMap(PowerCommand.init(rawValue:)) {
            do {
                try await engine.panelCommand(command, on: place.server.id)
            } catch {
                // The node takes the order and answers nothing: what it cannot do shows on its socket only.
            }
        }
        return .noContent
    }

    private func serverList(_ call: Call) async throws -> JSON {
        var servers = await engine.servers
        switch call.queryValue("type") {
        case "admin", "admin-all": servers = []
        case "owner": servers.removeAll { !PterodactylAccess(server: $0).isOwner }
        default: break
        }
        for (name, value) in call.query where name.hasPrefix("filter[") && name.hasSuffix("]") {
            let filter = String(name.dropFirst("filter[".count).dropLast())
            guard Self.filters.contains(filter) else {
                let allowed = Self.filters.joined(separator: ", ")
                throw PterodactylRefusal(
                    400,
                    "InvalidFilterQuery",
                    "Requested filter(s) `\(filter)` are not allowed. Allowed filter(s) are `\(allowed)`."
                )
            }
            servers.removeAll { !Self.matches($0, filter, value.lowercased()) }
        }
        let page = PterodactylPage(call, total: servers.count, usual: 50, largest: 100)
        return page.list(
            page.slice(servers).map(objects.server),
            base: panel(call) + call.path,
            query: call.query
        )
    }

    private static func matches(_ server: GameServer, _ filter: String, _ text: String) -> Bool {
        let name = server.name.lowercased()
        return switch filter {
        case "uuid": server.id.text.contains(text)
        case "name": name.contains(text)
        case "description": "sandbox server \(name)".contains(text)
        case "*": name.contains(text) || server.id.text.hasPrefix(text)
        default: false
        }
    }
}
