import Foundation
import Sandbox
import Testing

struct PanelRestoreTests {
    private func spoil(_ bench: Bench) throws {
        try Data("spoilt".utf8).write(to: URL(filePath: "\(bench.main.folder)/level.dat"))
        try Data("new".utf8).write(to: URL(filePath: "\(bench.main.folder)/added.txt"))
    }

    @Test func `an overlay brings back what was and leaves what came`() async throws {
        try await Bench.with(.panel) { bench in
            let level = "\(bench.main.folder)/level.dat"
            let before = try Data(contentsOf: URL(filePath: level))
            let id = try await bench.panelMake()
            try spoil(bench)
            #expect(try await bench.panelRestore(id, truncate: false) == 204)
            try await bench.waitForCondition("normal")
            #expect(try Data(contentsOf: URL(filePath: level)) == before)
            #expect(FileManager.default.fileExists(atPath: "\(bench.main.folder)/added.txt"))
        }
    }

    @Test func `a truncating restore leaves nothing else and what was ignored is lost`() async throws {
        try await Bench.with(.panel) { bench in
            let before = try await bench.fingerprint()
            let whole = try await bench.panelMake()
            let partial = try await bench.panelMake(#"{"ignored":"ops.json"}"#)
            try spoil(bench)
            #expect(try await bench.panelRestore(partial, truncate: true) == 204)
            try await bench.waitForCondition("normal")
            #expect(!FileManager.default.fileExists(atPath: "\(bench.main.folder)/added.txt"))
            #expect(!FileManager.default.fileExists(atPath: "\(bench.main.folder)/ops.json"))
            #expect(try await bench.panelRestore(whole, truncate: true) == 204)
            try await bench.waitForCondition("normal")
            #expect(try await bench.fingerprint() == before)
        }
    }

    @Test func `the server is stopped shows its restore and stays stopped`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            #expect(try await bench.panelRestore(id, truncate: false) == 204)
            #expect(try await bench.attributes(bench.main.panel)["status"] as? String == "restoring_backup")
            let again = try await bench.panel(
                "POST",
                "\(bench.main.panelBackups)/\(id)/restore",
                #"{"truncate":false}"#
            )
            #expect(again.status == 409)
            #expect(try await bench.panel("GET", bench.main.panelBackups).status == 409)
            #expect(try await bench.truth()["power"] as? String == "stopping")
        }
    }

    @Test func `after A restore the server is off and the log tells`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            #expect(try await bench.panelRestore(id, truncate: true) == 204)
            try await bench.waitForCondition("normal")
            #expect(try await bench.truth()["power"] as? String == "stopped")
            #expect(try await bench.attributes(bench.main.panel)["status"] is NSNull)
            #expect(try await bench.activity("?filter[event]=backup.restore&sort=-timestamp")
                == ["server:backup.restore-complete", "server:backup.restore"])
            let ordered = try #require(try await bench.rows("\(bench.main.panel)/activity").last)
            #expect((ordered["properties"] as? [String: Any])?["truncate"] as? Bool == true)
            #expect(try await bench.attributes("\(bench.main.panelBackups)/\(id)")["is_successful"] as? Bool == true)
        }
    }

    @Test func `a game that does not stop fails the restore`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let before = try await bench.fingerprint()
            try await bench.fault(#"{"fault":"power","server":"ptero-smp","stuck":true}"#)
            #expect(try await bench.panelRestore(id, truncate: false) == 204)
            try await bench.waitForCondition("normal")
            #expect(try await bench.activity().first == "server.backup.restore-failed")
            #expect(try await bench.fingerprint() == before)
            #expect(try await bench.trueRow(id)?["state"] as? String == "completed")
        }
    }

    @Test func `a failed restore ends like A good one but for the log`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try await bench.fault(#"{"fault":"power","server":"ptero-smp","state":"stopped"}"#)
            #expect(try await bench.panelRestore(id, truncate: false) == 204)
            try await bench.fault(#"{"fault":"change","op":"fail","server":"ptero-smp","backup":"\#(id)"}"#)
            #expect(try await bench.attributes(bench.main.panel)["status"] is NSNull)
            #expect(try await bench.activity().first == "server.backup.restore-failed")
            #expect(try await bench.attributes("\(bench.main.panelBackups)/\(id)")["is_successful"] as? Bool == true)
        }
    }

    @Test func `a running backup cannot be restored`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try await bench.panelCreate()
            let reply = try await bench.panel("POST", "\(bench.main.panelBackups)/\(id)/restore", #"{"truncate":true}"#)
            let recorded = try Recording.refusal("restore-running")
            #expect(reply.status == recorded.status)
            #expect(try reply.json() as? NSDictionary == recorded.body)
        }
    }

    @Test func `a failed backup is found out by the node before anything is deleted`() async throws {
        try await Bench.with(.panel.with(backups: 5)) { bench in
            let rows = try await bench.panelBackups()
            let id = try Bench.text(#require(rows.first { $0["is_successful"] as? Bool == false }), "uuid")
            let before = try await bench.fingerprint()
            let reply = try await bench.panel("POST", "\(bench.main.panelBackups)/\(id)/restore", #"{"truncate":true}"#)
            #expect(reply.status == 500)
            #expect(reply.text.contains("DaemonConnectionException"))
            #expect(try await bench.truth()["condition"] as? String == "normal")
            #expect(try await bench.fingerprint() == before)
        }
    }

    @Test func `after A failed reinstall backups are listed but not restored`() async throws {
        try await Bench.with(.panel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            try await bench.condition("reinstall-failed")
            #expect(try await bench.attributes(bench.main.panel)["status"] as? String == "reinstall_failed")
            #expect(try await bench.panelRestore(id, truncate: false) == 400)
        }
    }

    @Test func `somebody else can restore`() async throws {
        try await Bench.withHeldTime(.slowPanel) { bench in
            let id = try Bench.text(#require(try await bench.panelBackups().first), "uuid")
            let order = #"{"fault":"change","op":"restore","server":"ptero-smp","backup":"\#(id)"}"#
            try await bench.fault(order)
            #expect(try await bench.attributes(bench.main.panel)["status"] as? String == "restoring_backup")
            await #expect(throws: TestFailure.self) { try await bench.fault(order) }
        }
    }
}
