extension ArchonDialect {
    private static let queue = "/v1/servers/:sid/worlds/:wid/backups-queue"

    /// The Backups Queue (wire sheet archon, section 2.3).
    func addQueue(to table: inout RouteTable) {
        table.add("GET", Self.queue) { call in
            let (server, world) = try await place(call)
            let (current, work) = try await engine.picture(of: server.id)
            return .json(queueObjects.queue(of: world, on: current, work))
        }
        table.add("POST", Self.queue) { call in
            let (server, world) = try await place(call)
            let backup = try await engine.create(on: server.id, world: world.id, name: name(call))
            return .json(["id": .string(backup.id.text)])
        }
        table.add("POST", "\(Self.queue)/delete-many") { call in
            try await deleteMany(call)
        }
        table.add("POST", "\(Self.queue)/:bid/restore") { call in
            let (server, world) = try await place(call)
            try await engine.restore(backupID(call), on: server.id, world: world.id, safetyName: name(call))
            return .noContent
        }
        table.add("POST", "\(Self.queue)/:bid/retry") { call in
            let (server, world) = try await place(call)
            try await engine.retryNewest(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("DELETE", "\(Self.queue)/:bid") { call in
            let (server, world) = try await place(call)
            try await engine.scheduleDeletion(backupID(call), on: server.id, world: world.id)
            return .noContent
        }
        table.add("POST", "\(Self.queue)/history/:kind/:op/cancel") { call in
            let (server, world) = try await place(call)
            let (kind, number) = try operation(call)
            try await engine.cancel(kind, number, on: server.id, world: world.id)
            return .noContent
        }
        table.add("POST", "\(Self.queue)/history/:kind/:op/ack") { call in
            let (server, world) = try await place(call)
            let (kind, number) = try operation(call)
            try await engine.acknowledge(kind, number, on: server.id, world: world.id)
            return .noContent
        }
    }

    /// Deletes what can be deleted. No source tells what becomes of the rest; here it stays, and nothing is said.
    private func deleteMany(_ call: Call) async throws -> Answer {
        let (server, world) = try await place(call)
        guard case let .array(ids)? = call.json?["backup_ids"], ids.allSatisfy({ $0.text != nil }) else {
            throw RouteError.badBody("backup_ids is a list of ids")
        }
        for id in ids.compactMap(\.text) {
            do {
                try await engine.scheduleDeletion(StoredBackup.ID(text: id), on: server.id, world: world.id)
            } catch {
                continue
            }
        }
        return .noContent
    }

    private func operation(_ call: Call) throws -> (BackupWork.Kind, Int) {
        guard let kind = try BackupWork.Kind(rawValue: call.parameter("kind")) else { throw RouteError.noRoute }
        guard let number = try Int(call.parameter("op")) else {
            throw RouteError.badBody("an operation's id is an integer")
        }
        return (kind, number)
    }
}
