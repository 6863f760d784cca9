import Foundation
import Sandbox
import Testing

struct StartTests {
    /// Why a sandbox does not start; `nil` where it does.
    private func refusal(of options: SandboxOptions) async -> SandboxError? {
        do throws(SandboxError) {
            let sandbox = try await Sandbox.start(options)
            await sandbox.stop()
            return nil
        } catch {
            return error
        }
    }

    @Test func `the ready line names every system server and world`() async throws {
        try await Bench.with { bench in
            let line = try #require(
                try JSONSerialization.jsonObject(with: Data(bench.sandbox.readyLine.utf8)) as? [String: Any]
            )
            #expect(Set(line.keys) == ["ready", "systems"])
            #expect(line["ready"] as? Bool == true)
            let systems = try #require(line["systems"] as? [String: [String: Any]])
            let archon = try #require(systems["archon-v1"])
            #expect(Set(archon.keys) == ["url", "token", "servers"])
            #expect(archon["url"] as? String == "http://127.0.0.1:\(bench.port)/archon-v1")
            let server = try #require((archon["servers"] as? [[String: Any]])?.first)
            #expect(Set(server.keys) == ["id", "name", "worlds"])
            #expect(server["name"] as? String == "smp-main")
            #expect(try UUID(uuidString: Bench.text(server, "id")) != nil)
            let worlds = try #require(server["worlds"] as? [[String: Any]])
            #expect(worlds.count == 3)
            for world in worlds {
                #expect(Set(world.keys) == ["id", "name", "active", "path"])
                let path = try Bench.text(world, "path")
                #expect(path.hasPrefix("/"))
                #expect(FileManager.default.fileExists(atPath: "\(path)/level.dat"))
            }
            #expect(!bench.sandbox.readyLine.contains("\n"))
            let file = try String(contentsOfFile: "\(bench.sandbox.stateFolder)/ready.json", encoding: .utf8)
            #expect(file == bench.sandbox.readyLine + "\n")
        }
    }

    @Test func `the same seed gives the same worlds and another seed others`() async throws {
        func picture(_ seed: UInt64) async throws -> [String] {
            var options = SandboxOptions.quick
            options.seed = seed
            return try await Bench.with(options) { bench in
                let rows = try await bench.backups()
                let names = try rows.map { try Bench.text($0, "id") }
                return try await names + [bench.token, bench.main.id, bench.main.world, bench.fingerprint()]
            }
        }
        let first = try await picture(3)
        #expect(try await picture(3) == first)
        #expect(try await Set(picture(4)).isDisjoint(with: first))
    }

    @Test func `each seeded backup holds another day of the world`() async throws {
        try await Bench.with { bench in
            let sums = try await bench.backups().map { try Bench.text(bench.facts(Bench.text($0, "id")), "sha256") }
            #expect(sums.count == 2)
            #expect(Set(sums).count == 2)
        }
    }

    @Test func `the temporary folder goes with the sandbox`() async throws {
        let folder = try await Bench.with { bench in
            #expect(FileManager.default.fileExists(atPath: bench.sandbox.stateFolder))
            return bench.sandbox.stateFolder
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func `a given folder stays and is renewed by the next start`() async throws {
        let folder = try TemporaryFolder()
        var options = SandboxOptions.quick
        options.stateFolder = folder.path
        let first = try await Bench.with(options) { bench in
            try await Bench.text(bench.backups()[0], "id")
        }
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/archives/archon-v1/\(first).tar.gz"))
        options.seed = 99
        try await Bench.with(options) { bench in
            let rows = try await bench.backups()
            #expect(rows.count == 2)
            #expect(bench.sandbox.stateFolder == folder.path)
            #expect(!FileManager.default.fileExists(atPath: bench.archive(first)))
        }
        folder.remove()
    }

    @Test func `a folder with foreign worlds is not emptied`() async throws {
        let folder = try TemporaryFolder()
        let world = "\(folder.path)/worlds/precious"
        try FileManager.default.createDirectory(atPath: world, withIntermediateDirectories: true)
        var options = SandboxOptions.quick
        options.stateFolder = folder.path
        guard case .cannotWrite("\(folder.path)/worlds", _)? = await refusal(of: options) else {
            Issue.record("not refused")
            return
        }
        #expect(FileManager.default.fileExists(atPath: world))
        folder.remove()
    }

    @Test(arguments: ["0.0.0.0", "192.168.0.1", "example.org", "127.0.0.1.evil", "127.0.0.300"])
    func `only loopback is listened on`(_ host: String) async throws {
        await #expect(throws: SandboxError.self) {
            try await Sandbox.start(SandboxOptions(host: host))
        }
    }

    @Test(arguments: [
        SandboxOptions(port: 70000), SandboxOptions(systems: []), SandboxOptions(servers: 0),
        SandboxOptions(backups: -1), SandboxOptions(speed: 0), SandboxOptions(speed: .infinity),
        SandboxOptions(schedule: .zero),
    ])
    func `values out of range are refused by name`(_ options: SandboxOptions) async {
        guard case let .badOption(name, reason)? = await refusal(of: options) else {
            Issue.record("not refused as a bad option")
            return
        }
        #expect(!name.isEmpty && !reason.isEmpty)
    }

    @Test func `a port in use is named`() async throws {
        try await Bench.with { bench in
            var options = SandboxOptions.quick
            options.port = bench.port
            let refusal = try #require(await refusal(of: options))
            guard case .cannotListen("127.0.0.1", bench.port, _) = refusal else {
                Issue.record("\(refusal)")
                return
            }
            #expect(refusal.description.contains("\(bench.port)"))
        }
    }

    @Test func `a folder that cannot be made is named`() async {
        var options = SandboxOptions.quick
        options.stateFolder = "/proc/none/here"
        guard case .cannotWrite("/proc/none/here", _)? = await refusal(of: options) else {
            Issue.record("not refused as unwritable")
            return
        }
    }

    @Test func `the configuration has one context per system and A private token file`() async throws {
        let folder = try TemporaryFolder()
        var options = SandboxOptions.quick
        options.configurationFile = "\(folder.path)/config.yaml"
        try await Bench.with(options) { bench in
            let text = try String(contentsOfFile: "\(folder.path)/config.yaml", encoding: .utf8)
            #expect(text == """
            version: 1
            contexts:
              archon-v1:
                provider: archon
                api: v1
                url: http://127.0.0.1:\(bench.port)/archon-v1
                token: {file: "\(folder.path)/archon-v1.token"}
                access: read-write

            """)
            let tokenFile = "\(folder.path)/archon-v1.token"
            #expect(try String(contentsOfFile: tokenFile, encoding: .utf8) == bench.token + "\n")
            let mode = try FileManager.default.attributesOfItem(atPath: tokenFile)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        folder.remove()
    }

    @Test func `automatic backups come on schedule and push out the oldest unlocked one`() async throws {
        var options = SandboxOptions.quick
        options.backups = 6
        options.schedule = .milliseconds(200)
        try await Bench.with(options) { bench in
            let seeded = try await bench.backups()
            let rotatable = seeded.filter { $0["automated"] as? Bool == true && $0["locked"] as? Bool == false }
            let oldest = try #require(
                try rotatable.min { try Bench.text($0, "created_at") < Bench.text($1, "created_at") }
            )
            let newest = try #require(try seeded.map { try Bench.text($0, "created_at") }.max())
            let manual = seeded.filter { $0["automated"] as? Bool == false }.compactMap { $0["id"] as? String }
            try await bench.wait("the oldest to go") { try await bench.row(Bench.text(oldest, "id")) == nil }
            let rows = try await bench.backups()
            let ids = rows.compactMap { $0["id"] as? String }
            #expect(Set(manual).isSubset(of: ids))
            #expect(rows.contains { ($0["created_at"] as? String ?? "") > newest })
            try await bench.wait("every slot to be in use, and none beyond") {
                let truth = try await bench.truth()
                return truth["used"] as? Int == truth["quota"] as? Int
            }
        }
    }

    @Test func `without A schedule nothing is automatic`() async throws {
        try await Bench.with { bench in
            let id = try await bench.create("By hand")
            try await bench.waitUntilDone(id)
            #expect(try await bench.row(id)?["automated"] as? Bool == false)
            #expect(try await (bench.truth()["operations"] as? [Any])?.count == 1)
        }
    }

    @Test func `many backups share one archive until it is needed`() async throws {
        var options = SandboxOptions.quick
        options.backups = 30000
        try await Bench.with(options) { bench in
            let rows = try await bench.backups()
            #expect(rows.count == 30000)
            let old = try Bench.text(#require(rows.first { $0["status"] as? String == "done" }), "id")
            #expect(try bench.archiveSize(old) == 0)
            try await bench.powerDown()
            #expect(try await bench.send("POST", "\(bench.main.backups)/\(old)/restore").status == 204)
            try await bench.waitUntilDone(old)
            #expect(try bench.archiveSize(old) > 0)
            #expect(try bench.facts(old)["bytes"] as? Int == bench.archiveSize(old))
        }
    }
}
