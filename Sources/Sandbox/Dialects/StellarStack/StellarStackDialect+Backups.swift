import FoundationEssentials

extension StellarStackDialect {
    /// Backups of a server (sections 3.1 to 3.3, 3.6 and 3.7).
    func addBackups(to table: inout RouteTable) {
        let backups = "/api/servers/:sid/backups"
        table.add("GET", backups) { call in
            let server = try await server(call)
            return .json(objects.backups(server))
        }
        table.add("POST", backups) { call in
            try await create(call)
        }
        table.add("POST", "\(backups)/restore") { call in
            try await restore(call)
        }
        table.add("DELETE", "\(backups)/delete") { call in
            let server = try await usableServer(call)
            let backup = try backup(call, on: server)
            try await engine.delete(backup.id, on: server.id, world: backup.world)
            return .json(["success": true])
        }
        table.add("PATCH", "\(backups)/lock") { call in
            let server = try await server(call)
            let backup = try backup(call, on: server)
            guard let body = call.json else { throw Refusal(status: 500, text: "Internal server error") }
            guard let isLocked = body["locked"]?.flag else {
                throw RouteError.badBody("locked field must be a boolean")
            }
            try await engine.setLock(isLocked, backup.id, on: server.id)
            return .json(["success": true, "locked": .bool(isLocked)])
        }
    }

    private func create(_ call: Call) async throws -> Answer {
        let server = try await usableServer(call, status: scenario == .deployed ? 403 : 400)
        guard let world = server.activeWorld else { throw EngineError.noWorld(server.name) }
        // An absent or malformed body counts as an empty one.
        let body = call.json
        var details = BackupDetails(isLocked: body?["locked"]?.flag ?? false)
        if let uuid = body?["uuid"] {
            // It becomes a file's name.
            guard let text = uuid.text, UUID(uuidString: text) != nil else {
                throw RouteError.badBody("uuid must be a UUID")
            }
            details.id = StoredBackup.ID(text: text.lowercased())
        }
        if case let .array(patterns)? = body?["ignore"] {
            details.ignored = patterns.compactMap(\.text)
        }
        let given = body?["name"]?.text ?? ""
        let name = given.isEmpty ? objects.defaultName() : given
        let backup = try await engine.create(on: server.id, world: world.id, name: name, details: details)
        let outcome = await engine.outcome(of: backup.id)
        guard let row = try await engine.server(server.id).shelf[backup.id], row.state == .completed else {
            throw Refusal(status: 500, text: Self.daemonText(outcome?.failure ?? "the backup was removed"))
        }
        return .json(objects.created(row, on: server))
    }

    private func restore(_ call: Call) async throws -> Answer {
        let server = try await usableServer(call)
        let backup = try backup(call, on: server)
        switch backup.state {
        case .pending, .running, .restoring: throw EngineError.busy("Backup is not ready for restoration")
        case .failed: throw RouteError.badBody("Cannot restore from a failed backup")
        case .completed: break
        }
        if server.condition == .nodeOffline {
            if scenario == .deployed {
                // The row is marked before the node is asked, and nothing ever takes the mark back.
                await engine.spoil(backup.id, on: server.id)
            }
            throw EngineError.nodeOffline
        }
        try await engine.restore(backup.id, on: server.id, world: backup.world)
        let outcome = await engine.outcome(of: backup.id)
        guard outcome?.state == .completed else {
            throw Refusal(status: 500, text: Self.daemonText(outcome?.failure ?? "the backup was removed"))
        }
        return .json(["success": true, "message": "Backup restored successfully"])
    }

    /// The backup that the query names, if a client may know of it.
    private func backup(_ call: Call, on server: GameServer) throws -> StoredBackup {
        guard let id = call.queryValue("id"), !id.isEmpty else { throw RouteError.badBody("Backup ID required") }
        guard let row = server.shelf[StoredBackup.ID(text: id)], objects.isVisible(row) else {
            throw EngineError.noBackup(id)
        }
        return row
    }
}
