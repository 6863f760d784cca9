import Foundation
import Sandbox
import Testing

/// The panel's answers have the members of a real panel's, in its order.
struct PanelShapeTests {
    private func compare(_ text: String, _ recording: String) throws {
        let (mine, theirs) = try (JSONShape(text), JSONShape(Recording.text(recording)))
        #expect(mine.matches(theirs), "\(mine)\n--- recorded:\n\(theirs)")
    }

    @Test(arguments: [
        ("/api/client/account", "account"),
        ("/api/client?per_page=1", "server-list"),
        ("SERVER", "server-owner"),
        ("SERVER/backups", "backup-list"),
        ("SERVER/resources", "resources"),
        ("SERVER/websocket", "websocket"),
    ])
    func `answers have the recorded members`(_ path: String, _ recording: String) async throws {
        try await Bench.with(.panel.with(servers: 2)) { bench in
            let reply = try await bench.panel("GET", path.replacingOccurrences(of: "SERVER", with: bench.main.panel))
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "application/json")
            try compare(reply.text, recording)
        }
    }

    @Test func `a page between others links to both without its size`() async throws {
        try await Bench.with(.panel.with(backups: 5)) { bench in
            let reply = try await bench.panel("GET", "\(bench.main.panelBackups)?per_page=2&page=2")
            try compare(reply.text, "backup-page")
            let base = "http://127.0.0.1:\(bench.port)/pterodactyl\(bench.main.panelBackups)"
            #expect(reply.text.contains(#""previous":"\#(base)?page=1","next":"\#(base)?page=3""#))
        }
    }

    @Test func `A guest sees less of a server`() async throws {
        try await Bench.with(.panel.with(servers: 3)) { bench in
            let reply = try await bench.panel("GET", bench.servers[2].panel)
            try compare(reply.text, "server-guest")
            let meta = try reply.object()["meta"] as? [String: Any]
            #expect(meta?["is_server_owner"] as? Bool == false)
            let permissions = try #require(meta?["user_permissions"] as? [String])
            #expect(permissions.contains("backup.create"))
            #expect(!permissions.contains("backup.delete"))
        }
    }

    @Test func `links and the log have the recorded members`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelMake()
            try await compare(bench.panel("GET", "\(bench.main.panelBackups)/\(id)/download").text, "signed-url")
            let reply = try await bench.panel("GET", "\(bench.main.panel)/activity?sort=-timestamp&per_page=1")
            let log = try JSONShape(reply.text).members.filter { !$0.contains(".properties.") }
            let recorded = try JSONShape(Recording.text("activity")).members.filter { !$0.contains(".properties.") }
            #expect(log.map { $0.split(separator: " ")[0] } == recorded.map { $0.split(separator: " ")[0] })
            #expect(reply.text.contains("/activity?sort=-timestamp&per_page=1&page=2"))
        }
    }

    @Test func `times have an offset and no fraction`() async throws {
        try await Bench.with(.panel) { bench in
            let row = try #require(try await bench.panelBackups().first)
            for field in ["created_at", "completed_at"] {
                #expect(try Bench.text(row, field).wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00/) != nil)
            }
        }
    }

    @Test func `the permissions hold the five of backups`() async throws {
        try await Bench.with(.panel) { bench in
            let groups = try await bench.attributes("/api/client/permissions")["permissions"] as? [String: Any]
            let backup = try #require(groups?["backup"] as? [String: Any])
            #expect((backup["keys"] as? [String: String]).map { Set($0.keys) }
                == ["create", "read", "delete", "download", "restore"])
        }
    }

    @Test func `every counted answer tells the limit and what is left`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let first = try await bench.panel("GET", bench.main.panel)
            let second = try await bench.panel("POST", "\(bench.main.panel)/power", "{}")
            #expect(first.headers["x-ratelimit-limit"] == "720")
            #expect(first.headers["x-ratelimit-remaining"] == "719")
            #expect(second.status == 422)
            #expect(second.headers["x-ratelimit-remaining"] == "718")
            for reply in try await [
                bench.panel("GET", bench.main.panel, key: "wrong"),
                bench.panel("GET", "\(bench.main.panelBackups)/nothing"),
                bench.panel("GET", "/api/client/nonsense"),
            ] {
                #expect(reply.headers["x-ratelimit-limit"] == nil)
            }
            #expect(try await bench.panel("GET", bench.main.panel).headers["x-ratelimit-remaining"] == "717")
        }
    }

    @Test func `beyond the limit nothing is done until the minute is over`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            for _ in 0 ..< 36 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0 ..< 20 {
                        group.addTask { _ = try await bench.panel("GET", "/api/client/account") }
                    }
                    try await group.waitForAll()
                }
            }
            let reply = try await bench.panel("POST", bench.main.panelBackups, "{}")
            let recorded = try Recording.refusal("rate-limited")
            #expect(reply.status == recorded.status)
            #expect(try reply.json() as? NSDictionary == recorded.body)
            #expect(Int(reply.headers["retry-after"] ?? "").map { (1 ... 60).contains($0) } == true)
            #expect(Int(reply.headers["x-ratelimit-reset"] ?? "") != nil)
            #expect(reply.headers["x-ratelimit-remaining"] == "0")
            #expect(try await (bench.truth()["backups"] as? [Any])?.count == 2)
        }
    }
}
