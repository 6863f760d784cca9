import FoundationEssentials

extension FleetSeed {
    private static let backupNames = [
        "Before 1.21.4 update", "Spawn rebuilt", "Before plugin change", "Weekend event", "Nether reset",
        "Before update", "Shop district done", "Iron farm works",
    ]

    /// The backups of a server with these worlds. `number` is the last seeded backup's of all servers so far.
    func shelf(
        _ worlds: [World],
        _ history: SeededHistory,
        _ number: inout Int,
        _ random: inout SeededGenerator
    ) -> BackupShelf {
        let total = history.count > 0 ? history.count + worlds.count - 1 : 0
        number += total
        var rows: [StoredBackup] = []
        rows.reserveCapacity(total)
        let gap = history.count > 100 ? 600.0 ... 7200.0 : 21600.0 ... 108_000.0
        var age = 0.0
        for position in 0 ..< history.count {
            age += Double.random(in: position == 0 ? history.newestAge : gap, using: &random)
            let isFailed = history.hasFailed(at: position)
            rows.append(row(position, isFailed, number: number - rows.count, world: worlds[0], age: age, &random))
        }
        if history.count > 0 {
            for world in worlds.dropFirst() {
                age += Double.random(in: gap, using: &random)
                rows.append(row(1, false, number: number - rows.count, world: world, age: age, &random))
            }
        }
        var shelf = BackupShelf()
        shelf.reserve(rows.count)
        for row in rows.reversed() {
            shelf.append(row)
        }
        return shelf
    }

    /// `position` counts from the newest; one in four is locked.
    private func row(
        _ position: Int,
        _ isFailed: Bool,
        number: Int,
        world: World,
        age: Double,
        _ random: inout SeededGenerator
    ) -> StoredBackup {
        let createdAt = now.addingTimeInterval(-age)
        let isAutomated = policy.seedsAutomatic && position % 2 == 0
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
