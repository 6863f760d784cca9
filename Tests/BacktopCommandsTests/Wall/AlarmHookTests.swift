import Foundation
import Testing
import TestSupport
@testable import BacktopCommands

@Suite("Programs run on alarms", .ownThread, .timeLimit(.minutes(20)))
struct AlarmHookTests {
    private let folder: ScratchFolder
    private let clock = ManualClock()
    /// What was reported; `ok` for work that was done.
    private let reports = Watched<[String]>([])

    init() throws {
        folder = try ScratchFolder()
    }

    private func hook(_ words: [String]) -> AlarmHook {
        let reports = reports
        return AlarmHook(words: words, clock: clock) { line in reports.update { $0.append(line ?? "ok") } }
    }

    /// A hook that runs a script of the shell with the folder as `$1`.
    private func hook(script: String) -> AlarmHook {
        hook(["/bin/sh", "-c", script, "sh", folder.path])
    }

    private func call(_ kind: String = "stale") -> AlarmCall {
        AlarmCall(
            kind: kind, context: "prod", server: "5f1c2d3e", serverName: "smp-main", cause: "no backup for 3 d",
            next: "look at the schedule"
        )
    }

    /// The lines of a file, as soon as they satisfy the condition.
    private func lines(of name: String, until condition: ([String]) -> Bool) async throws -> [String] {
        while true {
            let text = (try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n").map(String.init)
            if text.hasSuffix("\n"), condition(lines) { return lines }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test("the program finds the facts in its environment")
    func facts() async throws {
        let hook = hook(script: "env | grep ^BACKTOP_ALARM_ | sort > $1/new; mv $1/new $1/facts")
        await hook.ring([call()])
        #expect(try await lines(of: "facts") { _ in true } == [
            "BACKTOP_ALARM_CAUSE=no backup for 3 d", "BACKTOP_ALARM_CONTEXT=prod", "BACKTOP_ALARM_KIND=stale",
            "BACKTOP_ALARM_NEXT=look at the schedule", "BACKTOP_ALARM_SERVER=5f1c2d3e",
            "BACKTOP_ALARM_SERVER_NAME=smp-main",
        ])
        #expect(await reports.wait { !$0.isEmpty } == ["ok"])
        await hook.close()
    }

    @Test("variables with secrets, and the service manager's own, are not handed on")
    func secrets() async throws {
        let reports = reports
        let hook = AlarmHook(
            words: ["/bin/sh", "-c", "env > $1/new; mv $1/new $1/all", "sh", folder.path], hidden: ["HOME"],
            clock: clock
        ) { line in reports.update { $0.append(line ?? "ok") } }
        await hook.ring([call()])
        let names = try await lines(of: "all") { _ in true }.compactMap { $0.split(separator: "=").first }
        #expect(names.contains("PATH"))
        #expect(!names.contains("HOME"))
        await hook.close()
        let taken = await Set(hook.variables(for: call()).filter { $0.value == nil }.keys.map { "\($0)" })
        #expect(taken == ["HOME", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY"])
    }

    @Test("nothing in a fact ends a line or acts on a terminal", arguments: [
        "a\nb", "a\r\nb", "\u{1B}[2Ja", "a\u{0}b", "\u{9B}2J", "\u{202E}gz", "\u{2028}",
    ])
    func foreign(text: String) {
        let call = AlarmCall(
            kind: text, context: text, server: text, serverName: text, cause: text,
            next: String(repeating: text, count: 100_000)
        )
        for value in call.variables.values.compactMap(\.self) {
            #expect(!value.unicodeScalars.contains { $0.properties.generalCategory == .control })
            #expect(!value.contains("\u{202E}") && !value.contains("\u{2028}"))
            #expect(value.utf8.count < 100_000)
        }
    }

    @Test("an alarm about no server leaves its variables empty")
    func noServer() async throws {
        let hook = hook(script: "echo \"<$BACKTOP_ALARM_SERVER><$BACKTOP_ALARM_SERVER_NAME>\" > $1/out")
        var call = call()
        (call.server, call.serverName) = ("", "")
        await hook.ring([call])
        #expect(try await lines(of: "out") { _ in true } == ["<><>"])
        await hook.close()
    }

    @Test("nothing to read, no terminal, and what it writes goes nowhere")
    func surroundings() async throws {
        let hook = hook(script: """
        echo shown; echo shown >&2
        (read line && echo "read:$line" || echo "nothing") > $1/new
        (: < /dev/tty) 2> /dev/null && echo tty >> $1/new || echo none >> $1/new
        out=$(readlink /proc/$$/fd/1); error=$(readlink /proc/$$/fd/2)
        echo "$out $error" >> $1/new; mv $1/new $1/out
        """)
        await hook.ring([call()])
        #expect(try await lines(of: "out") { _ in true } == ["nothing", "none", "/dev/null /dev/null"])
        await hook.close()
    }

    @Test("no shell reads the arguments")
    func noShell() async throws {
        let script = "printf '%s\\n' \"$@\" > \"$0/new\"; mv \"$0/new\" \"$0/out\""
        let hook = hook(["/bin/sh", "-c", script, folder.path, "$HOME;`id`", "*"])
        await hook.ring([call()])
        #expect(try await lines(of: "out") { $0.count == 2 } == ["$HOME;`id`", "*"])
        await hook.close()
    }

    @Test("no program is no program")
    func none() async {
        let hook = hook([])
        for _ in 1 ... 50 { await hook.ring([call()]) }
        #expect(reports.value.isEmpty)
    }

    // MARK: Turns

    private static let telling = """
    echo "start $BACKTOP_ALARM_KIND" >> $1/log
    while [ ! -e "$1/go" ]; do sleep 0.01; done
    echo "end $BACKTOP_ALARM_KIND" >> $1/log
    """

    @Test("one program runs at a time")
    func oneAtATime() async throws {
        let hook = hook(script: Self.telling)
        await hook.ring([call("a")])
        await hook.ring([call("b")])
        _ = try await lines(of: "log") { $0 == ["start a"] }
        await clock.waitForSleepers(atLeast: 2)
        // The time of the second one has come, its turn has not.
        clock.advance(by: AlarmHook.pace)
        try folder.write("", to: "go")
        #expect(try await lines(of: "log") { $0.count == 4 } == ["start a", "end a", "start b", "end b"])
        await hook.close()
    }

    /// Waits until the time limit of a program that has ended is gone.
    private func onlyThePauseIsLeft() async throws {
        while clock.sleepers != 1 || clock.timeToNextWakeUp != AlarmHook.pace {
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test("ten seconds lie between two starts")
    func pace() async throws {
        try folder.write("", to: "go")
        let hook = hook(script: Self.telling)
        await hook.ring([call("a")])
        await hook.ring([call("b")])
        _ = try await lines(of: "log") { $0 == ["start a", "end a"] }
        try await onlyThePauseIsLeft()
        clock.advance(by: AlarmHook.pace - .milliseconds(1))
        #expect(clock.sleepers == 1)
        clock.advance(by: .milliseconds(1))
        #expect(try await lines(of: "log") { $0.count == 4 } == ["start a", "end a", "start b", "end b"])
        // Also where nothing waited in between.
        try await onlyThePauseIsLeft()
        await hook.ring([call("c")])
        #expect(clock.sleepers == 1)
        clock.advance(by: AlarmHook.pace)
        _ = try await lines(of: "log") { $0.count == 6 }
        #expect(await reports.wait { $0.count == 3 } == ["ok", "ok", "ok"])
        await hook.close()
    }

    @Test("what does not find room is left out, counted, and told of once")
    func room() async throws {
        let hook = hook(script: Self.telling)
        await hook.ring([call("first")])
        _ = try await lines(of: "log") { $0 == ["start first"] }
        for number in 1 ... AlarmHook.room + 5 { await hook.ring([call("\(number)")]) }
        #expect(reports.value == ["on-alarm: 20 alarms wait for \"/bin/sh\", further ones are left out"])
        try folder.write("", to: "go")
        for number in 1 ... AlarmHook.room {
            await clock.waitForWakeUp(in: AlarmHook.pace)
            clock.advance(by: AlarmHook.pace)
            _ = try await lines(of: "log") { $0.last == "end \(number)" }
        }
        let all = await reports.wait { $0.count == AlarmHook.room + 2 }
        #expect(all.count { $0 == "ok" } == AlarmHook.room + 1)
        await hook.close()
    }

    // MARK: Ends

    /// Waits until no such process runs; a zombie that nobody has reaped yet counts as gone.
    private func gone(_ pid: String) async throws {
        let number = try #require(pid_t(pid))
        while kill(number, 0) == 0 {
            let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
            guard let status, !status.contains(") Z ") else { return }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private static let endless = "echo $$ > $1/new; sleep 600 & echo $! >> $1/new; mv $1/new $1/pids; wait; sleep 600"

    @Test("a program that takes longer than 30 s is ended with all that it started")
    func limit() async throws {
        let hook = hook(script: "trap '' TERM; " + Self.endless)
        await hook.ring([call()])
        let pids = try await lines(of: "pids") { $0.count == 2 }
        await clock.waitForSleepers(atLeast: 2)
        clock.advance(by: AlarmHook.limit)
        let reports = await reports.wait { !$0.isEmpty }
        #expect(reports == ["on-alarm: \"/bin/sh\" took longer than 30 s and was ended"])
        for pid in pids { try await gone(pid) }
        await hook.close()
    }

    @Test("closing ends what runs and forgets what waits")
    func close() async throws {
        let hook = hook(script: Self.endless)
        await hook.ring([call()])
        await hook.ring([call()])
        let pids = try await lines(of: "pids") { $0.count == 2 }
        await hook.close()
        for pid in pids { try await gone(pid) }
        await hook.ring([call()])
        await hook.close()
        #expect(clock.sleepers == 0)
        #expect(reports.value.isEmpty)
    }

    @Test("a program that is not there or fails is told of, without its arguments", arguments: [
        (["backtop-no-such-program", "hunter2"], "cannot be run: there is no such program"),
        (["/bin/sh", "-c", "exit 3 # hunter2"], "ended with code 3"),
        (["/bin/sh", "-c", "kill -9 $$ # hunter2"], "was ended by signal 9"),
    ])
    func failure(words: [String], told: String) async {
        let hook = hook(words)
        await hook.ring([call()])
        let reports = await reports.wait { !$0.isEmpty }
        #expect(reports == ["on-alarm: \"\(words[0])\" \(told)"])
        await hook.close()
    }

    @Test("a program that may not be run is told of, and the next alarm tries again")
    func again() async throws {
        let path = try folder.write("#!/bin/sh\necho done > \(folder.path)/out\n", to: "hook", mode: 0o600)
        let hook = hook([path])
        await hook.ring([call()])
        let reports = await reports.wait { !$0.isEmpty }
        #expect(reports.first?.hasPrefix("on-alarm: ") == true)
        #expect(reports.first?.contains("cannot be run: ") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        await clock.waitForWakeUp(in: AlarmHook.pace)
        clock.advance(by: AlarmHook.pace)
        await hook.ring([call()])
        #expect(try await lines(of: "out") { _ in true } == ["done"])
        await hook.close()
    }
}
