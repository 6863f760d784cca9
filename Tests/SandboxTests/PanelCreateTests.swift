import Foundation
import Sandbox
import Testing

struct PanelCreateTests {
    @Test(arguments: [nil, "{}", #"{"name":""}"#, #"{"name":"   "}"#, #"{"name":null}"#, #"{"name":"0"}"#])
    func `without A name the panel gives one`(_ body: String?) async throws {
        try await Bench.with(.panel) { bench in
            let reply = try await bench.panel("POST", bench.main.panelBackups, body)
            #expect(reply.status == 200)
            let row = try Bench.attributes(reply.object())
            #expect(try Bench.text(row, "name").wholeMatch(of: /Backup at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
            #expect(row["is_successful"] as? Bool == false)
            #expect(row["checksum"] is NSNull && row["completed_at"] is NSNull)
            #expect(row["bytes"] as? Int == 0)
            #expect(row["ignored_files"] as? [String] == [])
        }
    }

    @Test func `a finished backup shows the checksum and size of its archive`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelMake(#"{"name":" Zażółć 🎮 "}"#)
            let row = try await bench.attributes("\(bench.main.panelBackups)/\(id)")
            let bytes = try Data(contentsOf: URL(filePath: bench.archive(id)))
            #expect(row["name"] as? String == "Zażółć 🎮")
            #expect(row["is_successful"] as? Bool == true)
            #expect(row["checksum"] as? String == "sha1:\(Digests.sha1(bytes))")
            #expect(row["bytes"] as? Int == bytes.count)
            #expect(row["completed_at"] is String)
        }
    }

    @Test func `two creates run beside each other`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let first = try await bench.panelCreate()
            let second = try await bench.panelCreate()
            try await bench.waitForState(first, "running")
            try await bench.waitForState(second, "running")
        }
    }

    @Test(arguments: [("true", true), ("1", true), (#""1""#, true), ("false", false), ("0", false), ("null", false)])
    func `locks are taken in many spellings`(_ spelling: String, _ isLocked: Bool) async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelCreate(#"{"is_locked":\#(spelling)}"#)
            #expect(try await bench.attributes("\(bench.main.panelBackups)/\(id)")["is_locked"] as? Bool == isLocked)
            #expect(try await bench.trueRow(id)?["locked"] as? Bool == isLocked)
        }
    }

    @Test(arguments: [
        (#"*.log\ncache/*\n\ntemp/*\n"#, ["*.log", "cache/*", "temp/*"]),
        (#"  lead\ntrail  "#, ["lead", "trail"]),
        (#"!keep\n# comment\n0"#, ["!keep", "# comment", "0"]),
    ])
    func `patterns are kept as they were given`(_ text: String, _ patterns: [String]) async throws {
        try await Bench.with(.panel) { bench in
            let id = try await bench.panelCreate(#"{"ignored":"\#(text)"}"#)
            let row = try await bench.attributes("\(bench.main.panelBackups)/\(id)")
            #expect(row["ignored_files"] as? [String] == patterns)
            #expect(try await bench.trueRow(id)?["ignored"] as? [String] == patterns)
        }
    }

    @Test func `what is ignored is not in the archive`() async throws {
        try await Bench.with(.panel) { bench in
            let folder = bench.main.folder
            try FileManager.default.createDirectory(atPath: "\(folder)/logs/old", withIntermediateDirectories: true)
            for path in ["logs/a.log", "logs/keep.log", "logs/old/b.log", "latest.log"] {
                try Data(path.utf8).write(to: URL(filePath: "\(folder)/\(path)"))
            }
            let id = try await bench.panelMake(#"{"ignored":"*.log\n!logs/keep.log\nregion/"}"#)
            let paths = try bench.archived(id)
            #expect(paths.contains("./level.dat"))
            #expect(paths.contains("./logs/keep.log"))
            #expect(!paths.contains { $0.hasPrefix("./region/r.") })
            #expect(paths.filter { $0.hasSuffix(".log") } == ["./logs/keep.log"])
            let whole = try await bench.archived(bench.panelMake())
            #expect(whole.contains("./latest.log") && whole.contains("./region/r.0.0.mca"))
        }
    }

    @Test func `the ignore file of the server counts where no patterns are given`() async throws {
        try await Bench.with(.panel) { bench in
            try Data("*.json\n".utf8).write(to: URL(filePath: "\(bench.main.folder)/.pteroignore"))
            #expect(try await !bench.archived(bench.panelMake()).contains("./ops.json"))
            let other = try await bench.archived(bench.panelMake(#"{"ignored":"*.none"}"#))
            #expect(other.contains("./ops.json"))
        }
    }

    @Test func `a third create within the window is told how long to wait`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let first = try await bench.panelCreate()
            _ = try await bench.panelCreate()
            // Deleted ones count too.
            #expect(try await bench.panel("DELETE", "\(bench.main.panelBackups)/\(first)").status == 204)
            let reply = try await bench.panel("POST", bench.main.panelBackups, "{}")
            let recorded = try Recording.refusal("throttled")
            #expect(reply.status == recorded.status)
            #expect(try reply.json() as? NSDictionary == recorded.body)
            #expect(reply.headers["retry-after"] == "600")
        }
    }

    @Test func `failed creates do not count for the throttle`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            for _ in 0 ..< 3 {
                let id = try await bench.panelCreate()
                try await bench.fault(#"{"fault":"change","op":"fail","server":"ptero-smp","backup":"\#(id)"}"#)
            }
            _ = try await bench.panelCreate()
        }
    }

    @Test func `a fault lifts the throttle until it is deleted`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let fault = try await bench.fault(#"{"system":"pterodactyl","fault":"throttle","limit":0}"#)
            for _ in 0 ..< 3 {
                _ = try await bench.panelCreate()
            }
            _ = try await bench.remove(fault: fault)
            #expect(try await bench.panel("POST", bench.main.panelBackups, "{}").status == 429)
        }
    }

    @Test func `speed shortens the window`() async throws {
        var options = SandboxOptions.panel
        options.speed = 20000
        try await Bench.with(options) { bench in
            _ = try await bench.panelCreate()
            _ = try await bench.panelCreate()
            try await bench.wait("the window to end") {
                try await bench.panel("POST", bench.main.panelBackups, "{}").status == 200
            }
        }
    }

    @Test func `a limit of zero disables backups`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.fault(#"{"fault":"quota","server":"ptero-smp","limit":0}"#)
            let reply = try await bench.panel("POST", bench.main.panelBackups, "{}")
            #expect(try reply.json() as? NSDictionary == Recording.refusal("limit-zero").body)
            let limits = try await bench.attributes(bench.main.panel)["feature_limits"] as? [String: Any]
            #expect(limits?["backups"] as? Int == 0)
        }
    }

    @Test func `failed backups take no slot`() async throws {
        try await Bench.with(.panel.with(backups: 5)) { bench in
            let meta = try await bench.panel("GET", bench.main.panelBackups).object()["meta"] as? [String: Any]
            #expect(meta?["backup_count"] as? Int == 4)
            #expect((meta?["pagination"] as? [String: Any])?["total"] as? Int == 5)
            try await bench.fault(#"{"fault":"quota","server":"ptero-smp","limit":5}"#)
            _ = try await bench.panelCreate()
            #expect(try await bench.panel("POST", bench.main.panelBackups, "{}").status == 400)
        }
    }

    @Test func `a failed create ends without lock and archive`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try await bench.panelCreate(#"{"name":"Will fail","is_locked":true}"#)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"ptero-smp","backup":"\#(id)"}"#)
            let row = try await bench.attributes("\(bench.main.panelBackups)/\(id)")
            #expect(row["is_successful"] as? Bool == false)
            #expect(row["is_locked"] as? Bool == false)
            #expect(row["completed_at"] is String)
            #expect(row["checksum"] is NSNull)
            #expect(try await bench.activity().first == "server:backup.fail")
        }
    }

    @Test func `a seeded failure has an end`() async throws {
        try await Bench.with(.panel.with(backups: 5)) { bench in
            let failed = try await bench.panelBackups().filter { $0["is_successful"] as? Bool == false }
            #expect(failed.count == 1)
            #expect(failed.first?["completed_at"] is String)
        }
    }

    @Test func `an unreachable node leaves no row`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.condition("node-offline")
            let reply = try await bench.panel("POST", bench.main.panelBackups, "{}")
            let recorded = try Recording.refusal("node-offline")
            #expect(reply.status == recorded.status)
            #expect(try reply.json() as? NSDictionary == recorded.body)
            #expect(try await bench.panelBackups().count == 2)
        }
    }

    @Test func `a full disk shows as A failed backup`() async throws {
        try await Bench.with(.panel) { bench in
            try await bench.condition("storage-full")
            let id = try await bench.panelCreate()
            try await bench.waitForState(id, "failed")
            #expect(!FileManager.default.fileExists(atPath: bench.archive(id)))
        }
    }

    @Test func `schedules rotate the oldest unlocked backup out`() async throws {
        var options = SandboxOptions.panel.with(backups: 8)
        options.schedule = .milliseconds(200)
        try await Bench.with(options) { bench in
            let rows = try await bench.panelBackups()
            let locked = rows.filter { $0["is_locked"] as? Bool == true }.compactMap { $0["uuid"] as? String }
            let oldest = rows.first { $0["is_locked"] as? Bool == false && $0["is_successful"] as? Bool == true }
            let id = try Bench.text(#require(oldest), "uuid")
            try await bench.wait("the oldest to go") { try await bench.trueRow(id) == nil }
            let left = try await (bench.truth()["backups"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            #expect(!locked.isEmpty && Set(locked).isSubset(of: left))
        }
    }
}
