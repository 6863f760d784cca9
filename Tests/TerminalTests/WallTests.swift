import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct WallTests {
        private static func start(
            _ sandbox: SandboxProcess,
            _ arguments: [String] = [],
            environment: [String: String] = [:],
            columns: Int = 120,
            rows: Int = 30
        ) throws -> TerminalSession {
            try TerminalSession(
                path: BuiltProgram.path,
                arguments: ["wall", "--config", sandbox.configuration] + arguments,
                environment: ScreenProcess.environment(
                    ["XDG_STATE_HOME": sandbox.folder.path].merging(environment) { $1 }
                ),
                columns: columns,
                rows: rows
            )
        }

        @Test(arguments: ["archon-v1", "archon-queue", "archon-v0", "pterodactyl", "stellarstack", "vpsorg"])
        func `a wall asks with GET and reads frames, whatever is typed`(system: String) throws {
            let sandbox = try SandboxProcess(system, servers: 4)
            let session = try Self.start(sandbox)
            defer { session.kill() }
            try session.waitUntil { $0.contains("4 servers are protected") }
            for keys in ["c", "\r", "r", "x", "y", "X", "\u{1B}", "o", "k", "smp-main\r", "q", ":delete\r"] {
                try session.send(keys)
                session.pump(waitingUpTo: .milliseconds(30))
            }
            // What the keys would have done has been done by the time its clock has gone on twice.
            for _ in 1 ... 2 {
                let shown = session.receivedByteCount
                try session.wait { session.receivedByteCount > shown }
            }
            let methods = try Set(sandbox.record().filter { !$0.path.hasPrefix("/_sandbox") }.map(\.method))
            #expect(methods.isSubset(of: ["GET", "WS"]), "asked with \(methods)")
            #expect(session.waitForExit(timeout: .milliseconds(50)) == nil, "a key ended it")
        }

        @Test func `every read-only screen asks with GET as well`() throws {
            let sandbox = try SandboxProcess("pterodactyl", servers: 4)
            let session = try ScreenProcess.start(sandbox, ["--read-only"])
            defer { session.kill() }
            try session.waitFor("RO")
            // A menu that is left open would swallow what follows.
            for keys in [
                "c", "\r", "r", "\u{1B}", "x", "\u{1B}", "y", "\u{1B}", "1", "\r", "T", "o", "k", "y", "\u{1B}", "4",
                "3",
                "5", "!", "d",
            ] {
                try session.send(keys)
                session.pump(waitingUpTo: .milliseconds(100))
            }
            // What the keys would have done has been done by the time a later one shows.
            try session.wait {
                try session.send("3")
                session.pump(waitingUpTo: .milliseconds(300))
                return session.screen.contains("Operations")
            }
            let methods = try Set(sandbox.record().filter { !$0.path.hasPrefix("/_sandbox") }.map(\.method))
            #expect(methods.isSubset(of: ["GET", "WS"]), "asked with \(methods)")
        }

        @Test(arguments: [SIGTERM: 143, SIGHUP: 129, SIGINT: 130] as [Int32: Int32])
        func `a signal ends it with its code`(signal: Int32, code: Int32) throws {
            let sandbox = try SandboxProcess()
            let session = try Self.start(sandbox)
            try session.waitFor("Backtop wall")
            session.line.signal(signal)
            #expect(session.waitForExit() == .code(code))
            #expect(!session.screen.isAlternate)
        }

        @Test func `it needs no standard input`() throws {
            let sandbox = try SandboxProcess("stellarstack", servers: 3)
            let session = try TerminalSession(
                path: "/bin/sh",
                arguments: [
                    "-c", "exec \"$0\" wall --config \"$1\" < /dev/null", BuiltProgram.path, sandbox.configuration,
                ],
                environment: ScreenProcess.environment(["XDG_STATE_HOME": sandbox.folder.path]), columns: 100, rows: 30
            )
            defer { session.kill() }
            try session.waitUntil { $0.contains("3 servers are protected") }
            try session.send("\u{3}")
            #expect(session.waitForExit() == .code(130))
        }

        @Test func `a lost terminal ends it`() throws {
            let sandbox = try SandboxProcess()
            let session = try Self.start(sandbox)
            try session.waitFor("Backtop wall")
            session.line.close()
            #expect(session.waitForExit() == .code(129))
        }

        @Test func `without a frame for ten seconds it ends, so that it can be started anew`() throws {
            let sandbox = try SandboxProcess()
            let session = try Self.start(sandbox)
            try session.waitFor("Backtop wall")
            session.line.stopOutput()
            #expect(session.waitForExit(timeout: .seconds(90)) == .code(70))
        }

        @Test func `no key stops its output or ends it, but Ctrl-C does`() throws {
            let sandbox = try SandboxProcess()
            let session = try Self.start(sandbox)
            try session.waitFor("Backtop wall")
            try session.send("\u{13}\u{1C}\u{1A}\u{4}")
            let shown = session.receivedByteCount
            // Some beats of its heart.
            try session.wait { session.receivedByteCount > shown + 200 }
            try session.send("\u{3}")
            #expect(session.waitForExit() == .code(130))
        }

        @Test func `it starts with nothing reachable and recovers`() throws {
            let sandbox = try SandboxProcess("archon-v1", servers: 3)
            let fault = try sandbox
                .fault(#"{"system":"archon-v1","match":{},"fault":"cut","bytes":-1,"when":"before","times":0}"#)
            let session = try Self.start(sandbox)
            defer { session.kill() }
            try session.waitUntil { $0.contains("reading") || $0.contains("silent") }
            let id = try #require(JSONSerialization.jsonObject(with: Data(fault.utf8)) as? [String: Any])["id"]
            _ = try sandbox.control.send("DELETE", "/_sandbox/\(#require(id))")
            try session.waitUntil(timeout: .seconds(60)) { $0.contains("3 servers are protected") }
        }

        @Test func `one page as text`() throws {
            let sandbox = try SandboxProcess("stellarstack", servers: 3)
            let page = try ScriptProcess.run(sandbox, ["wall", "--once"])
            #expect(page.code == 0)
            #expect(page.output.contains("3 servers are protected"))
            #expect(!page.output.contains("\u{1B}"))
            #expect(!page.output.contains("Alarms"))
            let strict = try String(contentsOfFile: sandbox.configuration, encoding: .utf8)
                .replacing("access: read-write", with: "access: read-write\n    freshness: 1m")
            try strict.write(toFile: sandbox.configuration, atomically: true, encoding: .utf8)
            let late = try ScriptProcess.run(sandbox, ["wall", "--once"])
            #expect(late.code == 0)
            #expect(late.output.contains("Alarms") && late.output.contains("LATE"))
            let fault = #"{"system":"stellarstack","match":{"path":"*backups*"},"fault":"status","status":403,"times":0}"#
            try sandbox.fault(fault)
            let partial = try ScriptProcess.run(sandbox, ["wall", "--once"])
            #expect(partial.code == 3)
            #expect(partial.words.contains("stellarstack: 3 of 3 servers not read"))
            try sandbox
                .fault(#"{"system":"stellarstack","match":{},"fault":"cut","bytes":-1,"when":"before","times":0}"#)
            let dead = try ScriptProcess.run(sandbox, ["wall", "--once", "--timeout", "5"])
            #expect(dead.code == 3)
            #expect(dead.words.contains("stellarstack: "))
        }

        @Test func `what is known is shown at the next start, as old`() throws {
            let sandbox = try SandboxProcess("pterodactyl", servers: 3)
            let first = try Self.start(sandbox)
            try first.waitUntil { $0.contains("3 servers are protected") }
            let kept = sandbox.folder.path + "/backtop/snapshots.sqlite"
            try first.wait(timeout: .seconds(120)) {
                let pages = try? Data(contentsOf: URL(filePath: kept))
                // As long as the journal is there, whoever opens the file next takes the pages back.
                return pages?.range(of: Data(sandbox.server.name.utf8)) != nil
                    && !FileManager.default.fileExists(atPath: kept + "-journal")
            }
            first.kill()
            try sandbox
                .fault(#"{"system":"pterodactyl","match":{},"fault":"cut","bytes":-1,"when":"before","times":0}"#)
            let second = try Self.start(sandbox)
            defer { second.kill() }
            try second.waitUntil { $0.contains(sandbox.server.name) }
            #expect(!second.screen.text.contains("3 servers are protected"), "old data never count as good")
        }
    }
}
