import Glibc
import TerminalEmulator
import Testing

@Suite struct TerminalSessionTests {
    private func shell(_ script: String, columns: Int = 80, rows: Int = 24) throws -> TerminalSession {
        try TerminalSession(
            path: "/bin/sh",
            arguments: ["-c", script],
            environment: ["PATH": "/usr/bin:/bin", "TERM": "xterm", "MARK": "only this"],
            columns: columns,
            rows: rows
        )
    }

    @Test func `a program sees its terminal, its variables and nothing else`() throws {
        let session = try shell("stty size; echo \"$MARK\"; ls /proc/self/fd | wc -l", columns: 50, rows: 10)
        #expect(session.waitForExit() == .code(0))
        // Descriptor 3 is that of `ls` itself.
        #expect(session.screen.rows.prefix(3) == ["10 50", "only this", "4"])
    }

    @Test func `exit codes and signals are told apart`() throws {
        #expect(try shell("exit 7").waitForExit() == .code(7))
        #expect(try shell("kill -9 $$").waitForExit() == .signal(SIGKILL))
        #expect(try TerminalSession(path: "/nonexistent", environment: [:]).waitForExit() == .code(127))
    }

    @Test func `what is typed arrives, and a new size too`() throws {
        let session = try shell("trap 'stty size' WINCH; echo ready; while :; do read line && echo \"<$line>\"; done")
        try session.waitFor("ready")
        try session.send("hello\r")
        try session.waitFor("<hello>")
        session.resize(columns: 44, rows: 11)
        try session.send("\r")
        try session.waitFor("11 44")
        session.line.signal(SIGKILL)
        #expect(session.waitForExit() == .signal(SIGKILL))
    }

    @Test func `a condition that never holds shows the screen, also when the program ends first`() throws {
        let session = try shell("echo here; exec sleep 100")
        try session.waitFor("here")
        let late = #expect(throws: TerminalSessionError.self) { try session.waitFor("never", timeout: .milliseconds(1))
        }
        #expect(late?.description.contains("here") == true)
        let early = #expect(throws: TerminalSessionError.self) { try shell("echo gone; exit 3").waitFor("never") }
        #expect(early?.description.contains("code(3)") == true)
    }

    @Test func `a changed mode is seen, and a frozen link reads nothing`() throws {
        let session = try shell("read a; stty -echo; echo quiet; read b; stty echo; echo loud; read c")
        let before = try #require(session.line.mode)
        #expect(before.echoes && before.isCanonical)
        try session.send("\r")
        try session.waitFor("quiet")
        #expect(session.line.mode != before)
        session.isFrozen = true
        try session.send("\r")
        #expect(throws: TerminalSessionError.self) {
            try session.waitUntil(timeout: .milliseconds(1)) { $0.contains("loud") }
        }
        session.isFrozen = false
        try session.waitFor("loud")
        #expect(session.line.mode == before)
    }

    @Test func `hanging up ends the program`() throws {
        let session = try shell("echo ready; exec cat")
        try session.waitFor("ready")
        session.line.close()
        #expect(session.line.waitForExit(upTo: 10000) == .signal(SIGHUP))
    }
}
