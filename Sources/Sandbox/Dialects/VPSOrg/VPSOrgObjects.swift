import FoundationEssentials

/// VPS.org's JSON objects (wire sheet vpsorg, sections 1.2, 2 and 4.1).
struct VPSOrgObjects: Sendable {
    private let lists = RenderedLists<GameServer.ID>()

    private static let locations = ["eu-central", "us-west", "us-east"]

    /// Whose token it is.
    func account() -> JSON {
        [
            "account": [
                "email": "robin@sandbox.invalid",
                "first_name": "Robin",
                "last_name": "Sand",
                "company_name": "",
                "created_at": "2025-03-02",
            ],
            "token": ["name": "sandbox", "permissions": ["servers", "backups"]],
        ]
    }

    /// All backups of a server, oldest first.
    func backups(_ server: GameServer) -> [JSON] {
        lists.rows(of: server.id, on: server.shelf) { backup((server, $0)) }
    }

    func backup(_ item: (server: GameServer, backup: StoredBackup)) -> JSON {
        let row = item.backup
        return [
            "id": Self.number(row.id.text),
            "server": ["id": Self.number(item.server.id.text), "name": .string(item.server.name)],
            "backup_type": .string(type(row)),
            "status": .string(Self.status(row.state)),
            "size_mb": row.archive.map { .integer(max(1, ($0.bytes + 999_999) / 1_000_000)) } ?? .null,
            "created_at": .string(row.createdAt.wireSeconds),
            "expires_at": .optional(row.isAutomated ? Self.monthLater(row.createdAt).wireSeconds : nil),
            "description": .string(row.name),
        ]
    }

    func type(_ row: StoredBackup) -> String {
        row.isAutomated ? "automatic" : "manual"
    }

    /// No document shows a failed backup, or what one looks like from which a server is being restored.
    private static func status(_ state: StoredBackup.State) -> String {
        switch state {
        case .pending, .running: "in_progress"
        case .completed, .restoring: "completed"
        case .failed: "failed"
        }
    }

    private static func monthLater(_ date: Date) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(byAdding: .month, value: 1, to: date) ?? date.addingTimeInterval(30 * 86400)
    }

    func server(_ server: GameServer) -> JSON {
        let created = server.worlds.first?.createdAt.wireSeconds
        return [
            "id": Self.number(server.id.text),
            "name": .string(server.name),
            "hostname": .string("\(server.name).sandbox.invalid"),
            "status": .string(status(server)),
            "ip_address": .string("203.0.113.\(1 + server.index % 250)"),
            "location": .string(location(server)),
            "plan": ["id": 3, "name": "Small", "vcpus": 1, "memory": 2048, "storage": 40],
            "os": ["id": 5, "name": "Debian 12"],
            "created_at": .optional(created),
            "updated_at": .optional(created),
        ]
    }

    /// The three words that are known; what a server is called while it is restored is not.
    func status(_ server: GameServer) -> String {
        if server.condition == .suspended {
            return "suspended"
        }
        return server.power.isAtRest ? "stopped" : "active"
    }

    func location(_ server: GameServer) -> String {
        Self.locations[server.index % Self.locations.count]
    }

    private static func number(_ text: String) -> JSON {
        Int(text).map(JSON.integer) ?? .null
    }
}
