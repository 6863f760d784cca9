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
    private static let writtenServers = 24
    /// Worlds written at a time.
    private static let width = 4

    /// One world to write, with the days of its life that are archived.
    private struct Job: Sendable {
        let server: Int
        let draft: WorldDraft
        /// Day and backup, oldest first.
        let archived: [(day: Int, backup: StoredBackup.ID)]
        /// Whether it lost its regions before the newest backup, the only one with an archive of its own.
        let isShrunk: Bool
    }

    /// Writes what must be there at the start and gives the fleet with its archive facts. Throws file errors and
    /// `Archiver.Failure`.
    func build(_ servers: [GameServer]) async throws -> BuiltFleet {
        try folder.prepare()
        var fleet = BuiltFleet(servers: servers)
        var budget = servers.count > Self.fullSizeServers ? Self.ownArchives.larger : Self.ownArchives.small
        var jobs: [Job] = []
        for (index, server) in servers.enumerated() {
            if index < Self.writtenServers || server.fate == .shrunk {
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

    private func hasShrunk(_ world: World.ID, of server: GameServer) -> Bool {
        server.fate == .shrunk && world == server.activeWorld?.id
    }

    private func size(of world: World, on server: GameServer) -> WorldSize {
        guard !hasShrunk(world.id, of: server) else { return folder.system == .vpsorg ? .large : .full }
        return server.index < Self.fullSizeServers ? .full : .small
    }

    private func sharedArchive(of world: World, on server: GameServer) -> SharedArchive {
        guard !hasShrunk(world.id, of: server) else { return .beforeLoss }
        return server.index < Self.fullSizeServers ? .full : .small
    }

    private func drafts(for server: GameServer) -> [WorldDraft] {
        server.worlds.map { world in
            WorldDraft(
                world: world,
                seed: SeededGenerator.derived(seed, "\(folder.system.rawValue) \(server.name) \(world.name)"),
                size: size(of: world, on: server),
                today: server.shelf.rows.count
            )
        }
    }

    private func jobs(for server: GameServer, at index: Int, _ budget: inout Int) -> [Job] {
        let completed = server.shelf.rows.enumerated().filter { hasArchive($0.element) }
        let own = completed.suffix(server.fate == .shrunk ? 1 : min(budget, Self.ownArchivesPerServer))
        budget = max(0, budget - own.count)
        return drafts(for: server).map { draft in
            Job(
                server: index,
                draft: draft,
                archived: own.filter { $0.element.world == draft.world.id }.map { ($0.offset, $0.element.id) },
                isShrunk: hasShrunk(draft.world.id, of: server)
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
        if job.isShrunk {
            try content.write(day: job.draft.today - 1, to: world)
            try await Archiver().pack(world, into: folder.shared(.beforeLoss))
        }
        let write = job.isShrunk ? content.writeRemains : content.write
        for (day, backup) in job.archived {
            try write(day, world)
            let archive = folder.archive(backup)
            try await Archiver().pack(world, into: archive)
            try finished.append((job.server, backup, Archiver().facts(of: archive)))
        }
        try write(job.draft.today, world)
        return finished
    }

    private func shareRest(_ fleet: inout BuiltFleet) async throws {
        var packed: [SharedArchive: ArchiveFacts] = [:]
        for index in fleet.servers.indices {
            let server = fleet.servers[index]
            for row in server.shelf.rows where hasArchive(row) && row.archive == nil {
                guard let world = server.world(row.world) else { continue }
                let shared = sharedArchive(of: world, on: server)
                if packed[shared] == nil {
                    try fleet.drafts.removeValue(forKey: world.id)?.write()
                    packed[shared] = try await facts(of: shared, from: world)
                }
                fleet.servers[index].shelf.update(row.id) { row in
                    row.archive = packed[shared]
                    row.sharedArchive = shared
                }
            }
        }
    }

    private func facts(of shared: SharedArchive, from world: World) async throws -> ArchiveFacts {
        if shared != .beforeLoss {
            try await Archiver().pack(world.folder, into: folder.shared(shared))
        }
        return try Archiver().facts(of: folder.shared(shared))
    }
}
