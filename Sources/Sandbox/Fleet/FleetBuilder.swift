import FoundationEssentials

/// Writes the worlds and archives of a seeded fleet.
struct FleetBuilder: Sendable {
    let folder: StateFolder
    let seed: UInt64
    let policy: EnginePolicy

    /// Archives made one by one at the start, in a small fleet and in a larger one. Further backups share an archive,
    /// linked into place when first needed, so that a fleet of a hundred thousand backups is ready in seconds.
    private static let ownArchives = (small: 60, larger: 24)
    /// Own archives of one server at most, newest first.
    private static let ownArchivesPerServer = 12
    /// Servers of a small fleet, whose worlds have their full size.
    private static let fullSizeServers = 8
    /// Servers whose worlds are written at the start. Those of further ones follow when they are first needed.
    private static let writtenServers = 50
    /// Worlds written at a time.
    private static let width = 4

    /// One world to write, with the days of its life that are archived.
    private struct Job: Sendable {
        let server: Int
        let draft: WorldDraft
        /// Day and backup, oldest first.
        let archived: [(day: Int, backup: StoredBackup.ID)]
    }

    /// Writes what must be there at the start and gives the fleet with its archive facts. Throws file errors and
    /// `Archiver.Failure`.
    func build(_ servers: [GameServer]) async throws -> BuiltFleet {
        try folder.prepare()
        var fleet = BuiltFleet(servers: servers)
        var budget = servers.count > Self.fullSizeServers ? Self.ownArchives.larger : Self.ownArchives.small
        var jobs: [Job] = []
        for (index, server) in servers.enumerated() {
            if index < Self.writtenServers {
                jobs += self.jobs(for: server, at: index, &budget)
            } else {
                for draft in drafts(for: server) {
                    fleet.drafts[draft.world.id] = draft
                }
            }
        }
        for (server, backup, facts) in try await lives(jobs) {
            fleet.servers[server].shelf.update(backup) { $0.archive = facts }
            if let row = fleet.servers[server].shelf[backup] {
                try folder.writeFacts(facts, of: row, server: fleet.servers[server])
            }
        }
        try await shareRest(&fleet)
        return fleet
    }

    private func hasArchive(_ row: StoredBackup) -> Bool {
        row.state == .completed || policy.failedRowsKeepArchive
    }

    private func size(of server: GameServer) -> WorldSize {
        server.index < Self.fullSizeServers ? .full : .small
    }

    private func drafts(for server: GameServer) -> [WorldDraft] {
        server.worlds.map { world in
            WorldDraft(
                world: world,
                seed: SeededGenerator.derived(seed, "\(folder.system.rawValue) \(server.name) \(world.name)"),
                size: size(of: server),
                today: server.shelf.rows.count
            )
        }
    }

    private func jobs(for server: GameServer, at index: Int, _ budget: inout Int) -> [Job] {
        let completed = server.shelf.rows.enumerated().filter { hasArchive($0.element) }
        let own = completed.suffix(min(budget, Self.ownArchivesPerServer))
        budget -= own.count
        return drafts(for: server).map { draft in
            Job(
                server: index,
                draft: draft,
                archived: own.filter { $0.element.world == draft.world.id }.map { ($0.offset, $0.element.id) }
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
        let (content, world) = (job.draft.content, job.draft.world.folder)
        try content.writeLasting(to: world)
        for (day, backup) in job.archived {
            try content.write(day: day, to: world)
            let archive = folder.archive(backup)
            try await Archiver().pack(world, into: archive)
            try finished.append((job.server, backup, Archiver().facts(of: archive)))
        }
        try content.write(day: job.draft.today, to: world)
        return finished
    }

    private func shareRest(_ fleet: inout BuiltFleet) async throws {
        var packed: [SharedArchive: ArchiveFacts] = [:]
        for index in fleet.servers.indices {
            let server = fleet.servers[index]
            let open = server.shelf.rows.filter { hasArchive($0) && $0.archive == nil }
            guard !open.isEmpty, let world = server.activeWorld else { continue }
            let shared = size(of: server).sharedArchive
            if packed[shared] == nil {
                try fleet.drafts.removeValue(forKey: world.id)?.write()
                try await Archiver().pack(world.folder, into: folder.shared(shared))
                packed[shared] = try Archiver().facts(of: folder.shared(shared))
            }
            for row in open {
                fleet.servers[index].shelf.update(row.id) { row in
                    row.archive = packed[shared]
                    row.sharedArchive = shared
                }
            }
        }
    }
}
