import Foundation
import TerminalEmulator
import Testing
import TestSupport

/// What a wall does besides its screen, from an alarm to the user's program, and what its service manager hears.
@Suite(.serialized, .ownThread, .timeLimit(.minutes(20))) struct WallAlarmTests {
    /// The first alarm's program fails, the second one's goes on for ever.
    private static let program = """
    env | grep ^BACKTOP_ALARM_ | sort > $1/facts.new; mv $1/facts.new $1/facts
    [ -e $1/first ] || { touch $1/first; exit 3; }
    echo $$ > $1/pid.new; mv $1/pid.new $1/pid; exec sleep 600
    """

    private static func text(of file: String) -> String? {
        try? String(contentsOfFile: file, encoding: .utf8)
    }

    @Test func `an alarm runs the user's program, a failure is told, and nothing outlives the wall`() throws {
        let sandbox = try SandboxProcess("pterodactyl", servers: 3)
        let folder = sandbox.folder.path
        let configuration = try String(contentsOfFile: sandbox.configuration, encoding: .utf8)
        try configuration
            .replacing("access: read-write", with: "access: read-write\n    freshness: 1m")
            .appending("""
            alarms:
              on-alarm: [/bin/sh, -c, \(Self.quoted(Self.program)), sh, \(Self.quoted(folder))]

            """)
            .write(toFile: sandbox.configuration, atomically: true, encoding: .utf8)
        let manager = try NotifySocket(folder + "/notify")
        let session = try TerminalSession(
            path: BuiltProgram.path,
            arguments: ["wall", "--config", sandbox.configuration],
            environment: ScreenProcess.environment([
                "XDG_STATE_HOME": folder, "NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "2000000",
            ]),
            columns: 100, rows: 30
        )
        defer { session.kill() }
        var told: [String] = []
        func hear() -> [String] {
            told += manager.messages()
            return told
        }
        try session.wait(timeout: .seconds(60)) { hear().contains("WATCHDOG=1") }
        #expect(told.first == "READY=1")
        try session.wait(timeout: .seconds(120)) { Self.text(of: folder + "/facts") != nil }
        let facts = try #require(Self.text(of: folder + "/facts")).split(separator: "\n").map(String.init)
        #expect(facts.contains("BACKTOP_ALARM_KIND=late"))
        #expect(facts.contains("BACKTOP_ALARM_CONTEXT=pterodactyl"))
        #expect(facts.contains { $0.hasPrefix("BACKTOP_ALARM_CAUSE=The last good backup is ") })
        let failure = "on-alarm: \"/bin/sh\" ended with code 3"
        try session.wait(timeout: .seconds(60)) { hear().contains("STATUS=\(failure)") }
        try session.waitFor(failure, timeout: .seconds(120))
        try session.wait(timeout: .seconds(60)) { Self.text(of: folder + "/pid") != nil }
        let pid = try #require(Self.text(of: folder + "/pid").flatMap { pid_t($0.dropLast()) })
        #expect(kill(pid, 0) == 0)
        session.line.signal(SIGTERM)
        #expect(session.waitForExit() == .code(143))
        #expect(kill(pid, 0) != 0, "it goes on")
        #expect(hear().last == "STOPPING=1")
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
