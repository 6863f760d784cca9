import Foundation
import Testing
import TestSupport

/// The commands as scripts use them: JSON on stdout, words on stderr, exit codes of the table.
@Suite(.serialized, .ownThread, .timeLimit(.minutes(20))) struct ScriptTests {
    private func place(_ sandbox: SandboxProcess) -> [String] {
        ["--context", sandbox.system, "--server", sandbox.server.id]
    }

    private func backups(_ sandbox: SandboxProcess) throws -> [[String: Any]] {
        try #require(ScriptProcess.run(sandbox, ["list", "--json"] + place(sandbox))
            .json()["backups"] as? [[String: Any]])
    }

    @Test func listAndShowTellEveryKeyAndNullWhereNothingIsKnown() throws {
        let sandbox = try SandboxProcess("pterodactyl", backups: 4)
        let listed = try ScriptProcess.run(sandbox, ["list", "--json"] + place(sandbox))
        #expect(listed.code == 0)
        let envelope = try listed.json()
        #expect(envelope["schema"] as? String == "backtop.list/1")
        #expect((envelope["server"] as? [String: Any])?["id"] as? String == sandbox.server.id)
        let first = try #require((envelope["backups"] as? [[String: Any]])?.first)
        let keys = [
            "id", "name", "created_at", "completed_at", "state", "kind", "size_bytes", "checksum", "locked",
            "expires_at",
            "ignored", "operation",
        ]
        for key in keys { #expect(first[key] != nil, "\(key) is missing") }
        #expect(first["expires_at"] is NSNull)
        #expect(first["size_bytes"] is Int)
        let id = try #require(first["id"] as? String)
        let shown = try ScriptProcess.run(sandbox, ["show", id, "--json"] + place(sandbox)).json()
        #expect((shown["backups"] as? [[String: Any]])?.first?["id"] as? String == id)
        let csv = try ScriptProcess.run(sandbox, ["list", "--output", "csv"] + place(sandbox))
        #expect(csv.output.hasPrefix("ID,STATE,NAME,"))
        #expect(try sandbox.mutations().isEmpty)
    }

    @Test func exitCodesTellWhatWentWrong() throws {
        let sandbox = try SandboxProcess(servers: 2, backups: 4)
        func code(_ arguments: [String]) throws -> Int32? {
            try ScriptProcess.run(sandbox, arguments).code
        }
        let backup = try #require(backups(sandbox).first { $0["state"] as? String == "completed" }?["id"] as? String)
        #expect(try code(["list", "--context", "archon-v1"]) == 2, "which of two servers is not said")
        #expect(try code(["list", "--context", "archon-v1", "--server", "no-such-server"]) == 4)
        #expect(try code(["show", "no-such-backup"] + place(sandbox)) == 4)
        #expect(try code(["delete", backup] + place(sandbox)) == 5, "nothing confirms it")
        #expect(try code(["delete", backup, "--yes"] + place(sandbox)) == 5, "yes is for light acts")
        #expect(try code(["delete", backup, "--confirm=wrong"] + place(sandbox)) == 5)
        #expect(try code(["create", "n", "--yes", "--read-only"] + place(sandbox)) == 5)
        #expect(try code(["delete", backup, "--confirm=\(sandbox.server.name)", "--read-only"] + place(sandbox)) == 5)
        #expect(try code(["lock", backup, "--yes"] + place(sandbox)) == 1, "this API cannot lock")
        #expect(try code(["restore", backup, "--wipe", "--dry-run"] + place(sandbox)) == 2)
        #expect(try code(["retention", "plan"] + place(sandbox)) == 2, "there are no rules")
        #expect(try code(["resume", "no-such-act", "--yes"]) == 4)
        #expect(try code(["frobnicate"]) == 2)
        #expect(try sandbox.mutations().isEmpty)
        try sandbox.fault(#"{"system":"archon-v1","fault":"quota","server":"\#(sandbox.server.id)","limit":4}"#)
        #expect(try code(["create", "n", "--yes"] + place(sandbox)) == 7)
        try sandbox.fault(
            #"{"system":"archon-v1","match":{"method":"GET","path":"*"},"fault":"status","status":401}"#
        )
        #expect(try code(["list"] + place(sandbox)) == 6)
        #expect(try sandbox.mutations().isEmpty)
    }

    @Test func aCreateIsWaitedForAndDeletedByItsPrintedCommand() throws {
        let sandbox = try SandboxProcess(backups: 4)
        let created = try ScriptProcess.run(sandbox, ["create", "By script", "--yes", "--wait"] + place(sandbox))
        #expect(created.code == 0, "\(created)")
        let id = created.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try backups(sandbox).contains { $0["id"] as? String == id && $0["state"] as? String == "completed" })
        let plan = try ScriptProcess.run(sandbox, ["delete", id, "--dry-run", "--json"] + place(sandbox)).json()
        let command = try #require(plan["command"] as? [String])
        #expect(command.first == "backtop")
        let deleted = try ScriptProcess.run(sandbox, Array(command.dropFirst()))
        #expect(deleted.code == 0, "\(deleted)")
        #expect(try !backups(sandbox).contains { $0["id"] as? String == id })
        #expect(try sandbox.mutations().map(\.method) == ["POST", "DELETE"])
    }

    @Test func retentionDeletesWhatItsPlanShows() throws {
        let sandbox = try SandboxProcess(backups: 6)
        let rules = ["--keep-last", "2"]
        let plan = try ScriptProcess.run(sandbox, ["retention", "plan", "--json"] + rules + place(sandbox)).json()
        let rows = try #require(plan["backups"] as? [[String: Any]])
        let doomed = Set(rows.filter { $0["keep"] as? Bool == false }.compactMap { $0["id"] as? String })
        #expect(!doomed.isEmpty)
        let asked = try ScriptProcess.run(
            sandbox,
            ["retention", "apply", "--dry-run", "--json"] + rules + place(sandbox)
        )
        let text = try #require(asked.json()["confirm"] as? String)
        let before = try Set(backups(sandbox).compactMap { $0["id"] as? String })
        let applied = try ScriptProcess.run(
            sandbox, ["retention", "apply", "--confirm=\(text)", "--json"] + rules + place(sandbox)
        )
        #expect(applied.code == 0, "\(applied)")
        let after = try Set(backups(sandbox).compactMap { $0["id"] as? String })
        #expect(before.subtracting(after) == doomed)
    }

    @Test func withoutAJournalNothingIsSent() throws {
        let sandbox = try SandboxProcess(backups: 4)
        let backup = try #require(backups(sandbox).first?["id"] as? String)
        let blocked = sandbox.folder.path + "/blocked"
        try Data("not a folder".utf8).write(to: URL(filePath: blocked))
        for arguments in [["create", "n", "--yes"], ["delete", backup, "--confirm=\(sandbox.server.name)"]] {
            let process = try ScriptProcess(
                sandbox, arguments + place(sandbox), environment: ["XDG_STATE_HOME": blocked]
            )
            let ending = try process.end()
            #expect(ending.code != 0)
            #expect(ending.words.contains("journal"), "\(ending)")
        }
        #expect(try sandbox.mutations().isEmpty)
    }

    @Test func aKeyInTheWindowOfACommandSendsNothing() throws {
        let sandbox = try SandboxProcess(backups: 4)
        let backup = try #require(backups(sandbox).last { $0["state"] as? String == "completed" }?["id"] as? String)
        let plan = try ScriptProcess.run(sandbox, ["restore", backup, "--dry-run", "--json"] + place(sandbox)).json()
        let text = try #require(plan["confirm"] as? String)
        let process = try ScriptProcess(sandbox, ["restore", backup, "--confirm=\(text)"] + place(sandbox))
        while process.isRunning, !process.words.contains("Ctrl-C cancels") { usleep(20000) }
        process.signal(SIGINT)
        let ending = try process.end()
        #expect(ending.code == 130)
        #expect(try sandbox.mutations().isEmpty)
    }
}
