import HTTPTypes

extension StellarStackDialect {
    /// Download links that hold for five minutes, as often as one likes (sections 3.4 and 3.5).
    func addDownloads(to table: inout RouteTable) {
        let backups = "/api/servers/:sid/backups"
        table.add("POST", "\(backups)/download-token") { call in
            let server = try await server(call)
            guard let body = call.json else {
                throw scenario == .deployed
                    ? Refusal(status: 500, text: "Internal server error")
                    : Refusal(status: 400, text: "Backup ID required")
            }
            guard let id = body["id"]?.text, !id.isEmpty else { throw RouteError.badBody("Backup ID required") }
            // Whether the backup exists shows at the download.
            let (token, end) = downloads.issue(for: StoredBackup.ID(text: id), on: server.id)
            return .json([
                "token": .string(token),
                "expiresAt": .integer(end),
                "downloadUrl": .string("/api/servers/\(server.id.text)/backups/download?token=\(token)"),
            ])
        }
        table.add("GET", "\(backups)/download") { call in
            try await download(call)
        }
    }

    private func download(_ call: Call) async throws -> Answer {
        guard let token = call.queryValue("token"), !token.isEmpty else {
            throw Refusal(status: 401, text: "Download token required")
        }
        guard let claims = downloads.read(token) else {
            throw Refusal(status: 401, text: "Invalid or expired download token")
        }
        guard claims.kind == StellarStackTokens.backupKind else { throw RouteError.badBody("Invalid token type") }
        let server = try await server(call)
        guard claims.server == server.id else { throw Refusal(status: 403, text: "Token not valid for this server") }
        try await engine.reachNode(of: server)
        // A missing archive is the daemon's failure, not a missing page.
        guard let row = server.shelf[claims.backup], let facts = row.archive else {
            throw Refusal(status: 500, text: Self.daemonText("the archive is gone"))
        }
        do {
            try await engine.placeArchive(of: row)
            return try Answer.download(
                engine.folder.archive(row.id),
                name: "\(row.id.text).tar.gz",
                tag: facts.sha256,
                range: call.headers[.range],
                ifRange: call.headers[.ifRange]
            )
        } catch {
            throw Refusal(status: 500, text: Self.daemonText("the archive is gone"))
        }
    }
}
