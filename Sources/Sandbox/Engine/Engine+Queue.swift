import FoundationEssentials

extension Engine {
    /// Time from the order to delete a backup until it is gone, at speed 1.
    private static let deletionDelay = Duration.seconds(3)
    /// Longest name the service gives a safety backup, in UTF-16 units.
    private static let longestSafetyName = 92

    /// A server and all work on it at one moment.
    func picture(of server: GameServer.ID) throws(EngineError) -> (server: GameServer, work: [BackupWork]) {
        try (self.server(server), allWork(on: server))
    }

    /// Queues a backup of the world as it is, and behind it the restore. Nothing is queued unless both may be.
    func restore(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID,
        safetyName: String
    ) throws(EngineError) {
        let source = try restorable(id, on: server, world: world)
        let safety = try create(on: server, world: world, name: safetyName, terms: .init(hasParent: true))
        let create = openWork(on: server).first { $0.backup == safety.id }
        enqueue(.restore, source, on: server, .init(prerequisite: create?.id))
    }

    /// Repeats the newest work on a backup, which must have ended without success.
    func retryNewest(_ id: StoredBackup.ID, on server: GameServer.ID, world: World.ID) throws(EngineError) {
        let backup = try backup(id, on: server, world: world)
        let newest = allWork(on: server).last { $0.backup == id }
        guard newest?.kind == .restore else { return try retry(id, on: server, world: world) }
        guard newest?.isOpen == false, newest?.state != .completed else {
            throw .wrongState("the restore of backup \(backup.name) has not failed")
        }
        try restore(id, on: server, world: world, safetyName: Self.safetyName(for: backup))
    }

    private static func safetyName(for backup: StoredBackup) -> String {
        var name = "Before restoring \"\(backup.name)\""
        while name.utf16.count > longestSafetyName {
            name.removeLast()
        }
        return name
    }

    /// Ends a queued create or restore or a running create; a running restore goes on to its end.
    func cancel(
        _ kind: BackupWork.Kind,
        _ number: Int,
        on server: GameServer.ID,
        world: World.ID
    ) async throws(EngineError) {
        let item = try work(kind, number, on: server, world: world)
        guard item.isOpen else { throw .wrongState("operation \(number) has ended already") }
        guard kind == .create || item.state == .queued else {
            throw .wrongState("a restore that has begun cannot be cancelled")
        }
        await cancel(item)
    }

    /// Takes note that the user has seen the end of an operation.
    func acknowledge(
        _ kind: BackupWork.Kind,
        _ number: Int,
        on server: GameServer.ID,
        world: World.ID
    ) throws(EngineError) {
        let item = try work(kind, number, on: server, world: world)
        guard !item.isOpen else { throw .wrongState("operation \(number) has not ended yet") }
        work[item.id]?.isAcknowledged = true
        // The row's rendering shows its operations.
        fleet[server]?.shelf.update(item.backup) { _ in }
    }

    private func work(
        _ kind: BackupWork.Kind,
        _ number: Int,
        on server: GameServer.ID,
        world: World.ID
    ) throws(EngineError) -> BackupWork {
        let found = work.values.first { item in
            item.kind == kind && item.number == number && item.server == server && item.world == world
        }
        guard let found else { throw .noOperation(number) }
        return found
    }

    /// Lets a backup go in a moment; until then its row stays. A second order for the same backup changes nothing.
    func scheduleDeletion(
        _ id: StoredBackup.ID,
        on server: GameServer.ID,
        world: World.ID
    ) throws(EngineError) {
        let backup = try backup(id, on: server, world: world)
        guard !openWork(on: server).contains(where: { $0.backup == id }) else {
            throw .busy("backup \(backup.name) has work in progress")
        }
        guard deletions[id] == nil else { return }
        deletions[id] = Task { [clock] in
            // Ends early only with the sandbox, which takes the row along.
            guard await (try? clock.waitScaled(Self.deletionDelay)) != nil else { return }
            await self.finishDeletion(id, on: server, world: world)
        }
    }

    private func finishDeletion(_ id: StoredBackup.ID, on server: GameServer.ID, world: World.ID) async {
        deletions[id] = nil
        // Somebody else may have deleted it in the meantime.
        try? await delete(id, on: server, world: world)
    }
}
