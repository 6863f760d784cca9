import Foundation
import Sandbox
import Testing

struct ArchonV0Tests {
    private static let options = SandboxOptions.quick.serving(.archonV0)

    private static func backups(_ bench: Bench) -> String {
        "/modrinth/v0/servers/\(bench.main.id)/backups"
    }

    /// Asks again until the backup is made.
    private static func waitUntilDone(_ bench: Bench, _ id: String, _ task: String = "create") async throws {
        try await bench.wait("\(task) of \(id)") {
            let row = try await bench.send("GET", "\(backups(bench))/\(id)").object()
            return (row["task"] as? [String: [String: Any]])?[task]?["state"] as? String == "done"
        }
    }

    @Test(arguments: [
        "/v1/servers",
        "/v1/servers/SID",
        "/v1/servers/SID/worlds/WID/backups",
        "/v1/sync?scope=server:SID",
    ])
    func `a service of before the worlds knows no V 1 path`(_ path: String) async throws {
        try await Bench.with(Self.options) { bench in
            let path = path.replacing("SID", with: bench.main.id).replacing("WID", with: bench.main.world)
            let reply = try await bench.send("GET", path)
            #expect(reply.status == 404)
            #expect(try await bench.send("GET", Self.backups(bench)).status == 200)
        }
    }

    @Test(arguments: SandboxScenario.allCases)
    func `rows have the fields of their time`(_ scenario: SandboxScenario) async throws {
        var options = Self.options
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let rows = try await bench.send("GET", Self.backups(bench)).list()
            #expect(rows.count == 2)
            for row in rows {
                #expect(Set(row.keys) == ["id", "name", "created_at", "automated", "interrupted", "ongoing"])
            }
            let server = try await bench.send("GET", "/modrinth/v0/servers/\(bench.main.id)").object()
            #expect(server["worlds"] == nil)
            #expect(server["used_backup_quota"] as? Int == 2)
        }
    }

    @Test func `a backup lives from create to delete`() async throws {
        try await Bench.with(Self.options) { bench in
            let created = try await bench.send("POST", Self.backups(bench), #"{"name":"Plain"}"#)
            #expect(created.status == 200)
            let id = try Bench.text(created.object(), "id")
            let path = "\(Self.backups(bench))/\(id)"
            try await Self.waitUntilDone(bench, id)
            #expect(try bench.archiveSize(id) > 0)
            #expect(try await bench.send("PATCH", path, #"{"name":"Renamed"}"#).status == 204)
            #expect(try await bench.send("GET", path).object()["name"] as? String == "Renamed")
            #expect(try await bench.send("POST", "\(path)/retry").status == 409)
            #expect(try await bench.send("DELETE", path).status == 204)
            #expect(try await bench.send("GET", path).status == 404)
            #expect(try bench.archiveSize(id) == 0)
        }
    }

    @Test func `a restore brings the world back`() async throws {
        try await Bench.with(Self.options) { bench in
            let created = try await bench.send("POST", Self.backups(bench), #"{"name":"Good"}"#)
            let id = try Bench.text(created.object(), "id")
            try await Self.waitUntilDone(bench, id)
            let before = try await bench.fingerprint()
            try Data("spoilt".utf8).write(to: URL(filePath: "\(bench.main.folder)/level.dat"))
            #expect(try await bench.send("POST", "\(Self.backups(bench))/\(id)/restore").status == 409)
            try await bench.powerDown()
            #expect(try await bench.send("POST", "\(Self.backups(bench))/\(id)/restore").status == 204)
            try await Self.waitUntilDone(bench, id, "restore")
            #expect(try await bench.fingerprint() == before)
        }
    }

    @Test func `deleting A running create cancels it`() async throws {
        try await Bench.withHeldTime(SandboxOptions.slow.serving(.archonV0)) { bench in
            let created = try await bench.send("POST", Self.backups(bench), #"{"name":"Never mind"}"#)
            let id = try Bench.text(created.object(), "id")
            #expect(try await bench.send("DELETE", "\(Self.backups(bench))/\(id)").status == 204)
            let work = try await bench.truth()["operations"] as? [[String: Any]]
            #expect(work?.last?["state"] as? String == "cancelled")
        }
    }

    @Test func `a failed create can be retried`() async throws {
        var options = Self.options
        options.backups = 5
        try await Bench.with(options) { bench in
            let rows = try await bench.send("GET", Self.backups(bench)).list()
            let failed = try #require(rows.first { $0["interrupted"] as? Bool == true })
            let id = try Bench.text(failed, "id")
            #expect(try await bench.send("POST", "\(Self.backups(bench))/\(id)/retry").status == 204)
            try await Self.waitUntilDone(bench, id)
        }
    }

    @Test func `the node's socket tells of its backups`() async throws {
        try await Bench.with(Self.options) { bench in
            try await bench.withSocket { socket in
                let created = try await bench.send("POST", Self.backups(bench), #"{"name":"Watched"}"#)
                let id = try Bench.text(created.object(), "id")
                #expect(try await socket.event("backup-progress")["id"] == id)
            }
        }
    }

    @Test(arguments: [SandboxSystem.archonV0, .archonV1, .archonQueue])
    func `a node token opens its own system's downloads among several`(_ system: SandboxSystem) async throws {
        var options = SandboxOptions.quick.serving(.archonV0, .archonV1, .archonQueue)
        options.systems = [system] + options.systems.filter { $0 != system }
        try await Bench.with(options) { bench in
            #expect(bench.system == system)
            let server = try await bench.send("GET", "/modrinth/v0/servers/\(bench.main.id)").object()
            let token = try Bench.text(#require(server["node"] as? [String: Any]), "token")
            let backups = try await bench.truth()["backups"] as? [[String: Any]]
            let id = try Bench.text(#require(backups?.first), "id")
            let path = "/modrinth/v0/backups/\(id)/download?auth=\(token)"
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: path)
            #expect(reply.status == 200)
            #expect(try Data(reply.body) == Data(contentsOf: URL(filePath: bench.archive(id))))
        }
    }
}
