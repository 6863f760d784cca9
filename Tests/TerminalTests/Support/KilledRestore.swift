import Foundation
import Testing

/// A request of a workflow at which the program is killed.
struct KillPoint: Sendable, CustomTestStringConvertible {
    var system: String
    /// Requests that pass before the one that is held.
    var passed: Int
    var moment: String

    var testDescription: String {
        "\(system), request \(passed + 1), \(moment) its work"
    }

    /// Both moments of some requests of a system's restore.
    static func all(_ system: String, _ requests: Range<Int>) -> [Self] {
        requests.flatMap { passed in
            ["before", "after"].map { Self(system: system, passed: passed, moment: $0) }
        }
    }
}

/// A restore of the oldest completed backup on its way.
struct KilledRestore {
    let sandbox: SandboxProcess
    let place: [String]
    let process: ScriptProcess

    init(_ sandbox: SandboxProcess, fault: String?) throws {
        self.sandbox = sandbox
        place = ["--context", sandbox.system, "--server", sandbox.server.id]
        let listed = try ScriptProcess.run(sandbox, ["list", "--json"] + place).json()
        let backups = try #require(listed["backups"] as? [[String: Any]])
        let backup = try #require(backups.last { $0["state"] as? String == "completed" }?["id"] as? String)
        let plan = try ScriptProcess.run(sandbox, ["restore", backup, "--dry-run", "--json"] + place).json()
        let text = try #require(plan["confirm"] as? String)
        if let fault { try sandbox.fault(fault) }
        process = try ScriptProcess(sandbox, ["restore", backup, "--confirm=\(text)"] + place)
    }

    func wait(until condition: () throws -> Bool) throws {
        while try !condition() {
            guard process.isRunning else { throw Ended(words: process.words) }
            usleep(20000)
        }
    }

    func journal() throws -> [String] {
        let lines = try ScriptProcess.run(sandbox, ["journal", "--json"])
            .json()["lines"] as? [[String: Any]] ?? []
        return lines.map { "\($0["step"] ?? "") \($0["event"] ?? "")" }
    }

    /// Goes on with what the journal tells, and answers how that ended.
    func resume() throws -> [ScriptProcess.Ending] {
        let listed = try ScriptProcess.run(sandbox, ["resume", "--json"]).json()
        let unfinished = listed["unfinished"] as? [[String: Any]] ?? []
        return try unfinished.compactMap { $0["act"] as? String }.map {
            try ScriptProcess.run(sandbox, ["resume", $0, "--yes"])
        }
    }

    struct Ended: Error {
        var words: String
    }

    /// Every mutating request of the record, each of which may stand there once.
    static func sent(_ sandbox: SandboxProcess) throws -> [String] {
        try sandbox.mutations().map { "\($0.method) \($0.path) \($0.body)" }
    }

    /// Holds a request, kills the program there, and lets the next session go on.
    static func check(_ point: KillPoint) throws {
        let sandbox = try SandboxProcess(point.system, backups: 4)
        let restore = try KilledRestore(sandbox, fault: """
        {"system":"\(point.system)","match":{"method":"POST","path":"*"},"fault":"hold","when":"\(point.moment)",\
        "skip":\(point.passed),"times":1}
        """)
        let before = try sandbox.truth().fingerprints
        try restore.wait { try sandbox.heldRequests() > 0 }
        restore.process.kill()
        _ = try sandbox.control.send("DELETE", "/_sandbox/fault-1")
        let endings = try restore.resume()
        #expect(endings.count == 1, "one piece of work was left")
        let requests = try sent(sandbox)
        #expect(Set(requests).count == requests.count, "\(requests)")
        let truth = try sandbox.truth()
        if endings.first?.code == 0 {
            #expect(truth.power == "running")
            #expect(truth.fingerprints != before, "what is called restored has other files now")
        } else {
            // StellarStack tells nothing of a restore whose answer was lost; then the program must say so.
            #expect(point.system == "stellarstack" && point.passed == 2, "\(endings)")
            #expect(endings.first?.words.contains("unknown: ") == true)
            #expect(endings.first?.words.contains("was stopped by this plan") == true)
        }
        #expect(try restore.resume().isEmpty, "and nothing is left")
    }
}
