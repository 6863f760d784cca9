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
        details: BackupDetails = .init(),
        terms: BackupWork.Terms = .init()
    ) throws(EngineError) -> StoredBackup {
        let host = try self.server(server)
        guard host.world(world) != nil else { throw .noWorld(world.text) }
        try checkName(name)
        let id = try newID(details.id)
        try checkRoom(on: host, isAutomated: isAutomated)
        let backup = StoredBackup(
            id: id,
            physicalID: random.uuid(),
            world: world,
            name: name,
            createdAt: clock.now,
            isAutomated: isAutomated,
            isScripted: details.isScripted,
            isLocked: details.isLocked,
            ignored: details.ignored,
            state: .pending
        )
        fleet[server]?.shelf.append(backup)
        if !isAutomated {
            countCreate(id, on: server)
        }
        lifecycle.append(.added(backup.id), of: server)
        log(.start(locked: details.isLocked), backup, on: server, by: terms.initiator)
        enqueue(.create, backup, on: server, terms)
        return backup
    }

    private func newID(_ wanted: StoredBackup.ID?) throws(EngineError) -> StoredBackup.ID {
        guard policy.takesClientIDs, let wanted else {
            // Its create is the next one of all.
            return policy.identifiers.backup(nextNumbers[.create, default: 1], &random)
        }
        guard !fleet.values.contains(where: { $0.shelf[wanted] != nil }) else { throw .idTaken(wanted.text) }
        return wanted
    }

    /// The rules of a create in the order in which the services check them.
    private func checkRoom(on host: GameServer, isAutomated: Bool) throws(EngineError) {
        if policy.concurrency == .exclusiveCreates, openWork(on: host.id).contains(where: { $0.kind == .create }) {
            throw .busy("Cannot create backup while another backup is in progress.")
        }
        if !isAutomated {
            try checkThrottle(on: host.id)
        }
        guard !policy.enforcesQuota || policy.used(host) < host.quota else { throw .quotaFull(limit: host.quota) }
        guard !policy.checksStorage || host.condition != .storageFull else { throw .storageFull }
        try reachNode(of: host)
    }

    /// Queues the replacement of a world by a backup of it.
    func restore(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID,
        terms: BackupWork.Terms = .init()
    ) throws(EngineError) {
        let backup = try restorable(id, on: server, world: world)
        let rules = policy.restore
        if rules.marksServer {
            fleet[server]?.condition = .restoring
        }
        log(.restore(wiped: (terms.files ?? rules.files) == .wipe), backup, on: server, by: terms.initiator)
        enqueue(.restore, backup, on: server, terms)
    }

    /// The backup, if a restore from it may begin now; its archive is in place then.
    func restorable(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID
    ) throws(EngineError) -> StoredBackup {
        let host = try self.server(server)
        let rules = policy.restore
        let backup = try backup(id, on: server, world: world)
        guard backup.state == .completed || (rules.takesFailedRows && backup.state == .failed) else {
            throw .wrongState("backup \(backup.name) is \(backup.state.rawValue), only completed ones can be restored")
        }
        guard deletions[id] == nil else { throw .wrongState("backup \(backup.name) is being deleted") }
        guard rules.running != .refuses || host.power.isAtRest else { throw .notAtRest(host.power) }
        guard !rules.needsIdleServer || !hasOpenWork(on: server) else {
            throw .busy("server \(host.name) has other backup work")
        }
        guard !rules.marksServer || host.condition != .restoring else {
            throw .busy("server \(host.name) is being restored")
        }
        try reachNode(of: host)
        do {
            try placeArchive(of: backup)
        } catch {
            throw .archiveMissing("the archive of backup \(backup.name) is gone")
        }
        return backup
    }

    /// Removes a backup with its archive; ends its making where it is being made.
    func delete(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID,
        by initiator: BackupWork.Initiator = .account
    ) async throws(EngineError) {
        let backup = try backup(id, on: server, world: world)
        guard !policy.guards(backup) else { throw .locked("backup \(backup.name) is locked") }
        guard policy.deletesRunning || (backup.state != .pending && backup.state != .running) else {
            throw .busy("Cannot delete backup while it is being created.")
        }
        guard backup.state != .restoring, !isQueued(.restore, id) else {
            throw .busy("backup \(backup.name) is being restored")
        }
        try reachNode(of: self.server(server))
        fleet[server]?.shelf.remove(id)
        log(.delete(failed: backup.state == .failed), backup, on: server, by: initiator)
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
    func setLock(
        _ isLocked: Bool,
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        by initiator: BackupWork.Initiator = .account
    ) throws(EngineError) {
        let backup = try backup(id, on: server)
        fleet[server]?.shelf.update(id) { row in
            row.isLocked = isLocked
            row.changedAt = clock.now
        }
        log(isLocked ? .lock : .unlock, backup, on: server, by: initiator)
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

    /// Links a shared archive into place.
    func placeArchive(of backup: StoredBackup) throws {
        let path = folder.archive(backup.id)
        if let shared = backup.sharedArchive, let facts = backup.archive,
           !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.linkItem(atPath: folder.shared(shared), toPath: path)
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
        let isBlank = !policy.takesBlankNames && name.allSatisfy(\.isWhitespace)
        guard !isBlank, name.count <= Self.longestName else {
            throw .badName("a backup's name has 1 to \(Self.longestName) characters")
        }
    }
}
