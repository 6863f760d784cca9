import FoundationEssentials

extension PterodactylDialect {
    /// Path of signed downloads, behind the system's prefix.
    static let downloadPath = "/download/backup"

    /// The node's answer where the path is one of its own (sections 2.7 and 4.2).
    func nodeAnswer(_ call: Call) async -> Answer? {
        if call.path == Self.downloadPath {
            return await download(call)
        }
        let parts = call.path.split(separator: "/")
        guard parts.count == 4, parts[0] == "api", parts[1] == "servers", parts[3] == "ws" else { return nil }
        guard socket(at: call.path) != nil else {
            return refuse(404, "The requested resource does not exist on this instance.")
        }
        guard Self.isAllowedOrigin(call) else {
            return Answer(
                status: 403,
                headers: [("Content-Type", "text/plain; charset=utf-8"), requestID],
                body: Array("Forbidden\n".utf8)
            )
        }
        return refuse(400, "This is a WebSocket: ask for an upgrade.")
    }

    private func download(_ call: Call) async -> Answer {
        guard call.method == "GET" else {
            return Answer(
                status: 404,
                headers: [("Content-Type", "text/plain")],
                body: Array("404 page not found".utf8)
            )
        }
        guard let token = call.queryValue("token"), let link = links.download(token) else {
            return refuse(400, "The token is missing or malformed.")
        }
        guard link.remaining > .zero else {
            return refuse(500, "An unexpected error was encountered while processing this request")
        }
        guard links.use(link) else {
            return refuse(404, "The requested resource was not found on this server.")
        }
        do {
            let backup = try await engine.backup(link.backup, on: link.server)
            if backup.sharedArchive != nil {
                try await engine.placeArchive(of: backup)
            }
            return try .file(engine.folder.archive(link.backup), headers: [
                ("Content-Type", "application/octet-stream"),
                ("Content-Disposition", "attachment; filename=\"\(link.backup.text).tar.gz\""),
                requestID,
            ])
        } catch {
            return refuse(404, "The requested backup was not found on this server.")
        }
    }

    private func refuse(_ status: Int, _ text: String) -> Answer {
        Answer(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8"), requestID],
            body: JSON.object([.init(name: "error", value: .string(text))]).bytes
        )
    }

    private var requestID: (name: String, value: String) {
        ("X-Request-Id", UUID().uuidString.lowercased())
    }
}
