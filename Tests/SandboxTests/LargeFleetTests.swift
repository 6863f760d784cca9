import Foundation
import Sandbox
import Testing

/// What a fleet of many servers does to be ready soon, and must not let anybody notice.
struct LargeFleetTests {
    private static func size(_ row: [String: Any]) throws -> Int {
        try #require(row["bytes"] as? Int)
    }

    /// The true rows of a server.
    private static func rows(_ bench: Bench, _ place: Bench.Place) async throws -> [[String: Any]] {
        let state = try await HTTPTestClient.send("GET", port: bench.port, path: "/_sandbox").object()
        let systems = state["systems"] as? [String: [String: Any]]
        let servers = systems?[bench.system.rawValue]?["servers"] as? [[String: Any]]
        return try #require(servers?.first { $0["id"] as? String == place.id }?["backups"] as? [[String: Any]])
    }

    @Test func `a world that was not written at the start is there when it is backed up`() async throws {
        var options = SandboxOptions.quick
        options.servers = 52
        options.backups = 1
        try await Bench.with(options) { bench in
            let place = bench.servers[51]
            #expect(!FileManager.default.fileExists(atPath: place.folder))
            let id = try await bench.create("First look", on: place)
            try await bench.wait("the backup") {
                try await bench.backups(place)
                    .contains { $0["id"] as? String == id && $0["status"] as? String == "done" }
            }
            #expect(FileManager.default.fileExists(atPath: "\(place.folder)/level.dat"))
            #expect(try bench.archiveSize(id) > 0)
        }
    }

    @Test func `a world has the same fingerprint before and after it is written`() async throws {
        var options = SandboxOptions.quick
        options.servers = 52
        options.backups = 0
        try await Bench.with(options) { bench in
            func worlds() async throws -> [String: String] {
                let state = try await HTTPTestClient.send("GET", port: bench.port, path: "/_sandbox").object()
                let systems = state["systems"] as? [String: [String: Any]]
                let servers = try #require(systems?["archon-v1"]?["servers"] as? [[String: Any]])
                let worlds = servers.flatMap { $0["worlds"] as? [[String: Any]] ?? [] }
                return try Dictionary(uniqueKeysWithValues: worlds.map { world in
                    try (Bench.text(world, "id"), Bench.text(world, "fingerprint"))
                })
            }
            let before = try await worlds()
            #expect(before.count > 52 && Set(before.values).count == before.count)
            let place = bench.servers[51]
            #expect(!FileManager.default.fileExists(atPath: place.folder))
            _ = try await bench.create("First look", on: place)
            try await bench.wait("the world") { FileManager.default.fileExists(atPath: "\(place.folder)/level.dat") }
            try await bench.wait("the backup") {
                try await bench.backups(place).allSatisfy { $0["status"] as? String == "done" }
            }
            #expect(try await worlds() == before)
        }
    }

    @Test func `a shared archive is as large as one of the server's own`() async throws {
        var options = SandboxOptions.quick
        options.servers = 30
        options.backups = 1
        try await Bench.with(options) { bench in
            let place = bench.servers[29]
            let seeded = try await #require(Self.rows(bench, place).first)
            #expect(seeded["deferred"] as? Bool == true)
            let id = try await bench.create("Another", on: place)
            try await bench.wait("the backup") {
                try await Self.rows(bench, place).contains { $0["id"] as? String == id && $0["bytes"] is Int }
            }
            let made = try await #require(Self.rows(bench, place).first { $0["id"] as? String == id })
            #expect(try abs(Self.size(made) - Self.size(seeded)) < Self.size(seeded) / 4)
        }
    }
}
