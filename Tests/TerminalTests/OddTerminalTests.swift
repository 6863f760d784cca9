import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct OddTerminalTests {
        @Test(arguments: [
            ["TERM": "no-such-terminal"], ["TERM": "vt100"], ["TERM": "linux"], ["TERM": "screen"],
            ["TERM": "tmux-256color"],
            ["LANG": "C", "LC_ALL": "C"], ["NO_COLOR": "1"], ["TERM": "xterm-kitty"],
        ])
        func `the list is shown on any terminal`(environment: [String: String]) throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.start(sandbox, environment: environment)
            defer { session.kill() }
            try session.waitUntil { $0.contains("smp-main") && $0.contains("STATE") && $0.contains("1/6") }
            try session.send("q")
            #expect(session.waitForExit() == .code(0))
        }

        @Test func `resizing from large to tiny and back keeps the program usable`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            for (columns, rows, wanted) in [
                (200, 60, "Detail"),
                (60, 20, "STATE"),
                (40, 10, "STATE"),
                (20, 4, "smp-main"),
                (10, 2, "ok"),
                (80, 24, "STATE"),
            ] {
                session.resize(columns: columns, rows: rows)
                try session.waitUntil { $0.contains(wanted) }
            }
            session.resize(columns: 10, rows: 2)
            try session.send("q")
            #expect(session.waitForExit() == .code(0))
        }

        /// ncurses scrolls lines it keeps; a terminal that scrolls only a part of them keeps old ones.
        @Test(arguments: [40, 24])
        func `a tall screen shows the same after a full paint`(firstRows: Int) throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox, ["--no-clock"], columns: 120, rows: firstRows)
            defer { session.kill() }
            session.resize(columns: 120, rows: 40)
            for (keys, wanted) in [("1", "LAST"), (":", "Enter run"), ("smp", ": smp"), ("\r", "Quota")] {
                try session.send(keys)
                try session.waitUntil { $0.contains(wanted) }
            }
            try session.waitUntil { screen in
                !screen.contains("Enter run") && ["live", "power running", "1/6"].allSatisfy(screen.contains)
            }
            let drawn = session.screen.text
            try session.send("\u{0C}?")
            try session.waitUntil { $0.contains("Find and mark") }
            try session.send("\u{1B}")
            try session.waitUntil { $0.contains("Quota") && !$0.contains("Find and mark") }
            try session.waitUntil { $0.text == drawn }
        }

        @Test func `an idle screen without a clock writes nothing`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox, ["--no-clock"])
            defer { session.kill() }
            // The lists that follow the connection may still arrive; one quiet second means that they have.
            var isQuiet = false
            for _ in 1 ... 20 where !isQuiet { isQuiet = session.countBytes(for: .seconds(1)) == 0 }
            #expect(session.countBytes(for: .seconds(3)) == 0)
        }

        @Test func `escape sequences in names never reach the terminal`() throws {
            let sandbox = try SandboxProcess()
            let world = sandbox.server.activeWorld.id
            let name = #"evil \u001b]0;owned\u0007\u001b[2J\u202egnp.exe"#
            _ = try sandbox.control.send(
                "POST", "/archon-v1/v1/servers/\(sandbox.server.id)/worlds/\(world)/backups", token: sandbox.token,
                body: #"{"name":"\#(name)"}"#
            )
            let session = try ScreenProcess.start(sandbox)
            defer { session.kill() }
            try session.waitUntil { $0.contains("evil") && $0.contains("1/7") }
            #expect(!session.hasWritten("owned\u{07}"))
            #expect(!session.hasWritten("\u{202E}"))
            #expect(session.screen.contains("smp-main"))
        }

        @Test func `a read-only session says why a key is off`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox, ["--read-only"])
            defer { session.kill() }
            #expect(session.screen.contains("RO"))
            try session.send("c")
            try session.waitFor("read-only")
            #expect(try sandbox.mutations().isEmpty)
        }
    }
}
