import FoundationEssentials

extension ArchonDialect {
    /// Stands for the active world.
    static let anyWorld = "00000000-0000-0000-0000-000000000000"

    private static let v0Backups = "/modrinth/v0/servers/:sid/backups"
    private static let v1Backups = "/v1/servers/:sid/worlds/:wid/backups"

    /// A service of before the worlds knows no v1 at all; today's still has v1 for what its queue lacks, and the list
    /// that the panel loads ahead (wire sheet archon, sections 2.2 and 4.6).
    func makeRoutes() -> RouteTable {
        var table = RouteTable()
        addServersV0(to: &table)
        addDownload(to: &table)
        switch generation {
        case .v0:
            addReading(to: &table, Self.v0Backups)
            addChanging(to: &table, Self.v0Backups)
            addWork(to: &table, Self.v0Backups)
        case .v1:
            addServersV1(to: &table)
            addReading(to: &table, Self.v1Backups)
            addChanging(to: &table, Self.v1Backups)
            addWork(to: &table, Self.v1Backups)
        case .queue:
            addServersV1(to: &table)
            addReading(to: &table, Self.v1Backups)
            addChanging(to: &table, Self.v1Backups)
            addQueue(to: &table)
            addSync(to: &table)
        }
        return table
    }

    func server(_ call: Call) async throws -> GameServer {
        try await engine.server(GameServer.ID(text: call.parameter("sid")))
    }

    /// The server and world of a path; paths without a world are about the active one.
    func place(_ call: Call) async throws -> (GameServer, World) {
        let server = try await server(call)
        let id = call.parameters["wid"] ?? Self.anyWorld
        let world = id == Self.anyWorld ? server.activeWorld : server.world(World.ID(text: id))
        guard let world else { throw EngineError.noWorld(id) }
        return (server, world)
    }

    func backupID(_ call: Call) throws -> StoredBackup.ID {
        try StoredBackup.ID(text: call.parameter("bid"))
    }

    /// The `name` of a body.
    func name(_ call: Call) throws -> String {
        guard let name = call.json?["name"]?.text else { throw RouteError.badBody("name is missing") }
        return name
    }
}
