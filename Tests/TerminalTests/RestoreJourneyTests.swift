import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct RestoreJourneyTests {
        private func type(_ session: TerminalSession, _ sandbox: SandboxProcess) throws -> String {
            let line = try #require(session.screen.rows.first { $0.contains("Type: ") })
            let text = try #require(line.range(of: "Type: ")).upperBound
            return String(line[text...]).replacing("│", with: "").trimmingCharacters(in: .whitespaces)
        }

        /// Opens the restore sheet of the newest backup and waits for the plan.
        private func plan(_ session: TerminalSession) throws {
            try session.send("g")
            try session.open("r", until: "Enter restore")
        }

        @Test func `a restore brings a changed file back with exactly one restore request`() throws {
            let sandbox = try SandboxProcess(speed: 10)
            let file = sandbox.server.activeWorld.path + "/server.properties"
            let original = try Data(contentsOf: URL(filePath: file))
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.open("c", until: "Enter create")
            try session.send("Known state\r")
            try session.waitUntil { $0.rows.contains { $0.contains("ok") && $0.contains("Known state") } }
            try session.waitUntil { !$0.rows.contains { $0.hasPrefix("create") } }
            try Data("changed=true\n".utf8).write(to: URL(filePath: file))
            try plan(session)
            #expect(session.screen.contains("\"Known state\""))
            #expect(session.screen.contains("smp-main"))
            try session.send(type(session, sandbox) + "\r")
            try session.waitFor("Restoring in")
            try session.waitUntil(timeout: .seconds(60)) { $0.contains("Outcome: succeeded") }
            #expect(try Data(contentsOf: URL(filePath: file)) == original)
            let sent = try sandbox.mutations()
            #expect(sent.count { $0.path.hasSuffix("/restore") } == 1)
            #expect(sent.filter { $0.path.hasSuffix("/power") }.map(\.body) == [
                #"{"action":"Stop"}"#,
                #"{"action":"Start"}"#,
            ])
        }

        @Test func `a wrong name sends nothing`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try plan(session)
            try session.send("smp-mian\r")
            try session.waitFor("Type exactly: ")
            try session.send("\u{1B}")
            try session.waitFor("Nothing was sent")
            #expect(try sandbox.mutations().isEmpty)
        }

        @Test func `a pasted name is not taken`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try plan(session)
            let text = try type(session, sandbox)
            try session.send("\u{1B}[200~\(text)\u{1B}[201~")
            try session.waitFor("paste is not taken")
            try session.send("\r")
            try session.waitFor("Type exactly: ")
            #expect(try sandbox.mutations().isEmpty)
        }

        @Test(arguments: ["x", " ", "\u{1B}[A", "\r"])
        func `any key in the cancel window stops it and nothing is sent`(key: String) throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try plan(session)
            try session.send(type(session, sandbox) + "\r")
            try session.waitFor("Restoring in")
            try session.send(key)
            try session.waitFor("Outcome: cancelled")
            #expect(try sandbox.mutations().isEmpty)
        }

        @Test func `a sleep of the machine inside the cancel window cancels it`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try plan(session)
            try session.send(type(session, sandbox) + "\r")
            try session.waitFor("Restoring in")
            session.line.signal(SIGSTOP)
            session.pump(waitingUpTo: .seconds(7))
            session.line.signal(SIGCONT)
            try session.waitFor("Outcome: cancelled")
            #expect(try sandbox.mutations().isEmpty)
        }

        @Test func `a frozen link does not stop a restore, and a hang-up then ends the program`() throws {
            let sandbox = try SandboxProcess(speed: 10)
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try plan(session)
            try session.send(type(session, sandbox) + "\r")
            try session.waitFor("[x] 1 re-check")
            try session.send("\u{13}")
            try session.wait(timeout: .seconds(60)) {
                try sandbox.mutations().filter { $0.path.hasSuffix("/power") }.count == 2
            }
            session.line.signal(SIGHUP)
            #expect(session.waitForExit() == .code(129))
            #expect(try sandbox.mutations().count { $0.path.hasSuffix("/restore") } == 1)
        }
    }
}
