import Foundation
import Testing
import TestSupport
@testable import Sandbox

/// What services may differ in, one rule at a time and without a wire.
struct EnginePolicyTests {
    private func withEngine(
        _ policy: EnginePolicy,
        waiting: any Clock<Duration> = ContinuousClock(),
        backups: Int = 2,
        _ body: (Engine, GameServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let state = StateFolder(root: folder.path, system: .pterodactyl)
        let clock = ServiceClock(speed: 5000, wall: { Date() }, waiting: waiting)
        let seed = FleetSeed(
            system: .pterodactyl, seed: 7, servers: 1, backups: backups, folder: state, now: clock.now, policy: policy
        )
        let fleet = try await FleetBuilder(folder: state, seed: 7, policy: policy).build(seed.make())
        let engine = Engine(
            system: .pterodactyl, fleet: fleet, seed: 7, schedule: nil, policy: policy, clock: clock, folder: state
        )
        do {
            try await body(engine, engine.servers[0])
        } catch {
            await engine.stop()
            throw error
        }
        await engine.stop()
    }

    private func world(_ server: GameServer) throws -> World.ID {
        try #require(server.activeWorld).id
    }

    private func wait(for id: StoredBackup.ID, _ state: StoredBackup.State, _ engine: Engine) async throws {
        for _ in 0 ..< 20000 {
            if await engine.servers[0].shelf[id]?.state == state {
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw TestFailure("waited in vain for \(state)")
    }

    @Test func `a limit may be left to clients`() async throws {
        var policy = EnginePolicy()
        try await withEngine(policy) { engine, server in
            await engine.setQuota(2, of: server.id)
            await #expect(throws: EngineError.quotaFull(limit: 2)) {
                try await engine.create(on: server.id, world: world(server), name: "x")
            }
        }
        policy.enforcesQuota = false
        try await withEngine(policy) { engine, server in
            await engine.setQuota(2, of: server.id)
            _ = try await engine.create(on: server.id, world: world(server), name: "x")
        }
    }

    @Test(arguments: [(EnginePolicy.Counting.all, 5), (.exceptFailed, 4), (.completed, 4)])
    func `which rows take A slot is counted`(_ counting: EnginePolicy.Counting, _ used: Int) async throws {
        var policy = EnginePolicy()
        policy.counting = counting
        try await withEngine(policy, backups: 5) { engine, _ in
            #expect(await policy.used(engine.servers[0]) == used)
        }
    }

    @Test func `a client may name an id but none twice`() async throws {
        var policy = EnginePolicy()
        policy.takesClientIDs = true
        try await withEngine(policy) { engine, server in
            let wanted = StoredBackup.ID(text: "0b9c6f0e-52e1-4a7e-9d43-7f7a2c1d9e10")
            let made = try await engine.create(
                on: server.id, world: world(server), name: "x", details: BackupDetails(id: wanted)
            )
            #expect(made.id == wanted)
            await #expect(throws: EngineError.idTaken(wanted.text)) {
                try await engine.create(
                    on: server.id, world: world(server), name: "y", details: BackupDetails(id: wanted)
                )
            }
        }
    }

    @Test func `a restore of A running game may fail and spoil the row for good`() async throws {
        var policy = EnginePolicy()
        policy.restore.running = .fails
        policy.restore.files = .overlay
        policy.restore.stateAfterFailure = .failed
        try await withEngine(policy) { engine, server in
            let row = try #require(server.shelf.rows.first)
            try await engine.restore(row.id, on: server.id, world: row.world)
            try await wait(for: row.id, .failed, engine)
            #expect(FileManager.default.fileExists(atPath: engine.folder.archive(row.id)))
            await #expect(throws: EngineError.self) {
                try await engine.restore(row.id, on: server.id, world: row.world)
            }
        }
    }

    @Test func `a restore may leave the game alone`() async throws {
        var policy = EnginePolicy()
        policy.restore.running = .isIgnored
        try await withEngine(policy) { engine, server in
            let row = try #require(server.shelf.rows.first)
            try await engine.restore(row.id, on: server.id, world: row.world)
            try await wait(for: row.id, .completed, engine)
            #expect(await engine.servers[0].power == .running)
        }
    }

    @Test(arguments: [
        (EnginePolicy.Lock.sparesFromRotation, true, true),
        (.guardsCompleted, false, true),
        (.guardsAlways, false, false),
    ])
    func `a lock keeps as much as the service says`(
        _ lock: EnginePolicy.Lock,
        _ losesCompleted: Bool,
        _ losesFailed: Bool
    ) async throws {
        var policy = EnginePolicy()
        policy.lock = lock
        try await withEngine(policy, backups: 5) { engine, server in
            for (state, isLost) in [(StoredBackup.State.completed, losesCompleted), (.failed, losesFailed)] {
                let row = try #require(server.shelf.rows.first { $0.state == state })
                try await engine.setLock(true, row.id, on: server.id)
                try? await engine.delete(row.id, on: server.id, world: row.world)
                #expect(await (engine.servers[0].shelf[row.id] == nil) == isLost)
            }
        }
    }

    @Test func `deleting what is being made may be refused`() async throws {
        var policy = EnginePolicy()
        policy.deletesRunning = false
        try await withEngine(policy, waiting: ManualClock()) { engine, server in
            let made = try await engine.create(on: server.id, world: world(server), name: "x")
            await #expect(throws: EngineError.self) {
                try await engine.delete(made.id, on: server.id, world: made.world)
            }
            #expect(await engine.servers[0].shelf[made.id] != nil)
        }
    }
}
