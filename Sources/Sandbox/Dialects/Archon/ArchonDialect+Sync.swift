import HTTPTypes

extension ArchonDialect {
    /// The sync stream (wire sheet archon, section 4.5). It belongs to today's service alone: it is younger than the
    /// deprecation of v1, and the documents, which end with v1, do not know it; so `archon-v1` has none in either
    /// scenario.
    func addSync(to table: inout RouteTable) {
        table.add("GET", "/v1/sync") { call in
            let parts = call.queryValue("scope")?.split(separator: ":", maxSplits: 1) ?? []
            guard parts.count == 2, parts[0] == "server" else {
                throw RouteError.badBody("scope is server: and a server's id")
            }
            let server = try await engine.server(GameServer.ID(text: String(parts[1])))
            let intents = (call.queryValue("intent") ?? "all").split(separator: ",")
            let sync = ArchonSync(
                dialect: self,
                server: server.id,
                tellsBackups: intents.contains("all") || intents.contains("backup"),
                lastEventID: call.headers[.lastEventID]
            )
            return Answer(
                status: 200,
                headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")],
                feed: EventFeed { await sync.run($0) }
            )
        }
    }
}
