import FoundationEssentials

extension ArchonDialect {
    /// Reads backups below `base`, of a world or of the whole server.
    func addReading(to table: inout RouteTable, _ base: String) {
        table.add("GET", base) { call in
            let (server, world) = try await place(call)
            return .json(objects.backups(of: world, on: server))
        }
        table.add("GET", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            return try await .json(objects.backup(engine.backup(backupID(call), on: server.id, world: world.id)))
        }
    }

    /// Deletes, which also ends a running create, and renames.
    func addChanging(to table: inout RouteTable, _ base: String) {
        table.add("DELETE", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            try await engine.delete(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("PATCH", "\(base)/:bid") { call in
            let (server, world) = try await place(call)
            guard let body = call.json else { throw RouteError.badBody("the body is not JSON") }
            // The key is optional: without it nothing is renamed.
            guard let name = body["name"]?.text else {
                _ = try await engine.backup(backupID(call), on: server.id, world: world.id)
                return .noContent
            }
            try await engine.rename(backupID(call), on: server.id, world: world.id, to: name)
            return .noContent
        }
    }

    /// Creates, restores and retries without a queue.
    func addWork(to table: inout RouteTable, _ base: String) {
        table.add("POST", base) { call in
            let (server, world) = try await place(call)
            let backup = try await engine.create(on: server.id, world: world.id, name: name(call))
            return .json(["id": .string(backup.id.text)])
        }
        table.add("POST", "\(base)/:bid/restore") { call in
            let (server, world) = try await place(call)
            try await engine.restore(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("POST", "\(base)/:bid/retry") { call in
            let (server, world) = try await place(call)
            try await engine.retry(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
    }

    /// The node's download, opened by its own token (wire sheet archon, section 2.4).
    func addDownload(to table: inout RouteTable) {
        table.add("GET", "/modrinth/v0/backups/:bid/download") { call in
            try await download(call)
        }
    }

    private func download(_ call: Call) async throws -> Answer {
        let id = try backupID(call)
        guard let auth = call.queryValue("auth"), let server = tokens.server(of: auth) else {
            throw RouteError.unauthorized
        }
        let backup = try await engine.backup(id, on: server)
        guard backup.state == .completed else {
            throw EngineError.wrongState("backup \(backup.name) has no archive")
        }
        do {
            try await engine.placeArchive(of: backup)
            return try .file(engine.folder.archive(id), headers: [
                ("Content-Type", "application/gzip"),
                ("Content-Disposition", "attachment; filename=\"\(id.text).tar.gz\""),
            ])
        } catch {
            throw EngineError.archiveMissing("the archive of backup \(backup.name) is gone")
        }
    }
}
