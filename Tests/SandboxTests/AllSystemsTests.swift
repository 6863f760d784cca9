import Foundation
import Sandbox
import Testing

/// What every emulated service must do alike.
struct AllSystemsTests {
    /// The request that lists the main server's backups.
    private static func list(_ bench: Bench) -> String {
        switch bench.system {
        case .archonV0: "/modrinth/v0/servers/\(bench.main.id)/backups"
        case .archonV1: bench.main.backups
        case .archonQueue: bench.main.queue
        case .pterodactyl: "/api/client/servers/\(bench.main.id)/backups"
        case .stellarstack: bench.main.stellarBackups
        case .vpsorg: "/api/v1/backups/"
        }
    }

    private static func send(_ bench: Bench, _ token: String? = nil) async throws -> Reply {
        try await HTTPTestClient.send(
            "GET",
            port: bench.port,
            path: "/\(bench.system.rawValue)\(list(bench))",
            headers: [("Authorization", "Bearer \(token ?? bench.token)"), ("Accept", "application/json")]
        )
    }

    private static func trueRows(_ bench: Bench) async throws -> [[String: Any]] {
        try await bench.truth()["backups"] as? [[String: Any]] ?? []
    }

    @Test(arguments: SandboxSystem.allCases, SandboxScenario.allCases)
    func `each system lists its backups and refuses strangers`(
        _ system: SandboxSystem,
        _ scenario: SandboxScenario
    ) async throws {
        var options = SandboxOptions.quick.serving(system)
        options.scenario = scenario
        try await Bench.with(options) { bench in
            let reply = try await Self.send(bench)
            #expect(reply.status == 200)
            for row in try await Self.trueRows(bench) where row["world"] as? String == bench.main.world {
                #expect(try reply.text.contains(Bench.text(row, "id")))
            }
            #expect(try await Self.send(bench, "wrong").status == 401)
        }
    }

    @Test(arguments: SandboxSystem.allCases)
    func `each system obeys the faults of answers`(_ system: SandboxSystem) async throws {
        try await Bench.with(SandboxOptions.quick.serving(system)) { bench in
            let name = system.rawValue
            try await bench.fault(#"{"system":"\#(name)","fault":"status","status":502,"body":"<html>"}"#)
            let broken = try await Self.send(bench)
            #expect(broken.status == 502 && broken.text == "<html>")
            try await bench.fault(#"{"system":"\#(name)","fault":"cut","bytes":10}"#)
            let cut = try await Self.send(bench)
            #expect(cut.isCut && cut.body.count == 10)
            try await bench.fault(#"{"system":"\#(name)","fault":"latency","ms":80}"#)
            let start = ContinuousClock.now
            #expect(try await Self.send(bench).status == 200)
            #expect(ContinuousClock.now - start >= .milliseconds(80))
        }
    }

    @Test(arguments: SandboxSystem.allCases)
    func `on each system somebody else can make and fail and delete`(_ system: SandboxSystem) async throws {
        try await Bench.with(SandboxOptions.quick.serving(system)) { bench in
            let change = #"{"system":"\#(system.rawValue)","fault":"change","server":"\#(bench.main.name)","#
            try await bench.fault(change + #""op":"create","name":"Theirs"}"#)
            func row() async throws -> [String: Any]? {
                try await Self.trueRows(bench).first { $0["name"] as? String == "Theirs" }
            }
            try await bench.wait("their backup") { try await row()?["state"] as? String == "completed" }
            let id = try Bench.text(#require(try await row()), "id")
            #expect(try bench.facts(id)["sha256"] as? String == Digests.sha256(Data(contentsOf: URL(
                filePath: bench.archive(id)
            ))))
            try await bench.fault(change + #""op":"fail","backup":"Theirs"}"#)
            #expect(try await row()?["state"] as? String == "failed")
            try await bench.fault(change + #""op":"delete","backup":"Theirs"}"#)
            #expect(try await row() == nil)
        }
    }

    @Test(arguments: SandboxSystem.allCases)
    func `each system with the same seed has the same ids`(_ system: SandboxSystem) async throws {
        func ids() async throws -> [String] {
            try await Bench.with(SandboxOptions.quick.serving(system)) { bench in
                let rows = try await Self.trueRows(bench).map { try Bench.text($0, "id") }
                return [bench.token, bench.main.id] + rows
            }
        }
        let first = try await ids()
        #expect(first.count == Set(first).count)
        #expect(try await ids() == first)
    }

    @Test func `one port serves every system with worlds of its own`() async throws {
        let options = SandboxOptions(servers: 1, backups: 1, seed: 7, speed: 2000)
        #expect(options.systems == SandboxSystem.allCases)
        try await Bench.with(options) { first in
            var folders: Set<String> = []
            for system in SandboxSystem.allCases {
                let bench = try Bench(first.sandbox, system: system)
                let reply = try await Self.send(bench)
                #expect(reply.status == 200)
                folders.insert(bench.main.folder)
            }
            #expect(folders.count == 6)
        }
    }

    @Test func `the configuration names provider and api of every system`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var options = SandboxOptions(servers: 1, backups: 0, seed: 7, speed: 2000)
        options.configurationFile = "\(folder.path)/config.yaml"
        try await Bench.with(options) { bench in
            let text = try String(contentsOfFile: "\(folder.path)/config.yaml", encoding: .utf8)
            let contexts = text.split(separator: "\n").map(String.init)
            for (name, lines) in [
                ("archon-v0", ["provider: archon", "api: v0"]), ("archon-v1", ["provider: archon", "api: v1"]),
                ("archon-queue", ["provider: archon", "api: queue"]), ("pterodactyl", ["provider: pterodactyl"]),
                ("stellarstack", ["provider: stellarstack"]), ("vpsorg", ["provider: vpsorg"]),
            ] {
                let start = try #require(contexts.firstIndex(of: "  \(name):"))
                let expected = lines + [
                    "url: http://127.0.0.1:\(bench.port)/\(name)",
                    "token: {file: \"\(folder.path)/\(name).token\"}", "access: read-write",
                ]
                #expect(contexts[(start + 1)...].prefix(expected.count).map { String($0.dropFirst(4)) } == expected)
            }
        }
    }

    @Test(arguments: [SandboxSystem.archonQueue, .stellarstack, .vpsorg])
    func `automatic backups come on schedule`(_ system: SandboxSystem) async throws {
        var options = SandboxOptions.quick.serving(system)
        options.schedule = .milliseconds(100)
        try await Bench.with(options) { bench in
            let count = try await Self.trueRows(bench).count
            try await bench.wait("an automatic backup") {
                let rows = try await Self.trueRows(bench)
                return rows.count > count && rows.last?["automated"] as? Bool == true
                    && rows.last?["state"] as? String == "completed"
            }
        }
    }

    @Test(arguments: [SandboxSystem.stellarstack])
    func `the stop does not wait for A request that waits for work`(_ system: SandboxSystem) async throws {
        try await Bench.withHeldTime(SandboxOptions.slow.serving(system)) { bench in
            async let made = bench.send("POST", bench.main.stellarBackups, "{}")
            try await bench.wait("the create to run") { try await Self.trueRows(bench).count == 3 }
            await bench.sandbox.stop()
            let reply = try? await made
            #expect(reply?.status != 200)
        }
    }
}
