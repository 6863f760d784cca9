import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Builds every request, without the account's credentials (wire sheet archon, sections 1.1, 2.2 and 3).
struct ArchonEndpoints: Sendable {
    /// The nil id stands for "the active world" in reads of old versions; a mutation never carries it.
    static let nilWorld = World.ID("00000000-0000-0000-0000-000000000000")
    /// The largest page of the old server list.
    static let pageSize = 100

    let base: BaseURL
    let api: ArchonSettings.API

    // MARK: Servers

    func servers() -> HTTPRequest {
        HTTPRequest(.get, base, path: ["v1", "servers"])
    }

    func server(_ id: Server.ID) -> HTTPRequest {
        HTTPRequest(.get, base, path: ["v1", "servers", id.rawValue], subject: id.rawValue)
    }

    /// The old server objects: they alone carry quota, status and permissions.
    func legacyServers(offset: Int) -> HTTPRequest {
        var request = HTTPRequest(.get, base, path: ["modrinth", "v0", "servers"])
        request.query.append(.init("limit", String(Self.pageSize)))
        // A zero offset is left out by the official client.
        if offset > 0 { request.query.append(.init("offset", String(offset))) }
        return request
    }

    func legacyServer(_ id: Server.ID) -> HTTPRequest {
        legacy(.get, id, [])
    }

    func socketCredentials(_ id: Server.ID) -> HTTPRequest {
        legacy(.get, id, ["ws"])
    }

    func power(_ signal: PowerSignal, _ id: Server.ID) -> HTTPRequest {
        var request = legacy(.post, id, ["power"])
        request.body = Self.json(["action": Self.word(for: signal)])
        return request
    }

    // MARK: Backups

    func backups(_ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        backups(.get, server, world, [])
    }

    func backup(_ id: Backup.ID, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        backups(.get, server, world, [id.rawValue])
    }

    func create(named name: String, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        var request = backups(.post, server, world, [])
        request.body = Self.json(["name": name])
        return request
    }

    /// Has no body.
    func restore(_ id: Backup.ID, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        backups(.post, server, world, [id.rawValue, "restore"])
    }

    /// Has no body.
    func retry(_ id: Backup.ID, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        backups(.post, server, world, [id.rawValue, "retry"])
    }

    func delete(_ id: Backup.ID, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        backups(.delete, server, world, [id.rawValue])
    }

    func rename(_ id: Backup.ID, to name: String, _ server: Server.ID, _ world: World.ID) -> HTTPRequest {
        var request = backups(.patch, server, world, [id.rawValue])
        request.body = Self.json(["name": name])
        return request
    }

    // MARK: Parts

    private func legacy(_ method: HTTPMethod, _ id: Server.ID, _ rest: [String]) -> HTTPRequest {
        HTTPRequest(
            method, base, path: ["modrinth", "v0", "servers", id.rawValue] + rest, subject: id.rawValue
        )
    }

    private func backups(
        _ method: HTTPMethod, _ server: Server.ID, _ world: World.ID, _ rest: [String]
    ) -> HTTPRequest {
        let path: [String] = switch api {
        case .v1: ["v1", "servers", server.rawValue, "worlds", world.rawValue, "backups"]
        }
        return HTTPRequest(method, base, path: path + rest, subject: server.rawValue)
    }

    /// Power words are capitalised (sheet 3.1).
    private static func word(for signal: PowerSignal) -> String {
        switch signal {
        case .start: "Start"
        case .stop: "Stop"
        case .restart: "Restart"
        case .kill: "Kill"
        }
    }

    private static func json(_ object: [String: String]) -> [UInt8] {
        ServiceJSON.encode(object)
    }
}
