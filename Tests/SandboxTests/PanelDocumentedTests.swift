import Foundation
import Sandbox
import Testing

/// What the documents say where deployed panels differ (wire sheet pterodactyl, section 6).
struct PanelDocumentedTests {
    private func code(_ reply: Reply) throws -> String {
        let errors = try reply.object()["errors"] as? [[String: Any]]
        return try Bench.text(errors?.first ?? [:], "code")
    }

    @Test func `rows have another checksum and no word on success before the end`() async throws {
        try await Bench.withHeldTime(.slowPanel.documented.with(backups: 5)) { bench in
            let rows = try await bench.panelBackups()
            for row in rows {
                #expect(Set(row.keys) == [
                    "uuid", "name", "ignored_files", "sha256_hash", "bytes", "created_at", "completed_at",
                    "is_successful", "is_locked",
                ])
            }
            let done = try #require(rows.last)
            let facts = try bench.facts(Bench.text(done, "uuid"))
            #expect(done["sha256_hash"] as? String == facts["sha256"] as? String)
            let failed = try #require(rows.first { $0["is_successful"] as? Bool == false })
            #expect(failed["completed_at"] is NSNull)
            let id = try await bench.panelCreate()
            #expect(try await bench.attributes("\(bench.main.panelBackups)/\(id)")["is_successful"] is NSNull)
            let meta = try await bench.panel("GET", bench.main.panelBackups).object()["meta"] as? [String: Any]
            #expect(meta.map { Set($0.keys) } == ["pagination"])
            #expect((meta?["pagination"] as? [String: Any])?["per_page"] as? Int == 25)
        }
    }

    @Test func `locks are set without A body and taken away by name`() async throws {
        try await Bench.with(.panel.documented) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let path = "\(bench.main.panelBackups)/\(id)"
            let locked = try await bench.panel("POST", "\(path)/lock")
            #expect(locked.status == 204 && locked.body.isEmpty)
            #expect(try await bench.attributes(path)["is_locked"] as? Bool == true)
            let refused = try await bench.panel("DELETE", path)
            #expect(refused.status == 400)
            #expect(try code(refused) == "BackupIsLockedException")
            for _ in 0 ..< 2 {
                #expect(try await bench.panel("POST", "\(path)/unlock").status == 204)
                #expect(try await bench.attributes(path)["is_locked"] as? Bool == false)
            }
            #expect(try await bench.panel("DELETE", path).status == 204)
        }
    }

    @Test func `one backup is made at A time and not deleted meanwhile`() async throws {
        try await Bench.withHeldTime(.slowPanel.documented) { bench in
            let id = try await bench.panelCreate()
            for reply in try await [
                bench.panel("POST", bench.main.panelBackups, "{}"),
                bench.panel("DELETE", "\(bench.main.panelBackups)/\(id)"),
            ] {
                #expect(reply.status == 409)
                #expect(try code(reply) == "ConflictingServerStateException")
            }
            for act in ["restore", "download"] {
                let method = act == "restore" ? "POST" : "GET"
                let reply = try await bench.panel(method, "\(bench.main.panelBackups)/\(id)/\(act)")
                #expect(reply.status == 400)
                #expect(try code(reply) == "BackupNotCompletedException")
            }
        }
    }

    @Test func `creates are not throttled`() async throws {
        try await Bench.with(.panel.documented) { bench in
            for _ in 0 ..< 3 {
                _ = try await bench.panelMake()
            }
        }
    }

    @Test func `a restore is accepted and truncates unless told otherwise`() async throws {
        try await Bench.with(.panel.documented) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try Data("new".utf8).write(to: URL(filePath: "\(bench.main.folder)/added.txt"))
            let reply = try await bench.panel("POST", "\(bench.main.panelBackups)/\(id)/restore")
            #expect(reply.status == 202 && reply.body.isEmpty)
            try await bench.waitForCondition("normal")
            #expect(!FileManager.default.fileExists(atPath: "\(bench.main.folder)/added.txt"))
        }
    }

    @Test func `a failed backup is refused by name`() async throws {
        try await Bench.with(.panel.documented.with(backups: 5)) { bench in
            let rows = try await bench.panelBackups()
            let id = try Bench.text(#require(rows.first { $0["is_successful"] as? Bool == false }), "uuid")
            let reply = try await bench.panel(
                "POST",
                "\(bench.main.panelBackups)/\(id)/restore",
                #"{"truncate":false}"#
            )
            #expect(reply.status == 400)
            #expect(try code(reply) == "BackupFailedException")
        }
    }

    @Test func `a full disk is told at once`() async throws {
        try await Bench.with(.panel.documented) { bench in
            try await bench.condition("storage-full")
            let reply = try await bench.panel("POST", bench.main.panelBackups, "{}")
            #expect(reply.status == 507)
            #expect(try code(reply) == "InsufficientStorageException")
            #expect(try await bench.panelBackups().count == 2)
        }
    }

    @Test func `refusals have the documents' names whatever is accepted`() async throws {
        try await Bench.with(.panel.documented.with(servers: 3)) { bench in
            let stranger = try await bench.panel("GET", bench.main.panelBackups, accept: nil, key: "wrong")
            #expect(stranger.status == 401)
            #expect(try code(stranger) == "InvalidCredentialsException")
            let guest = bench.servers[2]
            let id = try Bench.text(#require(try await bench.panelBackups(guest).first), "uuid")
            let forbidden = try await bench.panel("DELETE", "\(guest.panelBackups)/\(id)")
            #expect(forbidden.status == 403)
            #expect(try code(forbidden) == "InsufficientPermissionsException")
            try await bench.fault(#"{"fault":"quota","server":"ptero-smp","limit":1}"#)
            let full = try await bench.panel("POST", bench.main.panelBackups, "{}")
            #expect(full.status == 400)
            #expect(full.text.contains("This server has reached its backup limit."))
            try await bench.condition("suspended")
            #expect(try await code(bench.panel("GET", bench.main.panelBackups)) == "ConflictingServerStateException")
        }
    }

    @Test func `a failed restore is spelled as all other events`() async throws {
        try await Bench.with(.panel.documented) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try await bench.fault(#"{"fault":"power","server":"ptero-smp","stuck":true}"#)
            #expect(try await bench.panel("POST", "\(bench.main.panelBackups)/\(id)/restore", #"{"truncate":false}"#)
                .status == 202)
            try await bench.waitForCondition("normal")
            #expect(try await bench.activity().first == "server:backup.restore-failed")
        }
    }
}
