import Foundation
import Testing
import TestSupport
@testable import BacktopCommands

@Suite("Tokens from commands", .ownThread)
struct TokenCommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func token(
        _ words: [String],
        limit: Duration = .seconds(600),
        clock: any Clock<Duration> = ManualClock()
    ) async throws(TokenError) -> String {
        let resolver = TokenResolver(host: folder.host(), commandLimit: limit, clock: clock)
        return try await resolver.secret(from: .command(words)).reveal()
    }

    private func shell(_ script: String) -> [String] {
        ["/bin/sh", "-c", script]
    }

    @Test("what the command prints is the token, by full path and by name")
    func success() async throws {
        #expect(try await token(shell("echo tok")) == "tok")
        #expect(try await token(["printf", "%s", "tok"]) == "tok")
    }

    @Test("no shell reads the arguments")
    func noShell() async throws {
        #expect(try await token(["echo", "$HOME;`id`", "*"]) == "$HOME;`id` *")
    }

    @Test("a failure tells the code, and neither arguments nor output")
    func failure() async throws {
        let error = try #require(await #expect(throws: TokenError.self) {
            try await token(shell("echo hunter2; echo hunter2 >&2; exit 3"))
        })
        #expect(error == .commandFailed(program: "/bin/sh", code: 3))
        #expect(error.description == "command \"/bin/sh\" ended with code 3; run it by hand to see what it says")
    }

    @Test("an end by a signal is told")
    func signal() async {
        await #expect(throws: TokenError.commandKilled(program: "/bin/sh", signal: 9)) {
            try await token(shell("kill -9 $$"))
        }
    }

    @Test("a program that is not there is told, by name and by path", arguments: [
        "backtop-no-such-program", "/no/such/program",
    ])
    func missing(program: String) async throws {
        let error = try #require(await #expect(throws: TokenError.self) { try await token([program, "hunter2"]) })
        guard case .commandNotRun(program, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!error.description.contains("hunter2"))
    }

    @Test("a program that may not be run is told")
    func notExecutable() async throws {
        let path = try folder.write("#!/bin/sh\necho tok\n", to: "get", mode: 0o600)
        let error = try #require(await #expect(throws: TokenError.self) { try await token([path]) })
        guard case .commandNotRun(path, _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("nothing to read and no terminal: a question gets no answer")
    func noInput() async throws {
        #expect(try await token(shell("read line; echo \"got:$line\"")) == "got:")
        #expect(try await token(shell("(: < /dev/tty) 2> /dev/null || echo none")) == "none")
    }

    @Test("silence is an empty token")
    func silence() async {
        await #expect(throws: TokenError.empty(source: "command \"/bin/sh\"")) { try await token(shell("exit 0")) }
    }

    @Test("an endless writer is stopped")
    func flood() async {
        await #expect(throws: TokenError.commandWroteTooMuch(program: "/bin/sh")) {
            try await token(shell("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"))
        }
    }

    @Test("a command that takes too long is told with its limit")
    func timeout() async throws {
        let error = try #require(await #expect(throws: TokenError.self) {
            try await token(shell("exec sleep 600"), limit: .milliseconds(20), clock: ContinuousClock())
        })
        #expect(error == .commandTimedOut(program: "/bin/sh", limit: .milliseconds(20)))
        #expect(error.description.contains("within 0.02 s"))
    }

    @Test("a command that takes too long is ended with the programs it started, even if it ignores the request")
    func timeoutEndsAll() async throws {
        let pids = "\(folder.path)/pids"
        let script = "trap '' TERM; sleep 600 & echo $$ $! > \(pids).new; mv \(pids).new \(pids); wait; wait; sleep 600"
        await #expect(throws: TokenError.commandTimedOut(program: "/bin/sh", limit: .seconds(600))) {
            try await token(shell(script), clock: FileClock(path: pids))
        }
        let text = try String(contentsOfFile: pids, encoding: .utf8)
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        #expect(numbers.count == 2)
        for number in numbers {
            try await gone(number)
        }
    }

    @Test("cancelling the caller ends the command")
    func cancellation() async throws {
        let pids = "\(folder.path)/pids"
        let resolver = TokenResolver(host: folder.host())
        let words = shell("echo $$ > \(pids).new; mv \(pids).new \(pids); exec sleep 600")
        let task = Task { try await resolver.secret(from: .command(words)) }
        try await FileClock(path: pids).sleep(for: .zero)
        task.cancel()
        await #expect(throws: TokenError.self) { try await task.value }
        let text = try String(contentsOfFile: pids, encoding: .utf8)
        try await gone(#require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))))
    }

    /// Waits until no such process runs; a zombie that nobody has reaped yet counts as gone.
    private func gone(_ number: pid_t) async throws {
        while kill(number, 0) == 0 {
            let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
            guard let status, !status.contains(") Z ") else { return }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

/// A clock on which any time has passed as soon as a file is there.
private struct FileClock: Clock {
    let path: String

    var now: ContinuousClock.Instant {
        ContinuousClock.now
    }

    var minimumResolution: Duration {
        .zero
    }

    func sleep(until _: ContinuousClock.Instant, tolerance _: Duration?) async throws {
        while !FileManager.default.fileExists(atPath: path) {
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
