import Foundation
import Sandbox
import Testing

struct StellarStackBackupTests {
    private static let quick = SandboxOptions.quick.serving(.stellarstack)
    private static let slow = SandboxOptions.slow.serving(.stellarstack)

    private static func documented(_ options: SandboxOptions = quick) -> SandboxOptions {
        var options = options
        options.scenario = .documented
        return options
    }

    @Test(arguments: SandboxScenario.allCases)
    func `the list is A bare array with every field newest first`(_ scenario: SandboxScenario) async throws {
        var options = Self.quick
        options.backups = 6
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let rows = try await bench.send("GET", bench.main.stellarBackups).list()
            #expect(rows.count == 6)
            for row in rows {
                #expect(Set(row.keys) == [
                    "id", "name", "size", "checksum", "checksumType", "status", "isLocked", "storagePath", "serverId",
                    "ignoredFiles", "completedAt", "createdAt", "updatedAt",
                ])
                #expect(row["checksumType"] as? String == "sha256")
                #expect(row["serverId"] as? String == bench.main.id)
                let id = try Bench.text(row, "id")
                let path = row["storagePath"] as? String
                #expect(path == (scenario == .documented ? "/backups/\(bench.main.id)/\(id).tar.gz" : nil))
                let bytes = try Data(contentsOf: URL(filePath: bench.archive(id)))
                #expect(row["size"] as? Int == bytes.count)
                #expect(row["checksum"] as? String == Digests.sha256(bytes))
            }
            let times = try rows.map { try Bench.text($0, "createdAt") }
            #expect(times == times.sorted(by: >))
            #expect(rows.contains { $0["status"] as? String == "FAILED" })
        }
    }

    @Test func `a create answers when the archive is whole`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = UUID().uuidString.lowercased()
            let body = #"{"name":"Mine","uuid":"\#(id)","locked":true,"ignore":["playerdata","*.json"]}"#
            let made = try await bench.makeStellarBackup(body)
            #expect(made["id"] as? String == id)
            #expect(made["status"] as? String == "COMPLETED")
            #expect(made["isLocked"] as? Bool == true)
            #expect(made["ignoredFiles"] as? [String] == ["playerdata", "*.json"])
            #expect(made["storagePath"] == nil && made["completedAt"] != nil)
            let listing = try Shell.run("tar", ["tzf", bench.archive(id)])
            #expect(listing.contains("level.dat"))
            #expect(!listing.contains("playerdata") && !listing.contains("ops.json"))
            #expect(try await bench.stellarRow(id)?["checksum"] as? String == made["checksum"] as? String)
            let again = try await bench.send("POST", bench.main.stellarBackups, body)
            #expect(again.status == 409)
            #expect(try again.object()["error"] is String)
        }
    }

    @Test(arguments: [nil, "", "no json", "{}", #"{"name":""}"#])
    func `a create without A name is called after the day`(_ body: String?) async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send("POST", bench.main.stellarBackups, body)
            #expect(reply.status == 200)
            #expect(try (reply.object()["name"] as? String)?.hasPrefix("Backup ") == true)
        }
    }

    @Test(arguments: ["../../escape", "not-a-uuid", ""])
    func `an id that is no uuid is refused`(_ id: String) async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send("POST", bench.main.stellarBackups, #"{"uuid":"\#(id)"}"#)
            #expect(reply.status == 400)
            #expect(try await bench.send("POST", bench.main.stellarBackups, #"{"uuid":7}"#).status == 400)
        }
    }

    @Test func `a running create is hidden by deployed panels`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            async let made = bench.send("POST", bench.main.stellarBackups, #"{"name":"Slow"}"#)
            try await bench.wait("the create to run") { try await (bench.truth()["backups"] as? [Any])?.count == 3 }
            #expect(try await bench.send("GET", bench.main.stellarBackups).list().count == 2)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"stellar-smp","backup":"newest"}"#)
            let reply = try await made
            #expect(reply.status == 500)
            #expect(try (reply.object()["error"] as? String)?.contains("Daemon error: {") == true)
            #expect(try await bench.send("GET", bench.main.stellarBackups).list().count == 2)
        }
    }

    @Test func `a running create shows in the document's panel and cannot be deleted`() async throws {
        try await Bench.withHeldTime(Self.documented(Self.slow)) { bench in
            let id = UUID().uuidString.lowercased()
            async let made = bench.send("POST", bench.main.stellarBackups, #"{"uuid":"\#(id)"}"#)
            try await bench.wait("the row") {
                try await bench.stellarRow(id)?["status"] as? String == "IN_PROGRESS"
            }
            #expect(try await bench.stellarRow(id)?["completedAt"] == nil)
            #expect(try await bench.send("DELETE", "\(bench.main.stellarBackups)/delete?id=\(id)").status == 409)
            #expect(try await bench.send("POST", "\(bench.main.stellarBackups)/restore?id=\(id)").status == 409)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"stellar-smp","backup":"newest"}"#)
            #expect(try await made.status == 500)
            #expect(try await bench.stellarRow(id)?["status"] as? String == "FAILED")
            #expect(try await bench.send("DELETE", "\(bench.main.stellarBackups)/delete?id=\(id)").status == 200)
        }
    }

    @Test(arguments: SandboxScenario.allCases)
    func `a restore overlays the world of A stopped server`(_ scenario: SandboxScenario) async throws {
        var options = Self.quick
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let id = try await Bench.text(bench.makeStellarBackup(), "id")
            let before = try await bench.fingerprint()
            let level = URL(filePath: "\(bench.main.folder)/level.dat")
            let added = "\(bench.main.folder)/added.txt"
            try Data("spoilt".utf8).write(to: level)
            try Data("new".utf8).write(to: URL(filePath: added))
            try await bench.setPower("stopped")
            let reply = try await bench.send("POST", "\(bench.main.stellarBackups)/restore?id=\(id)")
            #expect(reply.status == 200)
            #expect(try reply.object()["success"] as? Bool == true)
            #expect(try Data(contentsOf: level) != Data("spoilt".utf8))
            #expect(FileManager.default.fileExists(atPath: added))
            try FileManager.default.removeItem(atPath: added)
            #expect(try await bench.fingerprint() == before)
            #expect(try await bench.stellarRow(id)?["status"] as? String == "COMPLETED")
        }
    }

    @Test(arguments: [(SandboxScenario.deployed, "FAILED"), (.documented, "COMPLETED")])
    func `a restore of A running server fails and spoils deployed rows for good`(
        _ scenario: SandboxScenario,
        _ status: String
    ) async throws {
        var options = Self.quick
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let id = try await Bench.text(bench.makeStellarBackup(), "id")
            let before = try await bench.fingerprint()
            let restore = "\(bench.main.stellarBackups)/restore?id=\(id)"
            let reply = try await bench.send("POST", restore)
            #expect(reply.status == 500)
            #expect(try await bench.fingerprint() == before)
            let row = try #require(try await bench.stellarRow(id))
            #expect(row["status"] as? String == status)
            #expect(row["checksum"] is String)
            try await bench.setPower("stopped")
            #expect(try await bench.send("POST", restore).status == (scenario == .deployed ? 400 : 200))
            let download = try await bench.sendOpen("GET", bench.downloadLink(id))
            #expect(download.status == 200)
            #expect(Digests.sha256(Data(download.body)) == row["checksum"] as? String)
        }
    }

    @Test(arguments: [
        ("POST", "restore", 400), ("POST", "restore?id=", 400), ("POST", "restore?id=nobody", 404),
        ("DELETE", "delete", 400), ("DELETE", "delete?id=nobody", 404), ("PATCH", "lock?id=nobody", 404),
    ])
    func `an id that is missing or unknown is refused`(_ method: String, _ path: String, _ status: Int) async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send(method, "\(bench.main.stellarBackups)/\(path)", #"{"locked":true}"#)
            #expect(reply.status == status)
            #expect(try reply.object()["error"] is String)
        }
    }

    @Test func `a locked backup stays until it is unlocked`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try await Bench.text(bench.makeStellarBackup(), "id")
            let lock = "\(bench.main.stellarBackups)/lock?id=\(id)"
            let delete = "\(bench.main.stellarBackups)/delete?id=\(id)"
            #expect(try await bench.send("PATCH", lock, "{}").status == 400)
            let locked = try await bench.send("PATCH", lock, #"{"locked":true}"#)
            #expect(try locked.object()["locked"] as? Bool == true)
            #expect(try await bench.stellarRow(id)?["isLocked"] as? Bool == true)
            #expect(try await bench.send("DELETE", delete).status == 403)
            #expect(try await bench.send("PATCH", lock, #"{"locked":false}"#).status == 200)
            let deleted = try await bench.send("DELETE", delete)
            #expect(deleted.status == 200)
            #expect(try deleted.object()["success"] as? Bool == true)
            #expect(try await bench.stellarRow(id) == nil)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
        }
    }

    @Test func `the limit is only told`() async throws {
        try await Bench.with(Self.quick) { bench in
            try await bench.fault(#"{"fault":"quota","server":"stellar-smp","limit":2}"#)
            let made = try await bench.makeStellarBackup()
            #expect(made["status"] as? String == "COMPLETED")
            let server = try await bench.send("GET", "/api/servers/\(bench.main.id)").object()
            #expect(server["backupLimit"] as? Int == 2)
        }
    }

    @Test(arguments: [(SandboxScenario.deployed, 500, 403), (.documented, 400, 400)])
    func `a node that is offline and A suspended server refuse`(
        _ scenario: SandboxScenario,
        _ offline: Int,
        _ suspended: Int
    ) async throws {
        var options = Self.quick
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let id = try await Bench.text(bench.makeStellarBackup(), "id")
            try await bench.setPower("stopped")
            try await bench.setCondition("node-offline")
            #expect(try await bench.send("POST", bench.main.stellarBackups, "{}").status == offline)
            #expect(try await bench.send("DELETE", "\(bench.main.stellarBackups)/delete?id=\(id)").status == offline)
            #expect(try await bench.send("POST", "\(bench.main.stellarBackups)/restore?id=\(id)").status == offline)
            let status = try await bench.stellarRow(id)?["status"] as? String
            #expect(status == (scenario == .deployed ? "FAILED" : "COMPLETED"))
            try await bench.setCondition("suspended")
            #expect(try await bench.send("POST", bench.main.stellarBackups, "{}").status == suspended)
            #expect(try await bench.send("DELETE", "\(bench.main.stellarBackups)/delete?id=\(id)").status == 403)
        }
    }

    @Test(arguments: [(SandboxScenario.deployed, 2), (.documented, 3)])
    func `what the schedule makes never shows at deployed panels`(
        _ scenario: SandboxScenario,
        _ count: Int
    ) async throws {
        var options = Self.quick
        options.scenario = scenario
        options.schedule = .milliseconds(50)
        try await Bench.with(options) { bench in
            try await bench.wait("an automatic backup") {
                let rows = try await bench.truth()["backups"] as? [[String: Any]] ?? []
                return rows.contains { $0["automated"] as? Bool == true && $0["state"] as? String == "completed" }
            }
            let rows = try await bench.send("GET", bench.main.stellarBackups).list()
            #expect(scenario == .deployed ? rows.count == count : rows.count >= count)
        }
    }
}
