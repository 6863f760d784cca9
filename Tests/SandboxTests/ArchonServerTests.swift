import Foundation
import Sandbox
import Testing

struct ArchonServerTests {
    @Test func `without the token nothing is answered`() async throws {
        try await Bench.with { bench in
            let path = "/\(Bench.system)\(bench.main.backups)"
            for headers in [[], [("Authorization", "Bearer wrong")], [("Authorization", bench.token)]] {
                let reply = try await HTTPTestClient.send("GET", port: bench.port, path: path, headers: headers)
                #expect(reply.status == 401)
                let body = try reply.object()
                #expect(body["error"] as? String == "unauthorized")
                #expect(body["description"] is String)
            }
        }
    }

    @Test func `a node token opens nothing of the account`() async throws {
        try await Bench.with { bench in
            let (_, token) = try await bench.socketCredentials()
            let path = "/\(Bench.system)/v1/servers?auth=\(token)"
            #expect(try await HTTPTestClient.send("GET", port: bench.port, path: path).status == 401)
        }
    }

    @Test func `a body beyond A megabyte is refused`() async throws {
        try await Bench.with { bench in
            let body = #"{"name":"\#(String(repeating: "x", count: 1 << 20))"}"#
            let reply = try await bench.send("POST", bench.main.backups, body)
            #expect(reply.status == 413)
        }
    }

    @Test(arguments: [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/servers/nobody", 404),
        ("PUT", "/v1/servers", 405),
        ("POST", "/modrinth/v0/servers", 405),
    ])
    func `what does not exist is refused in archons words`(
        _ method: String,
        _ path: String,
        _ status: Int
    ) async throws {
        try await Bench.with { bench in
            let reply = try await bench.send(method, path)
            #expect(reply.status == status)
            let body = try reply.object()
            #expect(body["error"] is String && body["description"] is String)
        }
    }

    @Test func `bad bodies are refused`() async throws {
        try await Bench.with { bench in
            for body in ["not json", "{}", #"{"name":""}"#, #"{"name":7}"#] {
                let reply = try await bench.send("POST", bench.main.backups, body)
                #expect(reply.status == 400, "\(body)")
            }
            let power = "/modrinth/v0/servers/\(bench.main.id)/power"
            #expect(try await bench.send("POST", power, #"{"action":"stop"}"#).status == 400)
        }
    }

    @Test func `the quota stands in the V 0 server and counts every world`() async throws {
        try await Bench.with { bench in
            let server = try await bench.send("GET", "/modrinth/v0/servers/\(bench.main.id)").object()
            #expect(server["backup_quota"] as? Int == 10)
            #expect(server["used_backup_quota"] as? Int == 4)
            #expect(server["status"] as? String == "available")
            let mask = try #require(server["current_user_permissions"] as? UInt64)
            #expect(mask & (1 << 58) != 0)
        }
    }

    @Test func `the V 1 server holds the worlds of which one is active`() async throws {
        try await Bench.with { bench in
            let servers = try await bench.send("GET", "/v1/servers").list()
            #expect(servers.count == 1)
            let worlds = try #require(servers[0]["worlds"] as? [[String: Any]])
            #expect(worlds.count == 3)
            #expect(worlds.count { $0["is_active"] as? Bool == true } == 1)
            #expect((worlds[0]["backups"] as? [Any])?.count == 2)
        }
    }

    @Test func `the V 0 list is paged`() async throws {
        var options = SandboxOptions.quick
        options.servers = 5
        options.backups = 0
        try await Bench.with(options) { bench in
            let page = try await bench.send("GET", "/modrinth/v0/servers?limit=2&offset=4").object()
            let servers = try #require(page["servers"] as? [[String: Any]])
            #expect(servers.map { $0["server_id"] as? String } == [bench.servers[4].id])
            #expect((page["pagination"] as? [String: Int])?["total_items"] == 5)
            #expect((page["pagination"] as? [String: Int])?["total_pages"] == 3)
        }
    }

    @Test(arguments: [
        ("suspended", "suspended", true), ("installing", "installing", false), ("install-failed", "broken", true),
        ("node-offline", "available", true),
    ])
    func `a server's condition shows in the V 0 server`(
        _ condition: String,
        _ status: String,
        _ node: Bool
    ) async throws {
        try await Bench.with { bench in
            try await bench.setCondition(condition)
            let server = try await bench.send("GET", "/modrinth/v0/servers/\(bench.main.id)").object()
            #expect(server["status"] as? String == status)
            #expect((server["suspension_reason"] is String) == (condition == "suspended"))
            #expect((server["node"] is [String: Any]) == node)
            let create = try await bench.send("POST", bench.main.backups, #"{"name":"Now"}"#)
            #expect(create.status == (condition == "node-offline" ? 503 : 200))
        }
    }

    @Test func `many requests at once are all answered`() async throws {
        try await Bench.with { bench in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0 ..< 200 {
                    group.addTask { try await bench.send("GET", bench.main.backups).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count == 200)
            #expect(statuses.allSatisfy { $0 == 200 })
        }
    }
}
