import Foundation
@testable import Sandbox

/// A lively fleet and its engine, without a wire.
enum LivelyEngine {
    static func seed(
        _ system: SandboxSystem = .archonV1,
        servers: Int,
        backups: Int = 6,
        seed: UInt64 = 7,
        folder: StateFolder? = nil,
        now: Date = Date()
    ) -> [GameServer] {
        FleetSeed(
            system: system,
            seed: seed,
            servers: servers,
            backups: backups,
            folder: folder ?? StateFolder(root: "/nowhere", system: system),
            now: now,
            policy: EnginePolicy(of: system, .deployed),
            isLively: true
        ).make()
    }

    /// Builds the fleet, lets `body` use its engine, and stops it whatever happens. Nothing is scheduled yet.
    static func with<Result: Sendable>(
        _ system: SandboxSystem = .archonV1,
        servers: Int = 12,
        speed: Double = 1000,
        schedule: Duration? = nil,
        waiting: any Clock<Duration> = ContinuousClock(),
        _ body: (Engine) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let state = StateFolder(root: folder.path, system: system)
        let clock = ServiceClock(speed: speed, wall: { Date() }, waiting: waiting)
        let policy = EnginePolicy(of: system, .deployed)
        let fleet = seed(system, servers: servers, folder: state, now: clock.now)
        let engine = try await Engine(
            system: system,
            fleet: FleetBuilder(folder: state, seed: 7, policy: policy).build(fleet),
            seed: 7,
            schedule: schedule,
            isLively: true,
            policy: policy,
            clock: clock,
            folder: state
        )
        do {
            let result = try await body(engine)
            await engine.stop()
            return result
        } catch {
            await engine.stop()
            throw error
        }
    }

    /// Asks again and again until it is so.
    static func wait(_ what: String, until holds: () async throws -> Bool) async throws {
        for _ in 0 ..< 20000 {
            if try await holds() {
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestFailure("waited in vain for \(what)")
    }
}
