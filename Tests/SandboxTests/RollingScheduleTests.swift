import Foundation
import Testing
import TestSupport
@testable import Sandbox

struct RollingScheduleTests {
    /// What became of the backups that were made since the start.
    private func made(_ engine: Engine) async -> [StoredBackup] {
        await engine.servers.flatMap(\.shelf.rows).filter { $0.seedNumber == nil }
    }

    private func slow(_ engine: Engine) async throws -> GameServer.ID {
        try #require(await RollingSchedule(engine.servers, seed: 7).slow)
    }

    @Test func `only servers that are well take turns and never the first or the slow one`() throws {
        let fleet = LivelyEngine.seed(servers: 40)
        let rolling = RollingSchedule(fleet, seed: 7)
        #expect(Set(rolling.turns).count == rolling.turns.count && rolling.turns.count > 20)
        for server in fleet where rolling.turns.contains(server.id) {
            #expect((server.fate == .fresh || server.fate == .full) && server.power == .running)
        }
        #expect(try !rolling.turns.contains(#require(fleet.first).id))
        #expect(try !rolling.turns.contains(#require(rolling.slow)))
        #expect(rolling.gap == .seconds(6))
    }

    @Test(arguments: 1 ... 3)
    func `in A small fleet somebody has A turn and rests between them`(_ servers: Int) {
        let fleet = LivelyEngine.seed(servers: servers)
        let rolling = RollingSchedule(fleet, seed: 7)
        #expect(rolling.turns == fleet.prefix(1).map(\.id))
        #expect(rolling.gap == .seconds(60))
        #expect((rolling.slow == nil) == (servers == 1))
    }

    @Test(arguments: SandboxSystem.allCases)
    func `one backup in ten fails on its way`(_ system: SandboxSystem) {
        var draw = BreakdownDraw(seed: 7, system: system)
        for _ in 0 ..< 5 {
            let ten = (0 ..< 10).compactMap { _ in draw.next() }
            #expect(ten.count == 1)
            #expect(ten.allSatisfy { $0.fraction > 0 && $0.fraction < 0.75 && !$0.reason.isEmpty })
        }
    }

    @Test(arguments: [SandboxSystem.archonQueue, .pterodactyl, .stellarstack, .vpsorg])
    func `servers make their backups in turn and some fail`(_ system: SandboxSystem) async throws {
        try await LivelyEngine.with(system) { engine in
            await engine.startSchedule()
            try await LivelyEngine.wait("a failure and some backups") {
                let made = await made(engine)
                return made.contains { $0.state == .failed } && made.count { $0.state == .completed } > 8
            }
            let busy = await Set(made(engine).map(\.world))
            for server in await engine.servers where try busy.contains(#require(server.activeWorld).id) {
                #expect(server.fate == .fresh || server.fate == .full)
                #expect(server.index > 0)
            }
            let failed = await engine.work.values.filter { $0.state == .failed }
            #expect(failed.allSatisfy { $0.failure?.contains("storage") == true })
        }
    }

    @Test(arguments: SandboxSystem.allCases)
    func `at the limit the oldest goes and the limit holds`(_ system: SandboxSystem) async throws {
        try await LivelyEngine.with(system) { engine in
            let policy = await engine.policy
            var seen: Set<StoredBackup.ID> = []
            await engine.startSchedule()
            try await LivelyEngine.wait("a rotation") {
                let servers = await engine.servers
                #expect(servers.allSatisfy { policy.used($0) <= $0.quota })
                let good = servers.flatMap(\.shelf.rows).filter { $0.state == .completed }.map(\.id)
                seen.formUnion(good)
                return !seen.isSubset(of: good)
            }
        }
    }

    @Test func `the slow one is at work all the time and tells of it`() async throws {
        try await LivelyEngine.with(speed: 20) { engine in
            let slow = try await slow(engine)
            let events = await engine.events(of: slow)
            await engine.startSchedule()
            var fractions: [Double] = []
            for await event in events {
                if case let .progress(_, .create, report) = event, report.state == .ongoing {
                    fractions.append(report.fraction)
                }
                if fractions.count == 8 {
                    break
                }
            }
            #expect(fractions == fractions.sorted())
            #expect(try #require(fractions.last) < 0.5)
            #expect(await engine.openWork(on: slow).count == 1)
        }
    }

    @Test func `a given time is the one between two turns`() async throws {
        let time = ManualClock()
        try await LivelyEngine.with(servers: 1, speed: 1, schedule: .seconds(300), waiting: time) { engine in
            await engine.startSchedule()
            try await LivelyEngine.wait("the first turn") { await made(engine).count == 1 }
            for _ in 1 ... 250 {
                time.advance(by: .seconds(1))
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect(await made(engine).count == 1, "without a given time it is every minute")
            try await LivelyEngine.wait("the second turn") {
                time.advance(by: .seconds(10))
                return await made(engine).count == 2
            }
        }
    }

    @Test func `nothing goes on after the end`() async throws {
        let engine = try await LivelyEngine.with { engine in
            await engine.startSchedule()
            try await LivelyEngine.wait("work") { await !engine.running.isEmpty }
            return engine
        }
        #expect(await engine.running.isEmpty)
        // The stop has waited for it.
        await engine.scheduler?.value
        await engine.backUpAll()
        #expect(await engine.running.isEmpty)
    }
}
