import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Builds every request, without the account's credentials (wire sheet archon, sections 1.1, 2 and 3).
struct ArchonEndpoints: Sendable {
    /// The nil id stands for "the active world" in reads of old versions; a mutation never carries it.
    static let nilWorld = World.ID("00000000-0000-0000-0000-000000000000")
    /// The largest page of the old server list.
    static let pageSize = 100

    let base: BaseURL

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

    /// The stream of everything that happens to a server (sheet 4.5).
    func sync(_ id: Server.ID) -> HTTPRequest {
        HTTPRequest(
            .get,
            base,
            path: ["v1", "sync"],
            query: [.init("scope", "server:\(id.rawValue)"), .init("intent", "all")],
            subject: id.rawValue
        )
    }

    func power(_ signal: PowerSignal, _ id: Server.ID) -> HTTPRequest {
        var request = legacy(.post, id, ["power"])
        request.body = ServiceJSON.encode(["action": Self.word(for: signal)])
        return request
    }

    // MARK: Backups

    func backups(_ place: ArchonPlace) -> HTTPRequest {
        backups(.get, place, [])
    }

    /// Has no body where the generation makes no safety backup; else `safetyName` names the one it takes first.
    func restore(_ id: Backup.ID, safetyName: String, _ place: ArchonPlace) -> HTTPRequest {
        var request = backups(.post, place, [id.rawValue, "restore"])
        if case .queue = place { request.body = ServiceJSON.encode(["name": safetyName]) }
        return request
    }

    func create(named name: String, _ place: ArchonPlace) -> HTTPRequest {
        var request = backups(.post, place, [])
        request.body = ServiceJSON.encode(["name": name])
        return request
    }

    /// Has no body.
    func retry(_ id: Backup.ID, _ place: ArchonPlace) -> HTTPRequest {
        backups(.post, place, [id.rawValue, "retry"])
    }

    func delete(_ id: Backup.ID, _ place: ArchonPlace) -> HTTPRequest {
        backups(.delete, place, [id.rawValue])
    }

    // MARK: What only some generations have

    /// One backup; the queue has no such request.
    func backup(_ id: Backup.ID, _ place: ArchonPlace) -> HTTPRequest {
        backups(.get, place, [id.rawValue])
    }

    /// The queue has no such request of its own and takes that of v1 (sheet 2.2).
    func rename(_ id: Backup.ID, to name: String, _ place: ArchonPlace) -> HTTPRequest {
        var request = switch place {
        case .v0, .v1: backups(.patch, place, [id.rawValue])
        case let .queue(server, world): backups(.patch, .v1(server, world), [id.rawValue])
        }
        request.body = ServiceJSON.encode(["name": name])
        return request
    }

    /// Of the queue only.
    func deleteMany(_ ids: [Backup.ID], _ place: ArchonPlace) -> HTTPRequest {
        var request = backups(.post, place, ["delete-many"])
        request.body = ServiceJSON.encode(["backup_ids": ids.map(\.rawValue)])
        return request
    }

    /// Of the queue only: `cancel` or `ack` of a run by its number. Has no body.
    func history(_ run: OperationRun, _ verb: String, _ place: ArchonPlace) -> HTTPRequest {
        backups(.post, place, ["history", run.kind.rawValue, run.id.rawValue, verb])
    }

    // MARK: Parts

    private func legacy(_ method: HTTPMethod, _ id: Server.ID, _ rest: [String]) -> HTTPRequest {
        HTTPRequest(
            method, base, path: ["modrinth", "v0", "servers", id.rawValue] + rest, subject: id.rawValue
        )
    }

    private func backups(_ method: HTTPMethod, _ place: ArchonPlace, _ rest: [String]) -> HTTPRequest {
        switch place {
        case let .v0(server): legacy(method, server, ["backups"] + rest)
        case let .v1(server, world): worldly(method, server, world, ["backups"] + rest)
        case let .queue(server, world): worldly(method, server, world, ["backups-queue"] + rest)
        }
    }

    private func worldly(
        _ method: HTTPMethod, _ server: Server.ID, _ world: World.ID, _ rest: [String]
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            base,
            path: ["v1", "servers", server.rawValue, "worlds", world.rawValue] + rest,
            subject: server.rawValue
        )
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
}
