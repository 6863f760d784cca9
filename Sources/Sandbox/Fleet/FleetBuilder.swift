import FoundationEssentials

/// Writes the worlds and archives of a seeded fleet.
struct FleetBuilder: Sendable {
    let folder: StateFolder
    let seed: UInt64

    /// Archives made one by one at the start. Further backups share one archive, linked into place when first needed,
    /// so that a fleet of a hundred thousand backups is ready in seconds.
    static let ownArchives = 60
    /// Own archives of one server at most.
    static let ownArchivesPerServer = 12
    /// Servers whose worlds have their full size.
    private static let fullSizeServers = 8
    private static let fullRegion = 96 * 1024
    private static let smallRegion = 2 * 1024
    /// Archives made at a time.
    private static let width = 4

    /// One archive to make: a row of a server.
    private struct Job: Sendable {
        let server: Int
        let backup: StoredBackup.ID
        let content: WorldContent
        let day: Int
        let archive: String
    }

    /// Writes everything and gives the fleet with its archive facts. Throws file errors and `Archiver.Failure`.
    func build(_ fleet: [GameServer]) async throws -> [GameServer] {
        try folder.prepare()
        var fleet = fleet
        var jobs: [Job] = []
        for (index, server) in fleet.enumerated() {
            for world in server.worlds {
                let content = content(of: world, on: server)
                try content.write(to: world.folder, day: server.shelf.rows.count)
            }
            jobs += self.jobs(for: server, at: index, budget: Self.ownArchives - jobs.count)
        }
        for (job, facts) in try await archives(jobs) {
            fleet[job.server].shelf.update(job.backup) { $0.archive = facts }
            if let row = fleet[job.server].shelf[job.backup] {
                try folder.writeFacts(facts, of: row, server: fleet[job.server])
            }
        }
        try await shareRest(&fleet)
        return fleet
    }

    private func jobs(for server: GameServer, at index: Int, budget: Int) -> [Job] {
        let newest = server.shelf.rows.enumerated().reversed().filter { $0.element.state == .completed }
        return newest.prefix(max(0, min(budget, Self.ownArchivesPerServer))).compactMap { day, row in
            guard let world = server.world(row.world) else { return nil }
            return Job(
                server: index,
                backup: row.id,
                content: content(of: world, on: server),
                day: day,
                archive: folder.archive(row.id)
            )
        }
    }

    private func content(of world: World, on server: GameServer) -> WorldContent {
        WorldContent(
            seed: SeededGenerator.derived(seed, "\(folder.system.rawValue) \(server.name) \(world.name)"),
            name: world.name,
            regionBytes: server.index < Self.fullSizeServers ? Self.fullRegion : Self.smallRegion
        )
    }

    private func archives(_ jobs: [Job]) async throws -> [(Job, ArchiveFacts)] {
        try await withThrowingTaskGroup(of: (Job, ArchiveFacts).self) { group in
            var done: [(Job, ArchiveFacts)] = []
            for (position, job) in jobs.enumerated() {
                if position >= Self.width, let finished = try await group.next() { done.append(finished) }
                group.addTask { try await (job, archive(job)) }
            }
            for try await finished in group {
                done.append(finished)
            }
            return done
        }
    }

    private func archive(_ job: Job) async throws -> ArchiveFacts {
        let source = "\(folder.staging)/seed-\(job.backup.text)"
        try job.content.write(to: source, day: job.day)
        try await Archiver().pack(source, into: job.archive, chunk: 1 << 20) { _ in }
        try FileManager.default.removeItem(atPath: source)
        return try Archiver().facts(of: job.archive)
    }

    private func shareRest(_ fleet: inout [GameServer]) async throws {
        let needsSharing = fleet.contains { server in
            server.shelf.rows.contains { $0.state == .completed && $0.archive == nil }
        }
        guard needsSharing, let server = fleet.first, let world = server.activeWorld else { return }
        try await Archiver().pack(world.folder, into: folder.shared, chunk: 1 << 20) { _ in }
        let facts = try Archiver().facts(of: folder.shared)
        for index in fleet.indices {
            let open = fleet[index].shelf.rows.filter { $0.state == .completed && $0.archive == nil }
            for row in open {
                fleet[index].shelf.update(row.id) { row in
                    row.archive = facts
                    row.isArchiveDeferred = true
                }
            }
        }
    }
}
