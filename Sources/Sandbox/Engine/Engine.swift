import FoundationEssentials

/// One emulated service: its servers, their worlds and backups, and the work on them.
///
/// Every change is made here, and committed before the event that tells of it is emitted.
actor Engine {
    let system: SandboxSystem
    nonisolated let clock: ServiceClock
    nonisolated let folder: StateFolder
    let runner: BackupRunner
    let schedule: Duration?
    /// Whether the servers make their automatic backups one after the other rather than all at once.
    let isLively: Bool
    let seed: UInt64
    let policy: EnginePolicy

    var fleet: [GameServer.ID: GameServer] = [:]
    var order: [GameServer.ID] = []
    /// Worlds whose files are yet to be written.
    var drafts: [World.ID: WorldDraft] = [:]
    var random: SeededGenerator
    var hub = EventHub<ServiceEvent>()
    var lifecycle = LifecycleLog()

    var work: [Int: BackupWork] = [:]
    /// Ids of each server's work, in the order it was asked for.
    var workOfServer: [GameServer.ID: [Int]] = [:]
    var queues: [GameServer.ID: [Int]] = [:]
    /// Tasks of the work that runs, by its id.
    var running: [Int: Task<Void, Never>] = [:]
    /// Failures that somebody ordered for running work.
    var orderedFailures: [Int: OrderedFailure] = [:]
    /// Those who wait for the end of work, by its id.
    var outcomes: [Int: [CheckedContinuation<Void, Never>]] = [:]
    var isServing = true
    var nextWork = 1
    /// The next number of each kind of work.
    var nextNumbers: [BackupWork.Kind: Int] = [:]
    /// Backups whose scheduled deletion is still to come.
    var deletions: [StoredBackup.ID: Task<Void, Never>] = [:]
    var activity: [GameServer.ID: [ActivityEntry]] = [:]
    var nextActivity = 0
    var throttle: CreateThrottle?
    /// Creates that count for the throttle, oldest first.
    var recentCreates: [GameServer.ID: [(backup: StoredBackup.ID, at: Date)]] = [:]
    var transitions: [GameServer.ID: Task<Void, Never>] = [:]
    var scheduler: Task<Void, Never>?

    init(
        system: SandboxSystem,
        fleet built: BuiltFleet,
        seed: UInt64,
        schedule: Duration?,
        isLively: Bool = false,
        policy: EnginePolicy = EnginePolicy(),
        clock: ServiceClock,
        folder: StateFolder
    ) {
        self.system = system
        self.clock = clock
        self.folder = folder
        self.schedule = schedule
        self.isLively = isLively
        self.seed = seed
        self.policy = policy
        throttle = policy.throttle
        runner = BackupRunner(clock: clock, folder: folder)
        random = SeededGenerator(seed: seed, purpose: "engine \(system.rawValue)")
        let servers = built.servers
        order = servers.map(\.id)
        // The seeded backups' creates have the numbers before.
        nextNumbers = [.create: servers.reduce(1) { $0 + $1.shelf.rows.count }, .restore: 1]
        fleet = Dictionary(uniqueKeysWithValues: servers.map { ($0.id, $0) })
        drafts = built.drafts
    }

    /// All servers in fleet order.
    var servers: [GameServer] {
        order.compactMap { fleet[$0] }
    }

    /// The server called `id`, or `EngineError.noServer`.
    func server(_ id: GameServer.ID) throws(EngineError) -> GameServer {
        guard let server = fleet[id] else { throw .noServer(id.text) }
        return server
    }

    /// Sees to it that the files of a world are there. Throws Foundation's file errors.
    func place(_ world: World) throws {
        guard let draft = drafts[world.id] else { return }
        try draft.write()
        drafts[world.id] = nil
    }

    /// The worlds of a server whose files are yet to be written.
    func drafts(of server: GameServer) -> [World.ID: WorldDraft] {
        let found = server.worlds.compactMap { world in drafts[world.id].map { (world.id, $0) } }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Live events of one server from now on. The stream ends early when its reader falls far behind.
    func events(of server: GameServer.ID) -> AsyncStream<ServiceEvent> {
        let (stream, token) = hub.subscribe(to: server)
        hub.onEnd(of: token) { [weak self] in
            Task { await self?.unsubscribe(token) }
        }
        return stream
    }

    private func unsubscribe(_ token: Int) {
        hub.unsubscribe(token)
    }

    /// Ends all work and every stream.
    func stop() async {
        isServing = false
        scheduler?.cancel()
        transitions.values.forEach { $0.cancel() }
        deletions.values.forEach { $0.cancel() }
        queues = [:]
        let tasks = Array(running.values)
        tasks.forEach { $0.cancel() }
        for task in tasks {
            await task.value
        }
        settleOutcomes()
        await scheduler?.value
        hub.finish()
        lifecycle.hub.finish()
    }
}
