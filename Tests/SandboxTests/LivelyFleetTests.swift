import Foundation
import Testing
@testable import Sandbox

/// What a lively fleet promises at its start.
struct LivelyFleetTests {
    private static let day = 86400.0

    private func newestGood(_ server: GameServer) -> StoredBackup? {
        server.shelf.rows.last { $0.state == .completed }
    }

    private func age(_ row: StoredBackup?, _ now: Date) throws -> Double {
        try now.timeIntervalSince(#require(row).createdAt)
    }

    @Test(arguments: SandboxSystem.allCases, [1, 3, 12, 40])
    func `the first server is well`(_ system: SandboxSystem, _ servers: Int) throws {
        let now = Date()
        let first = try #require(LivelyEngine.seed(system, servers: servers, now: now).first)
        #expect(first.fate == .fresh && first.power == .running)
        #expect(first.shelf.rows.last?.state == .completed)
        #expect(try age(newestGood(first), now) < Self.day / 2)
        #expect(EnginePolicy(of: system, .deployed).used(first) < first.quota)
    }

    @Test(arguments: SandboxSystem.allCases, [12, 13, 40, 170])
    func `twelve servers have every trouble and most are well`(_ system: SandboxSystem, _ servers: Int) {
        let fleet = LivelyEngine.seed(system, servers: servers)
        #expect(Set(fleet.map(\.fate)) == Set(ServerFate.allCases))
        #expect(fleet.count { $0.fate == .fresh } * 2 > servers)
        #expect(fleet.count { $0.fate == .late } == servers / 12)
        #expect(fleet.count { $0.fate == .never } == 1)
        #expect(Set(fleet.map(\.power)) == [.running, .stopped, .crashed])
        #expect(fleet.allSatisfy { ($0.runningSince != nil) == ($0.power == .running) })
    }

    @Test func `three servers have one trouble and the systems not all the same`() {
        let fleets = SandboxSystem.allCases.map { LivelyEngine.seed($0, servers: 3).map(\.fate) }
        for fates in fleets {
            #expect(fates.count { $0 != .fresh } == 1)
        }
        #expect(Set(fleets.joined()) == Set(ServerFate.allCases))
        #expect(LivelyEngine.seed(servers: 2).allSatisfy { $0.fate == .fresh })
    }

    @Test(arguments: SandboxSystem.allCases)
    func `each fate shows in the backups`(_ system: SandboxSystem) throws {
        let now = Date()
        let policy = EnginePolicy(of: system, .deployed)
        for server in LivelyEngine.seed(system, servers: 40, now: now) {
            let rows = server.shelf.rows
            #expect(rows.isEmpty == (server.fate == .never))
            #expect((rows.last?.state == .failed) == (server.fate == .failing))
            switch server.fate {
            case .fresh: #expect(try age(newestGood(server), now) < Self.day)
            case .late: #expect(try (2 * Self.day ... 5 * Self.day).contains(age(newestGood(server), now)))
            case .failing: #expect(newestGood(server) != nil)
            case .shrunk: #expect(rows.count { $0.state == .completed } > 4)
            case .never: break
            case .full: #expect(policy.used(server) == server.quota)
            }
            #expect(policy.used(server) <= server.quota)
        }
    }

    @Test func `backups are numbered without A gap`() {
        let fleet = LivelyEngine.seed(.vpsorg, servers: 12)
        let numbers = fleet.flatMap(\.shelf.rows).compactMap(\.seedNumber)
        #expect(numbers.sorted() == Array(1 ... numbers.count))
    }

    @Test func `the seed decides who is in trouble`() {
        func picture(_ seed: UInt64) -> [String] {
            LivelyEngine.seed(servers: 40, seed: seed, now: Date(timeIntervalSince1970: 0)).flatMap { server in
                ["\(server.fate) \(server.power)"] + server.shelf.rows
                    .map { "\($0.id.text) \($0.createdAt) \($0.state)" }
            }
        }
        #expect(picture(3) == picture(3))
        #expect(picture(3) != picture(4))
    }

    @Test(arguments: [SandboxSystem.archonV1, .stellarstack, .vpsorg])
    func `a shrunk backup is really small and those before it are really large`(_ system: SandboxSystem) async throws {
        try await LivelyEngine.with(system) { engine in
            let server = try #require(await engine.servers.first { $0.fate == .shrunk })
            let rows = server.shelf.rows.filter { $0.world == server.activeWorld?.id }
            let sizes = try await rows.asyncMap { row in
                try await engine.placeArchive(of: row)
                let path = engine.folder.archive(row.id)
                let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
                #expect(row.archive?.bytes == size)
                return size
            }
            let newest = try #require(sizes.last)
            let median = sizes.dropLast().sorted()[(sizes.count - 1) / 2]
            #expect(newest * 2 < median)
            if system == .vpsorg {
                #expect(newest < 1_000_000 && median > 2_000_000)
            }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self {
            try await results.append(transform(element))
        }
        return results
    }
}
