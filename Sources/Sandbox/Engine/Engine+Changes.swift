extension Engine {
    /// Limits a server's backups; `nil` gives the usual limit back.
    func setQuota(_ limit: Int?, of id: GameServer.ID) {
        guard let server = fleet[id] else { return }
        fleet[id]?.quota = limit ?? server.usualQuota
    }

    /// Does what another user would do, with the events the service would send.
    func apply(_ change: ForeignChange, to server: GameServer) async throws {
        switch change.act {
        case .create:
            let world = try world(change.world, of: server)
            _ = try create(
                on: server.id,
                world: world.id,
                name: change.name ?? "Made elsewhere",
                terms: .init(initiator: .stranger)
            )
        case .switchWorld:
            let world = try world(change.world, of: server)
            for index in server.worlds.indices {
                fleet[server.id]?.worlds[index].isActive = server.worlds[index].id == world.id
            }
        case .condition: try setCondition(named: change.name, of: server.id)
        case .delete, .rename, .lock, .unlock, .fail, .timeOut, .restore:
            try await apply(change.act, to: backup(change.backup, of: server), on: server, name: change.name)
        }
    }

    private func apply(
        _ act: ForeignChange.Act,
        to backup: StoredBackup,
        on server: GameServer,
        name: String?
    ) async throws {
        switch act {
        case .delete: try await delete(backup.id, on: server.id, world: backup.world, by: .stranger)
        case .rename: try rename(backup.id, on: server.id, world: backup.world, to: name ?? "Renamed elsewhere")
        case .lock: try setLock(true, backup.id, on: server.id, by: .stranger)
        case .unlock: try setLock(false, backup.id, on: server.id, by: .stranger)
        case .restore:
            try restore(backup.id, on: server.id, world: backup.world, terms: .init(initiator: .stranger))
        case .fail: await fail(backup, on: server, OrderedFailure(description: "the storage went away"))
        case .timeOut:
            await fail(backup, on: server, OrderedFailure(description: "the node took too long", state: .timedOut))
        case .create, .switchWorld, .condition: return
        }
    }

    private func fail(_ backup: StoredBackup, on server: GameServer, _ failure: OrderedFailure) async {
        if await failWork(on: backup.id, failure) {
            return
        }
        if policy.failedRowsKeepArchive {
            return spoil(backup.id, on: server.id)
        }
        folder.discard(backup.id)
        fleet[server.id]?.shelf.update(backup.id) { row in
            row.state = .failed
            row.isTimedOut = failure.state == .timedOut
            row.archive = nil
            row.completedAt = policy.failedRowsEnd ? row.completedAt ?? clock.now : nil
            row.isLocked = row.isLocked && !policy.failedRowsEnd
        }
        tellChange(of: backup.id, on: server.id)
    }

    private func backup(_ name: String?, of server: GameServer) throws(EngineError) -> StoredBackup {
        let rows = server.shelf.rows
        let found = switch name {
        case "newest"?: rows.max { $0.createdAt < $1.createdAt }
        case "oldest"?: rows.min { $0.createdAt < $1.createdAt }
        default: rows.first { $0.id.text == name } ?? rows.last { $0.name == name }
        }
        guard let found else { throw .noBackup(name ?? "(none named)") }
        return found
    }

    private func world(_ name: String?, of server: GameServer) throws(EngineError) -> World {
        guard let name else {
            guard let active = server.activeWorld else { throw .noWorld("(active)") }
            return active
        }
        guard let world = server.worlds.first(where: { $0.id.text == name || $0.name == name }) else {
            throw .noWorld(name)
        }
        return world
    }
}
