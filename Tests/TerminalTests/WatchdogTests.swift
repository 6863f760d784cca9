import Glibc
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct WatchdogTests {
        private func probe(_ arguments: String...) throws -> TerminalSession {
            let session = try TerminalSession(path: BuiltProgram.probe, arguments: arguments, environment: [:])
            try session.waitFor("ready")
            return session
        }

        @Test func `a program that stands still ends with 70, says so and gives the terminal back`() throws {
            let session = try probe("stuck", "2")
            let raw = try #require(session.line.mode)
            #expect(!raw.echoes)
            try session.send(" ")
            #expect(session.waitForExit() == .code(70))
            #expect(!session.screen.isAlternate)
            #expect(session.screen.contains("backtop: no frame for 2 s, ending"))
            #expect(session.line.mode.map { $0.echoes && $0.isCanonical } != false)
        }

        @Test func `one second is a time, too`() throws {
            let session = try probe("stuck", "1")
            try session.send(" ")
            #expect(session.waitForExit() == .code(70))
        }

        @Test func `an alarm that a stopped program slept through ends one that stands still a second later`() throws {
            let session = try probe("stuck", "60")
            try session.send(" ")
            try session.waitFor("armed")
            session.line.signal(SIGALRM)
            #expect(session.waitForExit() == .code(70))
            #expect(session.screen.contains("no frame for 60 s"))
        }

        @Test func `an alarm that a stopped program slept through does nothing to one that draws on`() throws {
            let session = try probe("frames", "60")
            try session.waitFor("ready.")
            session.line.signal(SIGSTOP)
            session.line.signal(SIGALRM)
            session.line.signal(SIGCONT)
            let drawn = session.receivedByteCount
            // More than the second that it has.
            try session.wait(timeout: .seconds(60)) { session.receivedByteCount > drawn + 80 }
            try session.send("q")
            #expect(session.waitForExit() == .code(0))
        }

        @Test func `a frozen terminal keeps nobody from ending`() throws {
            let session = try probe("stuck", "2")
            try session.send(" \u{13}")
            session.isFrozen = true
            #expect(session.waitForExit() == .code(70))
        }

        @Test func `a program that is done with its frames has no alarm left`() throws {
            let session = try TerminalSession(path: BuiltProgram.probe, arguments: ["done"], environment: [:])
            #expect(session.waitForExit() == .code(0))
        }
    }
}
