import AppCore
import BackupKit
import Foundation
import Sandbox
import Testing
import TestSupport

/// What a panel's server can be in, and words that the screen must have for it.
struct PanelCondition: Sendable, CustomTestStringConvertible {
    var name: String
    var word: String

    var testDescription: String {
        name
    }

    static let all = [
        PanelCondition(name: "suspended", word: "suspended"),
        PanelCondition(name: "installing", word: "install"),
        PanelCondition(name: "maintenance", word: "maintenance"),
        PanelCondition(name: "restoring", word: "restor"),
        PanelCondition(name: "transferring", word: "moved"),
    ]
}

/// Everything that a service can refuse or break, through the screen.
@MainActor
struct PanelTroubleTests {
    /// A journey that has begun, and its end whatever happens.
    private func with(
        _ system: SandboxSystem = .pterodactyl,
        _ scenario: SandboxScenario = .deployed,
        speed: Double = 1000,
        servers: Int = 1,
        _ body: (Journey) async throws -> Void
    ) async throws {
        try await Turnstile.pass {
            let journey = try await Journey(system, scenario, speed: speed, servers: servers)
            await journey.live()
            try await body(journey)
            try await journey.close()
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: SandboxScenario.allCases, PanelCondition.all)
    func `a server that cannot be used is shown as such, and nothing is sent`(
        _ scenario: SandboxScenario,
        _ condition: PanelCondition
    ) async throws {
        try await with(.pterodactyl, scenario) { journey in
            try await journey.service.fault(
                #""fault":"change","op":"condition","server":"\#(journey.server.id)","name":"\#(condition.name)""#
            )
            journey.driver.press("R")
            await journey.wait { $0.state.visibleServer?.server.condition != .available }
            for key in ["c", "r"] {
                journey.driver.press(key)
                if key == "r", journey.driver.screen.contains("files not in the backup") {
                    journey.driver.press("k")
                    await journey.wait(for: "Nothing was sent")
                }
                #expect(
                    journey.driver.screen.lowercased().contains(condition.word), "\(key):\n\(journey.driver.screen)"
                )
                journey.driver.press("esc")
            }
            let sent = try journey.mutations()
            #expect(sent.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: [(0, "switched off"), (1, "Quota full: delete which")])
    func `a limit that leaves no room is said before anything is sent`(_ limit: Int, _ words: String) async throws {
        try await with { journey in
            try await journey.service.fault(#""fault":"quota","server":"\#(journey.server.id)","limit":\#(limit)"#)
            journey.driver.press("R")
            await journey.wait { $0.state.visibleServer?.quota?.limit == limit }
            journey.driver.press("c")
            #expect(journey.driver.screen.contains(words), "\(journey.driver.screen)")
            let sent = try journey.mutations()
            #expect(sent.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `an act that the account may not do is off and names the permission`() async throws {
        try await with(servers: 3) { journey in
            journey.driver.press("]", "]")
            await journey.live()
            await journey.wait { $0.state.visibleServer?.server.permissions?.contains(.deleteBackups) == false }
            for key in ["x", "L"] {
                journey.driver.press(key)
                #expect(journey.status.contains("backup.delete"), "\(key): \(journey.status)")
                #expect(journey.driver.state.overlays.isEmpty)
            }
            let sent = try journey.mutations()
            #expect(sent.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: [SandboxSystem.archonV1, .archonQueue, .stellarstack, .vpsorg])
    func `a second create while one runs is off and says why`(_ system: SandboxSystem) async throws {
        try await with(system, speed: 4) { journey in
            await create(journey, "First")
            await journey.wait { driver in
                driver.state.visibleServer?.visibleOperations.contains { $0.isOpen && $0.key.kind == .create } ?? false
            }
            journey.driver.press("c")
            #expect(journey.driver.state.overlays.isEmpty)
            #expect(journey.status.contains("wait"), "\(journey.status)")
            // Some services answer, and are recorded, only when it is done.
            await journey.wait { $0.state.completed(named: "First") != nil }
            let sent = try journey.mutations()
            #expect(sent.count == 1)
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: SandboxScenario.allCases)
    func `a create beyond what the panel takes is refused in its words and not repeated`(
        _ scenario: SandboxScenario
    ) async throws {
        // Documented panels refuse a second create while one runs, deployed ones a third within ten minutes.
        try await with(.pterodactyl, scenario, speed: 4) { journey in
            let limit = scenario == .documented ? 1 : 2
            for number in 1 ... limit {
                await create(journey, "Number \(number)")
                await journey.wait { driver in
                    driver.state.manager.rows.count == 4 + number
                }
            }
            await create(journey, "One too many")
            await journey.wait { $0.screen.contains("Create \"One too many\"") }
            #expect(!journey.status.contains("accepted"), "\(journey.status)")
            let sent = try journey.mutations()
            #expect(sent.count == limit + 1)
        }
    }

    private func create(_ journey: Journey, _ name: String) async {
        await journey.open("c", until: "Enter create")
        journey.driver.type(name)
        journey.driver.press("enter")
    }

    /// The panel has words for it, and so does the screen; which of the requests arrived is not guessed.
    @Test(.timeLimit(.minutes(20)), arguments: SandboxScenario.allCases)
    func `a create on a node that is down says so and is sent once`(_ scenario: SandboxScenario) async throws {
        try await with(.pterodactyl, scenario) { journey in
            try await journey.service.fault(
                #""fault":"change","op":"condition","server":"\#(journey.server.id)","name":"node-offline""#
            )
            await create(journey, "Into the void")
            await journey.wait { $0.screen.contains("Create \"Into the void\"") }
            #expect(!journey.status.contains("accepted"), "\(journey.status)")
            let sent = try journey.mutations()
            #expect(sent.count == 1)
        }
    }

    // MARK: Downloads

    /// The newest completed backup, and its download begun.
    private func download(_ journey: Journey) async throws -> Truth.Backup {
        let backup = try #require(await journey.service.server().backups.last { $0.state == "completed" })
        await journey.select(Backup.ID(backup.id))
        await journey.open("d", until: "y download")
        journey.driver.press("y")
        return backup
    }

    private func files(_ journey: Journey) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: journey.service.folder.appending(path: "downloads").path
        ).sorted()
    }

    @Test(.timeLimit(.minutes(20)), arguments: [SandboxSystem.pterodactyl, .stellarstack])
    func `a file that does not match its checksum stays a part and is never called whole`(
        _ system: SandboxSystem
    ) async throws {
        try await with(system) { journey in
            try await journey.service.fault(
                #""match":{"method":"GET","path":"\#(ArchivePromises.nodePath(system))"},"fault":"status","status":200,"headers":{"Content-Type":"application/octet-stream"},"body":"not the archive""#
            )
            _ = try await download(journey)
            await journey.wait { $0.screen.contains("Download \"") }
            let standing = try files(journey)
            #expect(standing.count == 1 && standing.allSatisfy { $0.hasSuffix(".part") })
            #expect(!journey.status.contains("Downloaded"))
        }
    }

    @Test(.timeLimit(.minutes(20)), arguments: [
        SandboxSystem.archonV0, .archonV1, .archonQueue, .pterodactyl, .stellarstack,
    ])
    func `a download that is cut goes on with a fresh link and ends whole`(_ system: SandboxSystem) async throws {
        try await with(system) { journey in
            try await journey.service.fault(
                #""match":{"method":"GET","path":"\#(ArchivePromises.nodePath(system))"},"fault":"cut","bytes":70000,"times":2"#
            )
            let backup = try await download(journey)
            await journey.wait(for: "Downloaded, ")
            let name = try #require(files(journey).first)
            #expect(try files(journey).count == 1)
            let file = try Data(contentsOf: journey.service.folder.appending(path: "downloads/\(name)"))
            #expect(file.sha256 == backup.sha256)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `a link that was used before ends the download in words, and the next one has its own link`() async throws {
        try await with { journey in
            try await journey.service.fault(
                #""match":{"method":"GET","path":"*/download/backup"},"fault":"status","status":404,"headers":{"Content-Type":"application/json"},"body":"{\"error\":\"The requested resource was not found on this server.\"}""#
            )
            _ = try await download(journey)
            await journey.wait { $0.screen.contains("Download \"") }
            #expect(journey.status.contains { $0.isLetter } && !journey.status.contains("token="))
            _ = try await download(journey)
            await journey.wait(for: "Downloaded, ")
            let links = try journey.service.requests().count { $0.path.hasSuffix("/download/backup") }
            #expect(links == 2)
        }
    }
}
