import Foundation
import TerminalEmulator
import Testing

extension ProgramTests {
    @Suite struct CreateJourneyTests {
        @Test func `a backup made with c runs on the strip, turns ok, and lies on disk with its checksum`() throws {
            let sandbox = try SandboxProcess(speed: 4)
            let before = try Set(FileManager.default.contentsOfDirectory(atPath: sandbox.archives))
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.open("c", until: "Enter create")
            try session.send("Before the event\r")
            var seen: Set<String> = []
            try session.waitUntil { screen in
                if let line = screen.rows.first(where: { $0.hasPrefix("create") }),
                   let percent = line.split(separator: " ")
                   .first(where: { $0.hasSuffix("%") }) { seen.insert(String(percent)) }
                return screen.rows.contains { $0.contains("ok") && $0.contains("Before the event") }
            }
            #expect(seen.count >= 3, "the strip counts up: \(seen)")

            let after = try Set(FileManager.default.contentsOfDirectory(atPath: sandbox.archives))
            let archive = try #require(after.subtracting(before).first { $0.hasSuffix(".tar.gz") })
            let path = sandbox.archives + "/" + archive
            let facts = try #require(try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(filePath: path.replacing(".tar.gz", with: ".json")))
            ) as? [String: Any])
            #expect(facts["name"] as? String == "Before the event")
            #expect(try Shell.run("sha256sum '\(path)'").hasPrefix(facts["sha256"] as? String ?? "none"))
            #expect(try Shell.run("tar tzf '\(path)'").contains("level.dat"))
        }

        @Test func `a name that exists already is refused before anything is sent`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.open("c", until: "Enter create")
            try session.send("Twin\r")
            try session.waitUntil { $0.rows.contains { $0.contains("ok") && $0.contains("Twin") } }
            try session.waitUntil { !$0.rows.contains { $0.hasPrefix("create") } }
            try session.open("c", until: "Enter create")
            try session.send("twin\r")
            try session.waitFor("exists already")
            #expect(session.screen.contains("\"Twin\" exists already"))
            #expect(try sandbox.mutations().count == 1)
        }

        @Test func `keys typed in the first 400 ms do not reach the sheet`() throws {
            let sandbox = try SandboxProcess()
            let session = try ScreenProcess.live(sandbox)
            defer { session.kill() }
            try session.send("c\r")
            try session.waitFor("Enter create")
            #expect(session.screen.contains("> Backup #"))
            #expect(try sandbox.mutations().isEmpty)
        }
    }
}
