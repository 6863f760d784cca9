import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct EndingTests {
        @Test func `q ends with 0 and gives the terminal back`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            try session.send("q")
            #expect(session.waitForExit() == .code(0))
            #expect(!session.screen.isAlternate)
            #expect(session.screen.isCursorVisible)
        }

        @Test func `Ctrl-C ends with 130`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            try session.send("\u{03}")
            #expect(session.waitForExit() == .code(130))
            #expect(!session.screen.isAlternate)
        }

        @Test(arguments: [SIGTERM: 143, SIGHUP: 129, SIGINT: 130] as [Int32: Int32])
        func `a signal ends with its code and gives the terminal back`(signal: Int32, code: Int32) throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            session.line.signal(signal)
            #expect(session.waitForExit() == .code(code))
            #expect(!session.screen.isAlternate)
        }

        @Test func `a closed terminal ends the program`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            session.line.close()
            #expect(session.waitForExit() == .code(129))
        }

        @Test func `a program that nobody reads from still ends on TERM`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            try session.send("\u{13}")
            session.isFrozen = true
            session.line.signal(SIGTERM)
            #expect(session.waitForExit() == .code(143))
        }

        @Test func `a frozen terminal is given back before the program ends`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox, ["--no-clock"])
            try session.send("\u{13}")
            session.pump(waitingUpTo: .milliseconds(300))
            session.line.signal(SIGTERM)
            #expect(session.waitForExit() == .code(143))
            #expect(!session.screen.isAlternate)
            #expect(session.screen.isCursorVisible)
        }

        @Test func `Ctrl-Z stops the program and fg brings it back`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.send("\u{1A}")
            try session.wait { session.line.isStopped }
            // What it wrote before it stopped may still be on its way.
            try session.waitUntil { !$0.isAlternate }
            session.line.signal(SIGCONT)
            try session.waitUntil { $0.isAlternate && $0.contains("1/6") }
        }

        /// The shell that had the terminal meanwhile leaves its own scroll region.
        @Test func `a terminal that was resized during a stop nobody announced scrolls all its lines again`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            session.line.signal(SIGSTOP)
            try session.wait { session.line.isStopped }
            session.resize(columns: 80, rows: 37)
            session.line.signal(SIGCONT)
            try session.wait { session.hasWritten("\u{1B}[1;37r") }
            try session.waitUntil { $0.contains("1/6") }
        }
    }
}
