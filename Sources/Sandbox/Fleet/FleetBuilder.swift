import FoundationEssentials

/// Writes the worlds and archives of a seeded fleet.
struct FleetBuilder: Sendable {
    let folder: StateFolder
    let seed: UInt64
    let policy: EnginePolicy

    /// Archives made one by one at the start. Further backups share one archive, linked into place when first needed,
    /// so that a fleet of a hundred thousand backups is ready in seconds.
    static let ownArchives = 60
    /// Own archives of one server at most, newest first.
    static let ownArchivesPerServer = 12
    /// Servers whose worlds have their full size.
    private static let fullSizeServers = 8
    private static let fullRegion = 96 * 1024
    private static let smallRegion = 2 * 1024
    /// Worlds written at a time.
    private static let width = 4

    /// One world to write, with the days of its life that are archived.
    private struct Job: Sendable {
        let server: Int
        let world: World
        let content: WorldContent
        /// Day and backup, oldest first.
        let archived: [(day: Int, backup: StoredBackup.ID)]
        let today: Int
    }

    /// Writes everything and gives the fleet with its archive facts. Throws file errors and `Archiver.Failure`.
    func build(_ fleet: [GameServer]) async throws -> [GameServer] {
        try folder.prepare()
        var fleet = fleet
        var budget = Self.ownArchives
        var jobs: [Job] = []
        for (index, server) in fleet.enumerated() {
            jobs += self.jobs(for: server, at: index, &budget)
        }
        for (server, backup, facts) in try await lives(jobs) {
            fleet[server].shelf.update(backup) { $0.archive = facts }
            if let row = fleet[server].shelf[backup] {
                try folder.writeFacts(facts, of: row, server: fleet[server])
            }
        }
        try await shareRest(&fleet)
        return fleet
    }

    private func hasArchive(_ row: StoredBackup) -> Bool {
        row.state == .completed || policy.failedRowsKeepArchive
    }

    private func jobs(for server: GameServer, at index: Int, _ budget: inout Int) -> [Job] {
        let completed = server.shelf.rows.enumerated().filter { hasArchive($0.element) }
        let own = completed.suffix(min(budget, Self.ownArchivesPerServer))
        budget -= own.count
        return server.worlds.map { world in
            Job(
                server: index,
                world: world,
                content: WorldContent(
                    seed: SeededGenerator.derived(seed, "\(folder.system.rawValue) \(server.name) \(world.name)"),
                    name: world.name,
                    regionBytes: server.index < Self.fullSizeServers ? Self.fullRegion : Self.smallRegion
                ),
                archived: own.filter { $0.element.world == world.id }.map { ($0.offset, $0.element.id) },
                today: server.shelf.rows.count
            )
        }
    }

    private typealias Finished = (server: Int, backup: StoredBackup.ID, facts: ArchiveFacts)

    private func lives(_ jobs: [Job]) async throws -> [Finished] {
        try await withThrowingTaskGroup(of: [Finished].self) { group in
            var done: [Finished] = []
            for (position, job) in jobs.enumerated() {
                if position >= Self.width, let finished = try await group.next() {
                    done += finished
                }
                group.addTask { try await live(job) }
            }
            for try await finished in group {
                done += finished
            }
            return done
        }
    }

    /// Lets a world live through its archived days up to today.
    private func live(_ job: Job) async throws -> [Finished] {
        var finished: [Finished] = []
        try job.content.writeLasting(to: job.world.folder)
        for (day, backup) in job.archived {
            try job.content.write(day: day, to: job.world.folder)
            let archive = folder.archive(backup)
            try await Archiver().pack(job.world.folder, into: archive)
            try finished.append((job.server, backup, Archiver().facts(of: archive)))
        }
        try job.content.write(day: job.today, to: job.world.folder)
        return finished
    }

    private func shareRest(_ fleet: inout [GameServer]) async throws {
        let needsSharing = fleet.contains { server in
            server.shelf.rows.contains { hasArchive($0) && $0.archive == nil }
        }
        guard needsSharing, let server = fleet.first, let world = server.activeWorld else { return }
        try await Archiver().pack(world.folder, into: folder.shared)
        let facts = try Archiver().facts(of: folder.shared)
        for index in fleet.indices {
            let open = fleet[index].shelf.rows.filter { hasArchive($0) && $0.archive == nil }
            for row in open {
                fleet[index].shelf.update(row.id) { row in
                    row.archive = facts
                    row.isArchiveDeferred = true
                }
            }
        }
    }
}
