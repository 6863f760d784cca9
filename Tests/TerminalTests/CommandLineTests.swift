import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct CommandLineTests {
        private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (ProgramExit?, String) {
            let session = try TerminalSession(
                path: BuiltProgram.path, arguments: arguments, environment: ScreenProcess.environment(environment),
                columns: 160, rows: 40
            )
            let ending = session.waitForExit()
            return (ending, session.screen.text)
        }

        @Test func `--version names the program`() throws {
            let (ending, text) = try run(["--version"])
            #expect(ending == .code(0))
            #expect(text.hasPrefix("backtop 0."))
        }

        @Test func `--help lists the subcommands`() throws {
            let (ending, text) = try run(["--help"])
            #expect(ending == .code(0))
            for word in ["tui", "demo", "sandbox", "config"] { #expect(text.contains(word)) }
        }

        @Test func `an unknown flag is a usage error`() throws {
            let (ending, _) = try run(["tui", "--frobnicate"])
            #expect(ending == .code(2))
        }

        @Test func `without a configuration one message names demo, config init and the path`() throws {
            let folder = try TestFolder()
            let (ending, text) = try run([], environment: ["XDG_CONFIG_HOME": folder.path])
            #expect(ending == .code(2))
            #expect(text.contains("backtop demo"))
            #expect(text.contains("backtop config init"))
            #expect(text.replacing("\n", with: "").contains(folder.path + "/backtop/config.yaml"))
        }

        @Test func `an unknown key is an error with line and column`() throws {
            let folder = try TestFolder()
            let file = folder.path + "/c.yaml"
            try "version: 1\ncontexts:\n  a:\n    provider: archon\n    url: https://example.org\n    tokn: x\n"
                .write(toFile: file, atomically: true, encoding: .utf8)
            let (ending, text) = try run(["config", "check", "--config", file])
            #expect(ending == .code(2))
            #expect(text.replacing("\n", with: "").contains("c.yaml:6:5"))
        }

        @Test func `the screen refuses a pipe in plain words`() throws {
            let sandbox = try SandboxProcess()
            let refusal = #expect(throws: Shell.Failed.self) {
                try Shell.run("'\(BuiltProgram.path)' tui --config '\(sandbox.configuration)' < /dev/null")
            }
            #expect(refusal?.code == 2)
            #expect(refusal?.output.contains("is not a terminal") == true)
        }

        @Test func `the demo opens a server and leaves nothing behind`() throws {
            let folder = try TestFolder()
            let session = try TerminalSession(
                path: BuiltProgram.path, arguments: ["demo", "--speed", "20"],
                environment: ScreenProcess.environment(["TMPDIR": folder.path])
            )
            try session
                .waitUntil {
                    $0.contains("live") && $0.contains("smp-main") && $0.contains("1/6")
                }
            #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try session.send("q")
            #expect(session.waitForExit() == .code(0))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
