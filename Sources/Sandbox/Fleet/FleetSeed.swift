import FoundationEssentials

/// Makes up a plausible fleet from a seed; touches no file.
struct FleetSeed: Sendable {
    let system: SandboxSystem
    let seed: UInt64
    let servers: Int
    let backups: Int
    let folder: StateFolder
    let now: Date
    var policy = EnginePolicy()

    private static let worldNames = ["overworld", "event-map", "old-spawn"]
    private static let backupNames = [
        "Before 1.21.4 update", "Spawn rebuilt", "Before plugin change", "Weekend event", "Nether reset",
        "Before update", "Shop district done", "Iron farm works",
    ]
    /// Most slots the emulated plan offers, unless more backups are asked for.
    private static let usualQuota = 10
    /// Slots left free on the usual plan, and on a larger one.
    private static let spareSlots = (usual: 2, larger: 5)

    /// The fleet, in order.
    func make() -> [GameServer] {
        var number = 0
        return (0 ..< servers).map { server($0, &number) }
    }

    /// `number` is the last seeded backup's of all servers so far.
    private func server(_ index: Int, _ number: inout Int) -> GameServer {
        let round = index / system.serverNames.count
        let base = system.serverNames[index % system.serverNames.count]
        let name = round == 0 ? base : "\(base)-\(round + 1)"
        var random = SeededGenerator(seed: seed, purpose: "\(system.rawValue) server \(index)")
        let id = policy.identifiers.server(index, &random)
        let worldCount = !system.hasWorlds ? 1 : index == 0 ? 3 : 1 + index % 2
        let worlds = (0 ..< worldCount).map { position in
            World(
                id: .init(text: random.uuid()),
                name: Self.worldNames[position],
                isActive: position == 0,
                folder: "\(folder.worlds)/\(name)/\(Self.worldNames[position])",
                createdAt: now.addingTimeInterval(-Double(200 - position * 40) * 86400)
            )
        }
        let extra = backups > 0 ? worldCount - 1 : 0
        let used = backups + extra
        let isUsual = used + Self.spareSlots.usual <= Self.usualQuota
        let quota = isUsual ? Self.usualQuota : used + Self.spareSlots.larger
        var server = GameServer(id: id, index: index, name: name, worlds: worlds, quota: quota, usualQuota: quota)
        server.runningSince = now.addingTimeInterval(-Double.random(in: 3600 ... 400_000, using: &random))
        server.shelf = shelf(worlds, &number, &random)
        return server
    }

    private func shelf(_ worlds: [World], _ number: inout Int, _ random: inout SeededGenerator) -> BackupShelf {
        let total = backups > 0 ? backups + worlds.count - 1 : 0
        number += total
        var rows: [StoredBackup] = []
        rows.reserveCapacity(total)
        let gap = backups > 100 ? 600.0 ... 7200.0 : 21600.0 ... 108_000.0
        var age = 0.0
        for position in 0 ..< backups {
            age += position == 0 ? Double.random(in: 3600 ... 28800, using: &random) : .random(in: gap, using: &random)
            rows.append(row(position, number: number - rows.count, world: worlds[0], age: age, &random))
        }
        if backups > 0 {
            for world in worlds.dropFirst() {
                age += Double.random(in: gap, using: &random)
                rows.append(row(1, number: number - rows.count, world: world, age: age, &random))
            }
        }
        var shelf = BackupShelf()
        shelf.reserve(rows.count)
        for row in rows.reversed() {
            shelf.append(row)
        }
        return shelf
    }

    /// `position` counts from the newest; one in sixteen failed, one in four is locked.
    private func row(
        _ position: Int,
        number: Int,
        world: World,
        age: Double,
        _ random: inout SeededGenerator
    ) -> StoredBackup {
        let createdAt = now.addingTimeInterval(-age)
        let isAutomated = policy.seedsAutomatic && position % 2 == 0
        let isFailed = position % 16 == 3
        let hasEnd = policy.failedRowsEnd || policy.failedRowsKeepArchive
        let name = Self.backupNames[Int.random(in: 0 ..< Self.backupNames.count, using: &random)]
        return StoredBackup(
            id: policy.identifiers.backup(number, &random),
            physicalID: random.uuid(),
            world: world.id,
            name: isAutomated ? policy.automaticName(createdAt) : name,
            createdAt: createdAt,
            completedAt: isFailed && !hasEnd ? nil : createdAt.addingTimeInterval(Double.random(
                in: 20 ... 240,
                using: &random
            )),
            isAutomated: isAutomated,
            seedNumber: number,
            isLocked: position % 8 == 5 || (position % 8 == 4 && isAutomated),
            state: isFailed ? .failed : .completed
        )
    }
}
