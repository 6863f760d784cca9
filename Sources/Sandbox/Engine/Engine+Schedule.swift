import FoundationEssentials

extension Engine {
    /// Begins the automatic backups, where a schedule is set.
    func startSchedule() {
        guard scheduler == nil else { return }
        if isLively {
            let rolling = RollingSchedule(servers, seed: seed)
            scheduler = Task { await roll(rolling) }
            return
        }
        guard let schedule else { return }
        scheduler = Task { [clock] in
            while !Task.isCancelled {
                do {
                    try await clock.wait(schedule)
                } catch {
                    return
                }
                await backUpAll()
            }
        }
    }

    /// Makes one automatic backup of each server's active world; at the quota the oldest unlocked ones made so go.
    func backUpAll() async {
        for id in order {
            guard let world = fleet[id]?.activeWorld, await makeRoom(on: id) else { continue }
            // Refused when another client took the slot meanwhile: the next turn tries again.
            _ = try? create(
                on: id,
                world: world.id,
                name: policy.automaticName(clock.now),
                isAutomated: true,
                terms: .init(initiator: .schedule)
            )
        }
    }

    /// Rotates automatic backups out until a slot is free; false where nothing more may go.
    func makeRoom(on id: GameServer.ID) async -> Bool {
        while let server = fleet[id], policy.used(server) >= server.quota {
            guard let oldest = oldestRotatable(on: server) else { return false }
            do {
                try await delete(oldest.id, on: id, world: oldest.world, by: .schedule)
            } catch {
                return false
            }
        }
        return true
    }

    private func oldestRotatable(on server: GameServer) -> StoredBackup? {
        server.shelf.rows
            .filter { policy.rotates($0) || ($0.isScripted && !$0.isLocked && $0.state == .completed) }
            .min { $0.createdAt < $1.createdAt }
    }
}
