import FoundationEssentials

extension Engine {
    /// Longest name taken, in characters; longer ones are refused rather than cut.
    static let longestName = 255

    /// Adds a backup and queues its making.
    func create(
        on server: GameServer.ID,
        world: World.ID,
        name: String,
        isAutomated: Bool = false,
        terms: BackupWork.Terms = .init()
    ) throws(EngineError) -> StoredBackup {
        let host = try self.server(server)
        guard host.world(world) != nil else { throw .noWorld(world.text) }
        try checkName(name)
        guard host.shelf.rows.count < host.quota else { throw .quotaFull(limit: host.quota) }
        let backup = StoredBackup(
            id: .init(text: random.uuid()),
            physicalID: random.uuid(),
            world: world,
            name: name,
            createdAt: clock.now,
            isAutomated: isAutomated,
            isLocked: false,
            state: .pending
        )
        fleet[server]?.shelf.append(backup)
        lifecycle.append(.added(backup.id), of: server)
        enqueue(.create, backup, on: server, terms)
        return backup
    }

    /// Queues the replacement of a world by a backup of it.
    func restore(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID,
        terms: BackupWork.Terms = .init()
    ) throws(EngineError) {
        try enqueue(.restore, restorable(id, on: server, world: world), on: server, terms)
    }

    /// The backup, if a restore from it may begin now; its archive is in place then.
    func restorable(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID
    ) throws(EngineError) -> StoredBackup {
        let host = try self.server(server)
        let backup = try backup(id, on: server, world: world)
        guard backup.state == .completed else {
            throw .wrongState("backup \(backup.name) is \(backup.state.rawValue), only completed ones can be restored")
        }
        guard deletions[id] == nil else { throw .wrongState("backup \(backup.name) is being deleted") }
        guard host.power.isAtRest else { throw .notAtRest(host.power) }
        guard !hasOpenWork(on: server) else { throw .busy("server \(host.name) has other backup work") }
        do {
            try placeArchive(of: backup)
        } catch {
            throw .archiveMissing("the archive of backup \(backup.name) is gone")
        }
        return backup
    }

    /// Removes a backup with its archive; ends its making where it is being made.
    func delete(_ id: StoredBackup.ID, on server: GameServer.ID, world: World.ID) async throws(EngineError) {
        let backup = try backup(id, on: server, world: world)
        guard backup.state != .restoring, !isQueued(.restore, id) else {
            throw .busy("backup \(backup.name) is being restored")
        }
        fleet[server]?.shelf.remove(id)
        lifecycle.append(.removed(id, backup.world), of: server)
        await cancelWork(on: id)
        folder.discard(id)
    }

    /// Gives a backup another name.
    func rename(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID,
        to name: String
    ) throws(EngineError) {
        _ = try backup(id, on: server, world: world)
        try checkName(name)
        fleet[server]?.shelf.update(id) { $0.name = name }
        refreshFacts(of: id, on: server)
        tellChange(of: id, on: server)
    }

    /// Spares a backup from rotation, or stops sparing it.
    func setLock(_ isLocked: Bool, _ id: StoredBackup.ID, on server: GameServer.ID) throws(EngineError) {
        _ = try backup(id, on: server)
        fleet[server]?.shelf.update(id) { $0.isLocked = isLocked }
        tellChange(of: id, on: server)
    }

    /// Queues a failed create again under the same id.
    func retry(_ id: StoredBackup.ID, on server: GameServer.ID, world: World.ID) throws(EngineError) {
        let backup = try backup(id, on: server, world: world)
        guard backup.state == .failed else {
            throw .wrongState("backup \(backup.name) is \(backup.state.rawValue), only failed ones can be retried")
        }
        enqueue(.create, backup, on: server)
    }

    /// A backup of one world, or of any where `world` is nil.
    func backup(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID? = nil
    ) throws(EngineError) -> StoredBackup {
        let host = try self.server(server)
        guard let backup = host.shelf[id], world == nil || backup.world == world else { throw .noBackup(id.text) }
        return backup
    }

    /// Links the archive of a deferred backup into place.
    func placeArchive(of backup: StoredBackup) throws {
        let path = folder.archive(backup.id)
        if backup.isArchiveDeferred, let facts = backup.archive, !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.linkItem(atPath: folder.shared, toPath: path)
            if let server = fleet.values.first(where: { $0.shelf[backup.id] != nil }) {
                try folder.writeFacts(facts, of: backup, server: server)
            }
        }
        _ = try FileManager.default.attributesOfItem(atPath: path)
    }

    private func refreshFacts(of id: StoredBackup.ID, on server: GameServer.ID) {
        guard let host = fleet[server], let backup = host.shelf[id], let facts = backup.archive else { return }
        guard FileManager.default.fileExists(atPath: folder.facts(id)) else { return }
        // The name in the facts is a convenience of tests; the row is what counts.
        try? folder.writeFacts(facts, of: backup, server: host)
    }

    private func checkName(_ name: String) throws(EngineError) {
        let isBlank = name.allSatisfy(\.isWhitespace)
        guard !isBlank, name.count <= Self.longestName else {
            throw .badName("a backup's name has 1 to \(Self.longestName) characters")
        }
    }
}
