import Foundation
import Sandbox
import Testing

struct VPSOrgTests {
    private static let quick = SandboxOptions.quick.serving(.vpsorg)
    private static let slow = SandboxOptions.slow.serving(.vpsorg)

    private static func rows(_ bench: Bench, _ query: String = "") async throws -> [[String: Any]] {
        try await bench.send("GET", "/api/v1/backups/\(query)").object()["results"] as? [[String: Any]] ?? []
    }

    private static func row(_ bench: Bench, _ id: Int) async throws -> [String: Any]? {
        try await rows(bench).first { $0["id"] as? Int == id }
    }

    private static func create(_ bench: Bench, _ description: String = "Made") async throws -> Int {
        let body = #"{"server_id":\#(bench.main.id),"description":"\#(description)"}"#
        let reply = try await bench.send("POST", "/api/v1/backups/", body)
        guard reply.status == 201, let id = try reply.object()["id"] as? Int else {
            throw TestFailure("create: \(reply.status) \(reply.text)")
        }
        return id
    }

    private static func waitUntilDone(_ bench: Bench, _ id: Int) async throws {
        try await bench.wait("backup \(id)") { try await row(bench, id)?["status"] as? String == "completed" }
    }

    private static func restore(_ bench: Bench, _ id: Int, on place: Bench.Place? = nil) async throws -> Reply {
        let server = (place ?? bench.main).id
        return try await bench.send("POST", "/api/v1/servers/\(server)/restore/", #"{"backup_id":\#(id)}"#)
    }

    @Test(arguments: SandboxScenario.allCases)
    func `one list holds the backups of all servers newest first`(_ scenario: SandboxScenario) async throws {
        var options = Self.quick
        options.servers = 2
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let list = try await bench.send("GET", "/api/v1/backups/").object()
            #expect(Set(list.keys) == ["count", "results"])
            let rows = try #require(list["results"] as? [[String: Any]])
            #expect(list["count"] as? Int == 4 && rows.count == 4)
            for row in rows {
                #expect(Set(row.keys) == [
                    "id", "server", "backup_type", "status", "size_mb", "created_at", "expires_at", "description",
                ])
                #expect(row["id"] is Int && row["size_mb"] as? Int == 1)
                let isAutomatic = row["backup_type"] as? String == "automatic"
                #expect((row["expires_at"] is String) == isAutomatic)
                #expect(try !Bench.text(row, "created_at").contains("."))
            }
            let times = try rows.map { try Bench.text($0, "created_at") }
            #expect(times == times.sorted(by: >))
            let servers = rows.compactMap { ($0["server"] as? [String: Any])?["id"] as? Int }
            #expect(Set(servers.map(String.init)) == Set(bench.servers.map(\.id)))
        }
    }

    @Test func `an automatic backup expires a month after it was made`() async throws {
        try await Bench.with(Self.quick) { bench in
            let row = try #require(try await Self.rows(bench, "?backup_type=automatic").first)
            #expect(row["description"] as? String == "Automatic daily backup")
            let made = try Date(Bench.text(row, "created_at"), strategy: .iso8601)
            let end = try Date(Bench.text(row, "expires_at"), strategy: .iso8601)
            #expect((28 ... 31).contains(Int((end.timeIntervalSince(made) / 86400).rounded())))
        }
    }

    @Test func `the list is filtered by server and type`() async throws {
        var options = Self.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let second = bench.servers[1].id
            let own = try await Self.rows(bench, "?server_id=\(second)&backup_type=manual")
            #expect(own.count == 1)
            #expect((own.first?["server"] as? [String: Any])?["name"] as? String == bench.servers[1].name)
            #expect(try await Self.rows(bench, "?server_id=999999999").isEmpty)
            #expect(try await bench.send("GET", "/api/v1/backups/?server_id=abc").status == 400)
            #expect(try await bench.send("GET", "/api/v1/backups/?backup_type=odd").status == 400)
        }
    }

    @Test func `a create is asynchronous and counts up`() async throws {
        try await Bench.withHeldTime(Self.slow) { bench in
            let newest = try #require(try await Self.rows(bench).compactMap { $0["id"] as? Int }.max())
            let body = #"{"server_id":\#(bench.main.id),"description":"Before the update"}"#
            let reply = try await bench.send("POST", "/api/v1/backups/", body)
            #expect(reply.status == 201)
            let row = try reply.object()
            #expect(row["id"] as? Int == newest + 1)
            #expect(row["status"] as? String == "in_progress")
            #expect(row["backup_type"] as? String == "manual")
            #expect(row["size_mb"] is NSNull && row["expires_at"] is NSNull)
            #expect(row["message"] is String)
            let listed = try #require(try await Self.row(bench, newest + 1))
            #expect(listed["message"] == nil)
            #expect(listed["description"] as? String == "Before the update")
            #expect(try await bench.send("DELETE", "/api/v1/backups/\(newest + 1)/").status == 409)
            #expect(try await Self.restore(bench, newest + 1).status == 409)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"web-01","backup":"newest"}"#)
            let failed = try await Self.row(bench, newest + 1)
            #expect(failed?["status"] as? String == "failed")
            #expect(failed?["size_mb"] is NSNull)
        }
    }

    @Test func `a description may be missing`() async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send("POST", "/api/v1/backups/", #"{"server_id":\#(bench.main.id)}"#)
            #expect(reply.status == 201)
            let id = try #require(try reply.object()["id"] as? Int)
            try await Self.waitUntilDone(bench, id)
            #expect(try bench.archiveSize(String(id)) > 0)
            #expect(try await Self.row(bench, id)?["description"] as? String == "")
        }
    }

    @Test(arguments: [
        ("no json", 400), ("{}", 400), (#"{"server_id":"SID"}"#, 400), (#"{"server_id":1.5}"#, 400),
        (#"{"server_id":SID,"description":7}"#, 400), (#"{"server_id":999999999}"#, 404),
    ])
    func `bad creates are refused`(_ body: String, _ status: Int) async throws {
        try await Bench.with(Self.quick) { bench in
            let body = body.replacing("SID", with: bench.main.id)
            let reply = try await bench.send("POST", "/api/v1/backups/", body)
            #expect(reply.status == status)
            let rows = try await Self.rows(bench)
            #expect(rows.count == 2)
        }
    }

    @Test func `a bad parameter is named`() async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send("POST", "/api/v1/backups/", "{}")
            #expect(try (reply.object()["server_id"] as? [String])?.isEmpty == false)
        }
    }

    @Test func `a restore replaces everything even of A running server`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try await Self.create(bench)
            try await Self.waitUntilDone(bench, id)
            let before = try await bench.fingerprint()
            try Data("spoilt".utf8).write(to: URL(filePath: "\(bench.main.folder)/level.dat"))
            try Data("new".utf8).write(to: URL(filePath: "\(bench.main.folder)/added.txt"))
            let reply = try await Self.restore(bench, id)
            #expect(reply.status == 202)
            #expect(try reply.object()["message"] is String)
            try await bench.wait("the world to be back") { try await bench.fingerprint() == before }
            #expect(try await bench.truth()["power"] as? String == "running")
        }
    }

    @Test func `impossible restores are refused`() async throws {
        var options = Self.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let own = try #require(try await Self.rows(bench, "?server_id=\(bench.main.id)").first?["id"] as? Int)
            #expect(try await Self.restore(bench, own, on: bench.servers[1]).status == 400)
            #expect(try await Self.restore(bench, 999_999_999).status == 404)
            let path = "/api/v1/servers/999999999/restore/"
            #expect(try await bench.send("POST", path, #"{"backup_id":\#(own)}"#).status == 404)
            let restore = "/api/v1/servers/\(bench.main.id)/restore/"
            #expect(try await bench.send("POST", restore, #"{"backup_id":"\#(own)"}"#).status == 400)
        }
    }

    @Test func `a deleted backup is gone at once`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try #require(try await Self.rows(bench).first?["id"] as? Int)
            let reply = try await bench.send("DELETE", "/api/v1/backups/\(id)/")
            #expect(reply.status == 204)
            #expect(reply.body.isEmpty && reply.headers["content-type"] == nil)
            #expect(try await Self.row(bench, id) == nil)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(String(id))))
            #expect(try await bench.send("DELETE", "/api/v1/backups/\(id)/").status == 404)
        }
    }

    @Test(arguments: ["/api/v1/backups", "/api/v1/servers", "/api/v1/account/me", "/api/v1/nothing/"])
    func `a path without its slash does not exist`(_ path: String) async throws {
        try await Bench.with(Self.quick) { bench in
            let reply = try await bench.send("GET", path)
            #expect(reply.status == 404)
            #expect(try reply.object()["detail"] is String)
        }
    }

    @Test func `without A token the way to log in is named`() async throws {
        try await Bench.with(Self.quick) { bench in
            for headers in [[], [("Authorization", "Bearer wrong")], [("Authorization", "Token \(bench.token)")]] {
                let reply = try await bench.sendOpen("GET", "/api/v1/backups/", headers: headers)
                #expect(reply.status == 401)
                #expect(reply.headers["www-authenticate"] == "Bearer")
                #expect(try reply.object()["detail"] is String)
            }
            let me = try await bench.send("GET", "/api/v1/account/me/").object()
            #expect((me["account"] as? [String: Any])?["email"] is String)
            #expect((me["token"] as? [String: Any])?["permissions"] is [String])
        }
    }

    @Test func `servers are listed and filtered`() async throws {
        var options = Self.quick
        options.servers = 3
        try await Bench.with(options) { bench in
            func ids(_ query: String) async throws -> [String] {
                let list = try await bench.send("GET", "/api/v1/servers/\(query)").object()
                return (list["results"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }.map(String.init)
            }
            #expect(try await ids("") == bench.servers.map(\.id))
            try await bench.setPower("stopped")
            #expect(try await ids("?status=stopped") == [bench.main.id])
            #expect(try await ids("?status=active").count == 2)
            #expect(try await ids("?location=eu-central") == [bench.main.id])
            try await bench.setCondition("suspended")
            #expect(try await ids("?status=suspended") == [bench.main.id])
        }
    }

    @Test func `pages come only where A test switched them on`() async throws {
        var options = Self.quick
        options.backups = 25
        #expect(try await Bench.with(options) { try await Self.rows($0).count } == 25)
        options.vpsorgPageSize = 10
        try await Bench.with(options) { bench in
            var ids: [Int] = []
            var path: String? = "/vpsorg/api/v1/backups/?server_id=\(bench.main.id)"
            while let next = path {
                let headers = [("Authorization", "Bearer \(bench.token)")]
                let page = try await HTTPTestClient.send("GET", port: bench.port, path: next, headers: headers).object()
                #expect(page["count"] as? Int == 25)
                ids += (page["results"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }
                path = (page["next"] as? String).flatMap { link in
                    link.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last
                        .flatMap { rest in rest.firstIndex(of: "/").map { String(rest[$0...]) } }
                }
            }
            #expect(ids.count == 25)
            #expect(Set(ids).count == 25)
            #expect(try await bench.send("GET", "/api/v1/backups/?page=9").status == 404)
        }
    }
}
