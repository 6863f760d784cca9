/// The line that tells a caller where everything is.
struct ReadyLine: Sendable {
    let base: String
    let dialects: [any Dialect]

    func json() async -> JSON {
        var systems: [JSON.Member] = []
        for dialect in dialects {
            let servers = await dialect.engine.servers
            systems.append(.init(name: dialect.system.rawValue, value: [
                "url": .string("\(base)/\(dialect.system.rawValue)"),
                "token": .string(dialect.token),
                "servers": .array(servers.map(Self.json)),
            ]))
        }
        return ["ready": true, "systems": .object(systems)]
    }

    private static func json(_ server: GameServer) -> JSON {
        [
            "id": .string(server.id.text),
            "name": .string(server.name),
            "worlds": .array(server.worlds.map { world in
                [
                    "id": .string(world.id.text),
                    "name": .string(world.name),
                    "active": .bool(world.isActive),
                    "path": .string(world.folder),
                ]
            }),
        ]
    }
}
