import Foundation
import TerminalEmulator

/// `backtop tui` under a pseudo-terminal, over a sandbox.
enum ScreenProcess {
    static func environment(_ extra: [String: String] = [:]) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC",
            "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no",
        ].merging(extra) { $1 }
    }

    /// Starts the screen; the caller waits for what it wants to see.
    static func start(
        _ sandbox: SandboxProcess,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        columns: Int = 80,
        rows: Int = 24
    ) throws -> TerminalSession {
        try TerminalSession(
            path: BuiltProgram.path,
            arguments: ["tui", "--config", sandbox.configuration, "--server", sandbox.server.name] + arguments,
            // A journal of its own: what one test leaves unfinished must not greet the next one.
            environment: self.environment(["XDG_STATE_HOME": sandbox.folder.path].merging(environment) { $1 }),
            columns: columns,
            rows: rows
        )
    }

    /// Starts the screen and waits for list and live feed.
    static func live(
        _ sandbox: SandboxProcess,
        _ arguments: [String] = [],
        columns: Int = 80,
        rows: Int = 24
    ) throws -> TerminalSession {
        let session = try start(sandbox, arguments, columns: columns, rows: rows)
        try session.waitUntil { $0.contains("live") && $0.contains("running") && $0.contains("1/6") }
        return session
    }
}

extension TerminalSession {
    /// Opens a sheet and waits until it takes keys.
    func open(_ key: String, until hint: String) throws {
        try send(key)
        try waitFor(hint)
    }

    /// Waits for something outside the screen, reading what the program writes meanwhile.
    func wait(timeout: Duration = .seconds(60), _ condition: () throws -> Bool) throws {
        let end = ContinuousClock.now + timeout
        while try !condition() {
            guard ContinuousClock.now < end else { throw TerminalSessionError.timedOut(screen: screen.text) }
            if isFrozen || isClosed { usleep(20000) } else { pump(waitingUpTo: .milliseconds(20)) }
        }
    }

    /// Ends the program whatever it is doing; for tests that are not about the end.
    func kill() {
        line.signal(SIGKILL)
        _ = waitForExit()
    }
}
