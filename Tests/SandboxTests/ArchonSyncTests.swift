import Foundation
import Sandbox
import Testing

struct ArchonSyncTests {
    private static let quick = SandboxOptions.quick.serving(.archonQueue)

    @Test(arguments: SandboxScenario.allCases)
    func `a create is told from its queueing to its end`(_ scenario: SandboxScenario) async throws {
        var options = Self.quick
        options.scenario = scenario
        try await Bench.with(options) { bench in
            try await bench.withSync { stream in
                #expect(stream.headers["content-type"] == "text/event-stream")
                #expect(stream.headers["content-length"] == nil)
                let id = try await bench.enqueue("Told")
                let added = try await stream.next()
                #expect(added["type"] == "backup.new")
                #expect(added["id"] == id)
                #expect(added["world_id"] == nil)
                for step in ["init", "start", "done"] {
                    let record = try await stream.next()
                    #expect(record["type"] == "backup.operation.create.\(step)")
                    #expect(record["backup_id"] == id)
                    #expect(record["world_id"] == bench.main.world)
                    #expect(record["operation_id"] == "5")
                    #expect(record["status"] == (step == "done" ? "completed" : nil))
                }
                // The state behind an event is committed before the event is sent.
                #expect(try await bench.queueRow(id)?["status"] as? String == "done")
            }
        }
    }

    @Test func `a restore is told with its safety backup before it`() async throws {
        try await Bench.with(Self.quick) { bench in
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            try await bench.powerDown()
            try await bench.withSync { stream in
                _ = try await bench.send("POST", "\(bench.main.queue)/\(id)/restore", #"{"name":"Safety"}"#)
                var types: [String] = []
                while types.last != "backup.operation.restore.done" {
                    try await types.append(stream.next()["type"] ?? "")
                }
                #expect(types.first == "backup.new")
                let created = try #require(types.firstIndex(of: "backup.operation.create.done"))
                let begun = try #require(types.firstIndex(of: "backup.operation.restore.start"))
                #expect(created < begun)
            }
        }
    }

    @Test func `rename delete and time out are told`() async throws {
        try await Bench.withHeldTime(SandboxOptions.slow.serving(.archonQueue)) { bench in
            let id = try Bench.text(#require(try await bench.queueRows().last), "id")
            try await bench.withSync { stream in
                _ = try await bench.send("PATCH", "\(bench.main.backups)/\(id)", #"{"name":"Renamed"}"#)
                let patch = try await stream.next()
                #expect(patch["type"] == "backup.patch")
                #expect(patch["name"] == "Renamed")
                _ = try await bench.send("DELETE", "\(bench.main.backups)/\(id)")
                let gone = try await stream.next()
                #expect(gone["type"] == "backup.delete")
                #expect(gone["backup_id"] == id)
                _ = try await bench.enqueue("Too big")
                try await bench.fault(#"{"fault":"change","op":"time-out","server":"survival","backup":"newest"}"#)
                #expect(try await stream.next("backup.operation.create.done")["status"] == "timed-out")
            }
        }
    }

    @Test func `a reader that comes back gets what it missed`() async throws {
        try await Bench.with(Self.quick) { bench in
            let first = try await bench.withSync { stream in
                _ = try await bench.makeBackup("First")
                return try await stream.next("backup.operation.create.done")["id:"]
            }
            let second = try await bench.makeBackup("Second")
            try await bench.withSync(since: first) { stream in
                let added = try await stream.next()
                #expect(added["id"] == second)
                #expect(try await stream.next("backup.operation.create.done")["backup_id"] == second)
            }
        }
    }

    @Test(arguments: [("99999", "protocol.reset"), ("not a number", "protocol.invalid")])
    func `an unknown place to go on from is told`(_ id: String, _ type: String) async throws {
        try await Bench.with(Self.quick) { bench in
            try await bench.withSync(since: id) { stream in
                #expect(try await stream.next()["type"] == type)
                let backup = try await bench.enqueue("Afterwards")
                #expect(try await stream.next()["id"] == backup)
            }
        }
    }

    @Test func `who does not ask for backups hears of none`() async throws {
        try await Bench.with(Self.quick) { bench in
            try await bench.withSync(intent: "users,world") { stream in
                _ = try await bench.makeBackup("Unheard")
                try await bench.fault(#"{"system":"archon-queue","fault":"drop-sockets"}"#)
                await #expect(throws: TestFailure.self) { try await stream.next() }
            }
            try await bench.withSync(intent: "users,backup") { stream in
                let id = try await bench.makeBackup("Heard")
                #expect(try await stream.next()["id"] == id)
            }
        }
    }

    @Test(arguments: [(1012, true), (1006, false)])
    func `dropped streams end properly or not`(_ code: Int, _ isProper: Bool) async throws {
        try await Bench.with(Self.quick) { bench in
            try await bench.withSync { stream in
                try await bench.fault(#"{"system":"archon-queue","fault":"drop-sockets","code":\#(code)}"#)
                #expect(try await stream.end() == isProper)
            }
        }
    }

    @Test func `lost events never come and doubled ones come twice`() async throws {
        try await Bench.with(Self.quick) { bench in
            try await bench.withSync { stream in
                let lost = try await bench.fault(#"{"fault":"events","lose":1}"#)
                _ = try await bench.makeBackup("Silent")
                _ = try await bench.remove(fault: lost)
                try await bench.fault(#"{"fault":"events","double":1}"#)
                let id = try await bench.makeBackup("Twice")
                for _ in 0 ..< 2 {
                    let record = try await stream.next()
                    #expect(record["type"] == "backup.new")
                    #expect(record["id"] == id)
                }
            }
        }
    }

    @Test func `bad requests for the stream are refused`() async throws {
        try await Bench.with(Self.quick) { bench in
            for (query, status) in [("", 400), ("?scope=user%3A1", 400), ("?scope=server%3Anobody", 404)] {
                let reply = try await bench.send("GET", "/v1/sync\(query)")
                #expect(reply.status == status)
            }
            let path = "/archon-queue/v1/sync?scope=server%3A\(bench.main.id)"
            #expect(try await HTTPTestClient.send("GET", port: bench.port, path: path).status == 401)
        }
    }

    @Test func `the stop ends the streams`() async throws {
        let sandbox = try await Sandbox.start(Self.quick)
        let bench = try Bench(sandbox, system: .archonQueue)
        try await bench.withSync { stream in
            async let stopped: Void = sandbox.stop()
            _ = try await stream.end()
            await stopped
        }
        await #expect(throws: (any Error).self) { try await bench.send("GET", "/v1/servers") }
    }
}
