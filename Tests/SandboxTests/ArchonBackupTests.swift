import Foundation
import Sandbox
import Testing

struct ArchonBackupTests {
    @Test func `the list holds the seeded backups with every field`() async throws {
        try await Bench.with { bench in
            let rows = try await bench.backups()
            #expect(rows.count == 2)
            let fields: Set = [
                "id", "physical_id", "name", "created_at", "automated", "status", "interrupted", "ongoing", "locked",
            ]
            for row in rows {
                #expect(Set(row.keys) == fields)
                #expect(row["status"] as? String == "done")
            }
        }
    }

    @Test func `the documented scenario leaves out what the documents do not know`() async throws {
        var options = SandboxOptions.quick
        options.scenario = .documented
        try await Bench.with(options) { bench in
            let row = try #require(try await bench.backups().first)
            #expect(row["physical_id"] == nil)
            #expect(row["status"] == nil)
            #expect(row["locked"] == nil)
            #expect(row["ongoing"] as? Bool == false)
        }
    }

    @Test func `one backup is answered as in the list`() async throws {
        try await Bench.with { bench in
            let row = try #require(try await bench.backups().first)
            let id = try Bench.text(row, "id")
            let one = try await bench.send("GET", "\(bench.main.backups)/\(id)").object()
            #expect(NSDictionary(dictionary: one) == NSDictionary(dictionary: row))
        }
    }

    @Test func `a created backup is A real archive of the world`() async throws {
        try await Bench.with { bench in
            let id = try await bench.create("Test one")
            try await bench.waitUntilDone(id)
            let listing = try Shell.run("tar", ["tzf", bench.archive(id)])
            #expect(listing.contains("./level.dat"))
            #expect(listing.contains("./region/r.0.0.mca"))
            let facts = try bench.facts(id)
            let bytes = try Data(contentsOf: URL(filePath: bench.archive(id)))
            #expect(facts["bytes"] as? Int == bytes.count)
            #expect(facts["sha256"] as? String == Digests.sha256(bytes))
            #expect(facts["sha1"] as? String == Digests.sha1(bytes))
            #expect(facts["name"] as? String == "Test one")
            #expect(facts["server"] as? String == bench.main.id)
            #expect(facts["world"] as? String == bench.main.world)
        }
    }

    @Test func `every seeded backup has an archive that matches its facts`() async throws {
        try await Bench.with { bench in
            for row in try await bench.backups() {
                let id = try Bench.text(row, "id")
                let bytes = try Data(contentsOf: URL(filePath: bench.archive(id)))
                #expect(try bench.facts(id)["sha256"] as? String == Digests.sha256(bytes))
            }
        }
    }

    @Test func `a running create shows its fraction while the archive grows`() async throws {
        try await Bench.withHeldTime { bench in
            let id = try await bench.create("Slow one")
            try await bench.waitForRow(id) { row in
                let task = (row["task"] as? [String: [String: Any]])?["create"]
                let progress = task?["progress"] as? Double ?? 0
                return row["status"] as? String == "in_progress" && row["ongoing"] as? Bool == true
                    && task?["state"] as? String == "ongoing" && progress > 0 && progress < 1
            }
            try await bench.wait("some bytes") { try bench.archiveSize(id) > 0 }
            let earlier = try bench.archiveSize(id)
            try await bench.wait("more bytes") { try bench.archiveSize(id) > earlier }
            #expect(!FileManager.default.fileExists(atPath: bench.factsPath(id)))
        }
    }

    @Test func `a second create waits for the first`() async throws {
        try await Bench.withHeldTime { bench in
            let first = try await bench.create("First")
            let second = try await bench.create("Second")
            try await bench.waitForRow(first) { $0["status"] as? String == "in_progress" }
            #expect(try await bench.row(second)?["status"] as? String == "pending")
        }
    }

    @Test func `a restore brings back A changed file and removes an added one`() async throws {
        try await Bench.with { bench in
            let id = try await bench.create("Good state")
            try await bench.waitUntilDone(id)
            let before = try await bench.fingerprint()
            try Data("spoilt".utf8).write(to: URL(filePath: "\(bench.main.folder)/level.dat"))
            try Data("new".utf8).write(to: URL(filePath: "\(bench.main.folder)/added.txt"))
            #expect(try await bench.fingerprint() != before)
            try await bench.powerDown()
            #expect(try await bench.send("POST", "\(bench.main.backups)/\(id)/restore").status == 204)
            try await bench.waitForRow(id) { row in
                (row["task"] as? [String: [String: Any]])?["restore"]?["state"] as? String == "done"
            }
            #expect(try await bench.fingerprint() == before)
            #expect(!FileManager.default.fileExists(atPath: "\(bench.main.folder)/added.txt"))
        }
    }

    @Test func `a restore of A running server is refused and changes nothing`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            let before = try await bench.fingerprint()
            let reply = try await bench.send("POST", "\(bench.main.backups)/\(id)/restore")
            #expect(reply.status == 409)
            #expect(try reply.object()["error"] as? String == "server_running")
            #expect(try await bench.fingerprint() == before)
        }
    }

    @Test func `a restore while other work runs is refused`() async throws {
        try await Bench.withHeldTime { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            try await bench.fault(#"{"fault":"power","server":"\#(bench.main.id)","state":"stopped"}"#)
            _ = try await bench.create("In the way")
            let reply = try await bench.send("POST", "\(bench.main.backups)/\(id)/restore")
            #expect(reply.status == 409)
            #expect(try reply.object()["error"] as? String == "busy")
        }
    }

    @Test func `a deleted backup loses row archive and facts`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            #expect(FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.send("DELETE", "\(bench.main.backups)/\(id)").status == 204)
            #expect(try await bench.row(id) == nil)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(!FileManager.default.fileExists(atPath: bench.factsPath(id)))
            #expect(try await bench.send("DELETE", "\(bench.main.backups)/\(id)").status == 404)
        }
    }

    @Test func `deleting A running create cancels it`() async throws {
        try await Bench.withHeldTime { bench in
            let id = try await bench.create("Changed my mind")
            try await bench.wait("an archive") { try bench.archiveSize(id) > 0 }
            #expect(try await bench.send("DELETE", "\(bench.main.backups)/\(id)").status == 204)
            #expect(try await bench.row(id) == nil)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            let work = try await bench.truth()["operations"] as? [[String: Any]]
            #expect(work?.last?["state"] as? String == "cancelled")
        }
    }

    @Test func `a rename changes the row and the facts`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            let path = "\(bench.main.backups)/\(id)"
            #expect(try await bench.send("PATCH", path, #"{"name":"Zażółć 🎮"}"#).status == 204)
            #expect(try await bench.row(id)?["name"] as? String == "Zażółć 🎮")
            #expect(try bench.facts(id)["name"] as? String == "Zażółć 🎮")
            #expect(try await bench.send("PATCH", path, #"{"name":"  "}"#).status == 400)
            #expect(try await bench.send("PATCH", path, "{}").status == 204)
            #expect(try await bench.row(id)?["name"] as? String == "Zażółć 🎮")
        }
    }

    @Test func `a failed create can be retried under its id`() async throws {
        try await Bench.withHeldTime { bench in
            let id = try await bench.create("Will fail")
            try await bench.waitForRow(id) { $0["status"] as? String == "in_progress" }
            try await bench.fault(
                #"{"fault":"change","op":"fail","server":"\#(bench.main.id)","backup":"newest"}"#
            )
            let failed = try #require(try await bench.row(id))
            #expect(failed["status"] as? String == "error")
            #expect(failed["interrupted"] as? Bool == true)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.send("POST", "\(bench.main.backups)/\(id)/retry").status == 204)
            try await bench.waitForRow(id) { $0["status"] as? String == "in_progress" }
        }
    }

    @Test func `a retry of A completed backup is refused`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            #expect(try await bench.send("POST", "\(bench.main.backups)/\(id)/retry").status == 409)
        }
    }

    @Test func `a seeded failure has no archive and can be retried`() async throws {
        var options = SandboxOptions.quick
        options.backups = 5
        try await Bench.with(options) { bench in
            let failed = try #require(try await bench.backups().first { $0["status"] as? String == "error" })
            let id = try Bench.text(failed, "id")
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
            #expect(try await bench.send("POST", "\(bench.main.backups)/\(id)/retry").status == 204)
            try await bench.waitUntilDone(id)
            #expect(try bench.archiveSize(id) > 0)
        }
    }

    @Test func `a full quota refuses A create`() async throws {
        try await Bench.with { bench in
            try await bench.fault(#"{"fault":"quota","server":"\#(bench.main.name)","limit":4}"#)
            let reply = try await bench.send("POST", bench.main.backups, #"{"name":"One too many"}"#)
            #expect(reply.status == 409)
            #expect(try reply.object()["error"] as? String == "quota_exceeded")
            #expect(try await bench.backups().count == 2)
        }
    }

    @Test func `the nil world is the active world`() async throws {
        try await Bench.with { bench in
            let any = "/v1/servers/\(bench.main.id)/worlds/00000000-0000-0000-0000-000000000000/backups"
            let active = try await bench.send("GET", bench.main.backups)
            #expect(try await bench.send("GET", any).body == active.body)
        }
    }

    @Test func `a backup of another world is not found`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            let server = try await bench.send("GET", "/v1/servers/\(bench.main.id)").object()
            let worlds = try #require(server["worlds"] as? [[String: Any]])
            let other = try #require(worlds.first { $0["is_active"] as? Bool == false })
            let path = try "/v1/servers/\(bench.main.id)/worlds/\(Bench.text(other, "id"))/backups/\(id)"
            #expect(try await bench.send("GET", path).status == 404)
            #expect(try await bench.send("DELETE", path).status == 404)
            #expect(try await bench.row(id) != nil)
        }
    }

    @Test func `a download is the archive and needs A node token`() async throws {
        try await Bench.with { bench in
            let id = try Bench.text(#require(try await bench.backups().first), "id")
            let server = try await bench.send("GET", "/modrinth/v0/servers/\(bench.main.id)").object()
            let node = try #require(server["node"] as? [String: Any])
            #expect(node["instance"] as? String == "127.0.0.1:\(bench.port)")
            let path = "/modrinth/v0/backups/\(id)/download"
            let token = try Bench.text(node, "token")
            let reply = try await HTTPTestClient.send("GET", port: bench.port, path: "\(path)?auth=\(token)")
            #expect(reply.status == 200)
            #expect(try Data(reply.body) == Data(contentsOf: URL(filePath: bench.archive(id))))
            #expect(try await HTTPTestClient.send("GET", port: bench.port, path: "\(path)?auth=nonsense").status == 404)
        }
    }
}
