import Foundation
import Sandbox
import Testing

struct StellarStackPanelTests {
    private static let quick = SandboxOptions.quick.serving(.stellarstack)

    @Test func `a token or the session cookie opens the panel and nothing else does`() async throws {
        try await Bench.with(Self.quick) { bench in
            for headers in [
                [("Authorization", "Bearer \(bench.token)")],
                [("Cookie", "a=b; better-auth.session_token=\(bench.token)")],
                [("Cookie", "__Secure-better-auth.session_token=\(bench.token)")],
            ] {
                #expect(try await bench.sendOpen("GET", "/api/servers", headers: headers).status == 200)
            }
            for headers in [[], [("Authorization", "Bearer wrong")], [("Cookie", "other=\(bench.token)")]] {
                let reply = try await bench.sendOpen("GET", "/api/servers", headers: headers)
                #expect(reply.status == 401)
                #expect(try reply.object()["error"] as? String == "Unauthorized")
            }
        }
    }

    @Test func `health and session answer without A login`() async throws {
        try await Bench.with(Self.quick) { bench in
            let health = try await bench.sendOpen("GET", "/health")
            #expect(try health.object()["status"] as? String == "ok")
            #expect(health.headers["x-ratelimit-limit"] == nil)
            #expect(try await bench.sendOpen("GET", "/api/auth/get-session").text == "null")
            let session = try await bench.send("GET", "/api/auth/get-session").object()
            #expect((session["user"] as? [String: Any])?["name"] as? String == "robin")
        }
    }

    @Test func `servers are A bare array with text for sizes`() async throws {
        var options = Self.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let servers = try await bench.send("GET", "/api/servers").list()
            #expect(servers.map { $0["id"] as? String } == bench.servers.reversed().map(\.id))
            let server = try #require(servers.last)
            #expect(server["memory"] as? String == "8192")
            #expect(server["backupLimit"] as? Int == 10)
            #expect(server["status"] as? String == "RUNNING")
            #expect((server["node"] as? [String: Any])?["isOnline"] as? Bool == true)
            #expect((server["node"] as? [String: Any])?["host"] == nil)
            let single = try await bench.send("GET", "/api/servers/\(bench.main.id)").object()
            #expect((single["node"] as? [String: Any])?["host"] is String)
            #expect(try await bench.send("GET", "/api/servers/nobody").status == 404)
            #expect(try await bench.send("GET", "/api/nothing").status == 404)
        }
    }

    @Test func `power goes through its states and stats tell of it`() async throws {
        try await Bench.with(Self.quick) { bench in
            let server = "/api/servers/\(bench.main.id)"
            func state() async throws -> String? {
                try await bench.send("GET", "\(server)/stats").object()["state"] as? String
            }
            #expect(try await state() == "running")
            let words = [("stop", "STOPPING"), ("start", "STARTING"), ("restart", "STARTING"), ("kill", "STOPPED")]
            for (command, status) in words {
                let reply = try await bench.send("POST", "\(server)/\(command)").object()
                #expect(reply["success"] as? Bool == true)
                #expect(reply["status"] as? String == status)
            }
            #expect(try await state() == "offline")
            try await bench.setCondition("node-offline")
            #expect(try await bench.send("POST", "\(server)/start").status == 400)
            try await bench.setCondition("suspended")
            #expect(try await bench.send("POST", "\(server)/start").status == 403)
        }
    }

    @Test(arguments: [(SandboxScenario.deployed, "STOPPED"), (.documented, "RESTORING")])
    func `only the document's server shows its restore`(_ scenario: SandboxScenario, _ status: String) async throws {
        var options = SandboxOptions.slow.serving(.stellarstack)
        options.scenario = scenario
        try await Bench.withHeldTime(options) { bench in
            let id = try Bench.text(#require(try await bench.send("GET", bench.main.stellarBackups).list().first), "id")
            try await bench.setPower("stopped")
            async let restored = bench.send("POST", "\(bench.main.stellarBackups)/restore?id=\(id)")
            try await bench.wait("the restore to run") {
                try await bench.trueBackup(id)?["state"] as? String == "restoring"
            }
            let stats = try await bench.send("GET", "/api/servers/\(bench.main.id)/stats").object()
            #expect(stats["is_restoring"] as? Bool == true)
            #expect(try await bench.stellarRow(id)?["status"] as? String == "RESTORING")
            let server = try await bench.send("GET", "/api/servers/\(bench.main.id)").object()
            #expect(server["status"] as? String == status)
            #expect(try await bench.send("DELETE", "\(bench.main.stellarBackups)/delete?id=\(id)").status == 409)
            try await bench.wait("the restore to end") {
                try await bench.trueBackup(id)?["state"] as? String != "restoring"
            }
            #expect(try await restored.status == 200)
        }
    }

    @Test func `a download link needs no login and holds for more than one download`() async throws {
        try await Bench.with(Self.quick) { bench in
            let row = try #require(try await bench.send("GET", bench.main.stellarBackups).list().first)
            let id = try Bench.text(row, "id")
            let path = "\(bench.main.stellarBackups)/download-token"
            let ticket = try await bench.send("POST", path, #"{"id":"\#(id)"}"#).object()
            let link = try Bench.text(ticket, "downloadUrl")
            #expect(try link == "\(bench.main.stellarBackups)/download?token=\(Bench.text(ticket, "token"))")
            let end = try #require(ticket["expiresAt"] as? Int)
            #expect(abs(Double(end) - Date().timeIntervalSince1970 - 300) < 30)
            for _ in 0 ..< 2 {
                let reply = try await bench.sendOpen("GET", link)
                #expect(reply.status == 200)
                #expect(reply.headers["content-type"] == "application/gzip")
                #expect(reply.headers["content-disposition"] == "attachment; filename=\"\(id).tar.gz\"")
                #expect(reply.headers["content-length"] == String(reply.body.count))
                #expect(Digests.sha256(Data(reply.body)) == row["checksum"] as? String)
            }
        }
    }

    @Test func `a download goes on where it was cut`() async throws {
        try await Bench.with(Self.quick) { bench in
            let row = try #require(try await bench.send("GET", bench.main.stellarBackups).list().first)
            let link = try await bench.downloadLink(Bench.text(row, "id"))
            let tag = try "\"\(Bench.text(row, "checksum"))\""
            let whole = try await bench.sendOpen("GET", link)
            #expect(whole.headers["accept-ranges"] == "bytes")
            #expect(whole.headers["etag"] == tag)
            let size = whole.body.count
            let rest = try await bench.sendOpen("GET", link, headers: [("Range", "bytes=1000-"), ("If-Range", tag)])
            #expect(rest.status == 206)
            #expect(rest.headers["content-range"] == "bytes 1000-\(size - 1)/\(size)")
            #expect(rest.body == Array(whole.body.dropFirst(1000)))
            let piece = try await bench.sendOpen("GET", link, headers: [("Range", "bytes=10-19")])
            #expect(piece.status == 206)
            #expect(piece.body == Array(whole.body[10 ..< 20]))
            let tail = try await bench.sendOpen("GET", link, headers: [("Range", "bytes=-5")])
            #expect(tail.body == Array(whole.body.suffix(5)))
            let other = [("Range", "bytes=1000-"), ("If-Range", "\"other\"")]
            #expect(try await bench.sendOpen("GET", link, headers: other).status == 200)
            let beyond = try await bench.sendOpen("GET", link, headers: [("Range", "bytes=\(size)-")])
            #expect(beyond.status == 416)
            #expect(beyond.headers["content-range"] == "bytes */\(size)")
            #expect(try await bench.sendOpen("GET", link, headers: [("Range", "lines=1-2")]).status == 200)
        }
    }

    @Test func `bad links are refused`() async throws {
        var options = Self.quick
        options.servers = 2
        try await Bench.with(options) { bench in
            let row = try #require(try await bench.send("GET", bench.main.stellarBackups).list().first)
            let id = try Bench.text(row, "id")
            let link = try await bench.downloadLink(id)
            #expect(try await bench.sendOpen("GET", "\(bench.main.stellarBackups)/download").status == 401)
            #expect(try await bench.sendOpen("GET", "\(bench.main.stellarBackups)/download?token=x").status == 401)
            #expect(try await bench.sendOpen("GET", "\(link)0").status == 401)
            let other = link.replacing(bench.main.id, with: bench.servers[1].id)
            #expect(try await bench.sendOpen("GET", other).status == 403)
            #expect(try await bench.sendOpen("GET", bench.downloadLink("nobody")).status == 500)
            let path = "\(bench.main.stellarBackups)/download-token"
            #expect(try await bench.send("POST", path, "{}").status == 400)
            #expect(try await bench.send("POST", path, "no json").status == 500)
            try await bench.fault(#"{"fault":"skew","seconds":301}"#)
            #expect(try await bench.sendOpen("GET", link).status == 401)
        }
    }

    @Test func `the hundred and first request in A minute waits`() async throws {
        var options = Self.quick
        options.speed = 1
        try await Bench.withHeldTime(options) { bench in
            for left in stride(from: 99, through: 0, by: -1) {
                let reply = try await bench.send("GET", "/api/servers")
                #expect(reply.status == 200)
                #expect(reply.headers["x-ratelimit-limit"] == "100")
                #expect(reply.headers["x-ratelimit-remaining"] == String(left))
            }
            let refused = try await bench.send("GET", "/api/servers")
            #expect(refused.status == 429)
            #expect(try refused.object()["error"] is String)
            let wait = try #require(refused.headers["retry-after"].flatMap(Int.init))
            #expect((1 ... 60).contains(wait))
            #expect(refused.headers["x-ratelimit-reset"].flatMap(Int.init) != nil)
            #expect(try await bench.sendOpen("GET", "/health").status == 200)
        }
    }
}
