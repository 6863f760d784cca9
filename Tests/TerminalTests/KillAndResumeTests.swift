import Foundation
import Testing
import TestSupport

/// A restore is killed at each of its requests, before and after the service's work, and at each line of the journal;
/// the next session goes on. Whatever happens, no request is sent twice.
@Suite(.serialized, .ownThread, .timeLimit(.minutes(20))) struct KillAndResumeTests {
    @Test(arguments: KillPoint.all("archon-v1", 0 ..< 4))
    func noRequestIsSentTwice(point: KillPoint) throws {
        try KilledRestore.check(point)
    }

    @Test(arguments: [
        "restore begun", "power stop accepted", "create accepted", "restore accepted", "power start accepted",
    ])
    func workGoesOnFromEveryLineOfTheJournal(line: String) throws {
        let sandbox = try SandboxProcess(speed: 4, backups: 4)
        let restore = try KilledRestore(sandbox, fault: nil)
        try restore.wait { try restore.journal().contains(line) }
        restore.process.kill()
        let endings = try restore.resume()
        let requests = try KilledRestore.sent(sandbox)
        #expect(Set(requests).count == requests.count, "\(requests)")
        #expect(endings.map(\.code) == [0], "\(endings)")
        #expect(try sandbox.truth().power == "running")
    }

    @Test func aStoppedLaptopSendsNothingAfterItsWindow() throws {
        let sandbox = try SandboxProcess(backups: 4)
        let restore = try KilledRestore(sandbox, fault: nil)
        try restore.wait { restore.process.words.contains("Ctrl-C cancels") }
        restore.process.signal(SIGSTOP)
        // Longer than the window and the gap that counts as sleep.
        usleep(5_000_000)
        restore.process.signal(SIGCONT)
        let ending = try restore.process.end()
        #expect(ending.code == 5)
        #expect(ending.words.contains("the clock jumped"))
        #expect(try KilledRestore.sent(sandbox).isEmpty)
        #expect(try restore.resume().isEmpty)
    }

    @Test func aSecondProgramIsRefusedWhileTheFirstIsAtIt() throws {
        let sandbox = try SandboxProcess(backups: 4)
        let restore = try KilledRestore(sandbox, fault: """
        {"system":"archon-v1","match":{"method":"POST","path":"*"},"fault":"hold","when":"before","times":1}
        """)
        try restore.wait { try sandbox.heldRequests() > 0 }
        let listed = try ScriptProcess.run(sandbox, ["resume", "--json"]).json()
        #expect((listed["unfinished"] as? [[String: Any]])?.count == 1)
        let second = try ScriptProcess.run(
            sandbox, ["power", "stop", "--confirm=\(sandbox.server.name)"] + restore.place
        )
        #expect(second.code == 7, "\(second)")
        #expect(second.words.contains("Another Backtop"), "\(second)")
        _ = try sandbox.control.send("DELETE", "/_sandbox/fault-1")
        #expect(try restore.process.end().code == 0)
    }
}

/// The same on services that prove the end of a restore in another way.
@Suite(.serialized, .ownThread, .timeLimit(.minutes(20))) struct KillAndResumeElsewhereTests {
    @Test(arguments: KillPoint.all("archon-queue", 1 ..< 2) + KillPoint.all("pterodactyl", 2 ..< 3)
        + KillPoint.all("stellarstack", 1 ..< 3))
    func noRequestIsSentTwice(point: KillPoint) throws {
        try KilledRestore.check(point)
    }
}
