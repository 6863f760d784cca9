import FoundationEssentials

/// Everything of a sandbox except its listening socket.
struct SandboxParts: Sendable {
    let root: RootFolder
    let directory: SystemDirectory
    let faults: FaultBoard
    let sockets: SocketRegistry
    let recorder: RequestRecorder
    let clock: ServiceClock

    /// Seeds worlds, archives and accounts. Throws a typed error for whatever cannot be written.
    static func assemble(_ options: SandboxOptions, clock: ServiceClock) async throws(SandboxError) -> SandboxParts {
        var system = SystemRandomNumberGenerator()
        let root = try RootFolder(options.stateFolder, random: &system)
        do {
            let dialects = try await dialects(options, root, clock)
            let recorder = try RequestRecorder(
                path: options.recordFile,
                mask: SecretMask(tokens: dialects.map(\.token)),
                clock: clock
            )
            return SandboxParts(
                root: root,
                directory: SystemDirectory(dialects: dialects),
                faults: FaultBoard(),
                sockets: SocketRegistry(),
                recorder: recorder,
                clock: clock
            )
        } catch {
            root.remove()
            throw error
        }
    }

    /// The systems are seeded beside each other; they share nothing.
    private static func dialects(
        _ options: SandboxOptions,
        _ root: RootFolder,
        _ clock: ServiceClock
    ) async throws(SandboxError) -> [any Dialect] {
        typealias Seeded = (position: Int, dialect: Result<any Dialect, SandboxError>)
        let seeded = await withTaskGroup(of: Seeded.self) { group in
            for (position, system) in options.systems.enumerated() {
                group.addTask {
                    do throws(SandboxError) {
                        return try await (position, .success(dialect(system, options, root, clock)))
                    } catch {
                        return (position, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [Seeded]()) { $0.append($1) }
        }
        return try seeded.sorted { $0.position < $1.position }.map { seeded throws(SandboxError) in
            try seeded.dialect.get()
        }
    }

    private static func dialect(
        _ system: SandboxSystem,
        _ options: SandboxOptions,
        _ root: RootFolder,
        _ clock: ServiceClock
    ) async throws(SandboxError) -> any Dialect {
        let folder = StateFolder(root: root.path, system: system)
        let policy = EnginePolicy(of: system, options.scenario)
        let fleet = FleetSeed(
            system: system,
            seed: options.seed,
            servers: options.servers,
            backups: options.backups,
            folder: folder,
            now: clock.now,
            policy: policy,
            isLively: options.isLively
        ).make()
        let built: BuiltFleet
        do {
            built = try await FleetBuilder(folder: folder, seed: options.seed, policy: policy).build(fleet)
        } catch let failure as Archiver.Failure {
            throw .cannotArchive(reason: failure.description)
        } catch {
            throw .cannotWrite(path: root.path, reason: "\(error)")
        }
        let engine = Engine(
            system: system,
            fleet: built,
            seed: options.seed,
            schedule: options.schedule,
            isLively: options.isLively,
            policy: policy,
            clock: clock,
            folder: folder
        )
        var random = SeededGenerator(seed: options.seed, purpose: "token \(system.rawValue)")
        return switch system {
        case .archonV0: archon(.v0, engine, &random, options)
        case .archonV1: archon(.v1, engine, &random, options)
        case .archonQueue: archon(.queue, engine, &random, options)
        case .pterodactyl: PterodactylDialect(
                engine: engine,
                servers: built.servers,
                token: "ptlc_" + random.word(43),
                options: options
            )
        case .stellarstack: StellarStackDialect(engine: engine, token: random.word(32), options: options)
        case .vpsorg: VPSOrgDialect(
                engine: engine,
                token: "vps_" + random.word(40),
                pageSize: options.vpsorgPageSize
            )
        }
    }

    private static func archon(
        _ generation: ArchonDialect.Generation,
        _ engine: Engine,
        _ random: inout SeededGenerator,
        _ options: SandboxOptions
    ) -> ArchonDialect {
        ArchonDialect(generation: generation, engine: engine, token: "mra_" + random.word(40), options: options)
    }
}
