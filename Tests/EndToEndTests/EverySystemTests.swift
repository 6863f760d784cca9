import AppCore
import BackupKit
import Crypto
import Foundation
import Sandbox
import ServiceClient
import Testing
import TestSupport

/// Everything that a service has, through keys only.
@MainActor
struct EverySystemTests {
    @Test(.timeLimit(.minutes(20)), arguments: LiveCase.Place.all)
    func `everything is done by keys with exactly the documented requests`(_ place: LiveCase.Place) async throws {
        try await Turnstile.pass {
            let journey = try await Journey(place.system, place.scenario, speed: 1000)
            try await WholeJourney(journey).run()
            try await journey.close()
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `six contexts in one session are reached by the list and by the palette`() async throws {
        try await Turnstile.pass {
            var services: [LiveService] = []
            for system in SandboxSystem.allCases {
                try await services.append(LiveService(system, backups: 2))
            }
            let journey = try Journey(over: services)
            await journey.live()
            for (index, system) in SandboxSystem.allCases.enumerated() {
                await journey.open("5", until: "PROVIDER")
                journey.driver.press("g")
                for _ in 0 ..< index { journey.driver.press("j") }
                journey.driver.press("enter")
                await journey.live()
                #expect(journey.driver.state.location?.server.context.rawValue == system.rawValue)
                let there = try await there(services[index])
                #expect(shown(journey) == there)
                await create(journey, "On \(system.rawValue)")
                await journey.wait { $0.state.completed(named: "On \(system.rawValue)") != nil }
            }
            for (system, service) in zip(SandboxSystem.allCases, services).reversed() {
                journey.driver.press(":")
                journey.driver.type(system.rawValue)
                journey.driver.press("enter")
                await journey.live()
                #expect(journey.driver.state.location?.server.context.rawValue == system.rawValue)
                #expect(journey.driver.screen.contains("On \(system.rawValue)"))
                #expect(try service.mutations().count == 1)
            }
            try await journey.close()
        }
    }

    private func shown(_ journey: Journey) -> Set<String> {
        Set(journey.driver.state.manager.rows.map(\.rawValue))
    }

    /// The first world's backups that a client may know of.
    private func there(_ service: LiveService) async throws -> Set<String> {
        let server = try await service.server()
        return Set(server.backups.filter { $0.world == server.activeWorld.id && $0.bytes != nil }.map(\.id))
    }

    @Test(.timeLimit(.minutes(20)))
    func `a create of the queue is cancelled and the outcome of another dismissed by keys, each by its number`(
    ) async throws {
        try await Turnstile.pass {
            let journey = try await Journey(.archonQueue, speed: 3)
            await journey.live()
            await create(journey, "Not this one")
            await journey.wait { $0.state.openCreate?.run != nil }
            let run = try #require(journey.driver.state.openCreate)
            await journey.open("X", until: "y cancel the create")
            journey.driver.press("y")
            await journey.wait { $0.state.openCreate == nil }
            let truth = try await journey.service.server().operations.first { $0.backup == run.key.backup.rawValue }
            #expect(truth?.state == "cancelled")

            await create(journey, "This one")
            await journey.wait { $0.state.completed(named: "This one") != nil }
            try await journey.select(#require(journey.driver.state.completed(named: "This one")))
            await journey.wait { RunActs.unacknowledgedOutcome(in: $0.state) != nil }
            await journey.open("A", until: "y dismiss")
            journey.driver.press("y")
            await journey.wait { RunActs.unacknowledgedOutcome(in: $0.state) == nil }

            let queue = "/archon-queue/v1/servers/\(journey.server.id)/worlds/\(journey.server.activeWorld.id)/backups-queue"
            let cancelled = try #require(run.run)
            let next = try #require(Int(cancelled.rawValue)) + 1
            let sent = try journey.mutations().map(\.path)
            #expect(sent == [
                queue, "\(queue)/history/create/\(cancelled)/cancel", queue, "\(queue)/history/create/\(next)/ack",
            ])
            try await journey.close()
        }
    }

    private func create(_ journey: Journey, _ name: String) async {
        await journey.open("c", until: "Enter create")
        journey.driver.type(name)
        journey.driver.press("enter")
    }
}

/// The way through everything, one step after the other.
@MainActor
private struct WholeJourney {
    let journey: Journey
    let capabilities: ProviderCapabilities

    init(_ journey: Journey) {
        self.journey = journey
        capabilities = journey.service.provider.capabilities
    }

    private var system: SandboxSystem {
        journey.service.system
    }

    func run() async throws {
        await journey.live()
        let failed = try await journey.service.server().backups.first { $0.state == "failed" }?.id
        let backup = try await create()
        let saved = try await journey.service.server().activeWorld.fingerprint
        if capabilities.actions.contains(.rename) { await rename(backup) }
        if capabilities.actions.contains(.lock) { await locks(backup) }
        if capabilities.actions.contains(.download) { try await download(backup) }
        if capabilities.actions.contains(.retry), let failed { await retry(Backup.ID(failed)) }
        try await restore(backup, saved)
        await delete(backup)
        try compare([
            journey.server.id: "{S}", journey.server.activeWorld.id: "{W}", backup.rawValue: "{B}",
            failed ?? "no failed one": "{F}",
        ])
    }

    private func create() async throws -> Backup.ID {
        let driver = journey.driver
        await journey.open("c", until: "Enter create")
        driver.type("By keys")
        if capabilities.create.options.contains(.ignoredPatterns) {
            driver.press("tab")
            driver.type("*.log, cache/")
        }
        if capabilities.create.options.contains(.lock) { driver.press("tab", "space") }
        driver.press("enter")
        await journey.wait { $0.state.completed(named: "By keys") != nil }
        return try #require(driver.state.completed(named: "By keys"))
    }

    private func rename(_ backup: Backup.ID) async {
        await journey.select(backup)
        await journey.open("e", until: "Enter rename")
        journey.driver.type("Renamed by keys")
        journey.driver.press("enter")
        await journey.wait { $0.state.shownBackup(backup)?.name == "Renamed by keys" }
    }

    /// It was made with a lock.
    private func locks(_ backup: Backup.ID) async {
        for isLocked in [false, true, false] {
            await journey.select(backup)
            await journey.open("L", until: isLocked ? "y lock" : "y unlock")
            journey.driver.press("y")
            await journey.wait { $0.state.shownBackup(backup)?.isLocked == isLocked }
        }
    }

    private func download(_ backup: Backup.ID) async throws {
        await journey.select(backup)
        await journey.open("d", until: "y download")
        journey.driver.press("y")
        await journey.wait { $0.state.transferEnd(of: backup) != nil }
        guard case let .done(receipt)? = journey.driver.state.transferEnd(of: backup) else {
            Issue.record("the download ended as \(String(describing: journey.driver.state.transferEnd(of: backup)))")
            return
        }
        let truth = try await journey.service.server().backups.first { $0.id == backup.rawValue }
        let file = try Data(contentsOf: URL(filePath: receipt.path))
        #expect(file.sha256 == truth?.sha256)
        guard capabilities.actions.contains(.verify) else { return }
        journey.driver.press("V")
        await journey.wait(for: "matches the service's")
    }

    private func retry(_ backup: Backup.ID) async {
        await journey.select(backup)
        await journey.open("T", until: "y retry")
        journey.driver.press("y")
        await journey.wait { driver in
            driver.state.shownBackup(backup)?.state == .completed
                && driver.state.visibleServer?.operations.values.allSatisfy { !$0.isOpen } ?? false
        }
    }

    /// First any key cancels, then it goes through; the world is what it was when the backup was made.
    private func restore(_ backup: Backup.ID, _ saved: String?) async throws {
        let world = try await journey.service.server().activeWorld
        try Data("changed by a test".utf8).write(to: URL(filePath: world.path).appending(path: "level.dat"))
        let sent = try journey.mutations().count
        await openRestore(backup)
        journey.confirmPlan()
        await journey.wait(for: "any key cancels")
        journey.driver.press("j")
        await journey.wait(for: "Outcome: cancelled")
        journey.driver.press("esc")
        #expect(try journey.mutations().count == sent)

        await openRestore(backup)
        journey.confirmPlan()
        await journey.wait(for: "Outcome: ")
        let isProvable = capabilities.restore.evidence != .nothing
        #expect(
            journey.driver.screen.contains(isProvable ? "Outcome: succeeded" : "Outcome: unknown"),
            "\(journey.driver.screen)"
        )
        journey.driver.press("esc")
        let after = try await journey.service.server()
        #expect(after.activeWorld.fingerprint == saved, "the files are not the backup's")
        #expect(after.power == "running")
    }

    private func openRestore(_ backup: Backup.ID) async {
        await journey.select(backup)
        journey.driver.press("r")
        if capabilities.restore.extent == .choice {
            await journey.wait(for: "files not in the backup")
            journey.driver.press("k")
        }
        await journey.wait(for: "Enter restore")
    }

    private func delete(_ backup: Backup.ID) async {
        await journey.select(backup)
        await journey.open("x", until: "Enter delete")
        journey.confirmPlan()
        await journey.wait(for: "Outcome: ")
        #expect(journey.driver.screen.contains("Outcome: succeeded"), "\(journey.driver.screen)")
        journey.driver.press("esc")
        await journey.wait { !$0.state.manager.rows.contains(backup) }
    }

    /// The whole record of what could change something, and the headers of each.
    private func compare(_ names: [String: String]) throws {
        let sent = try journey.mutations()
        let compared = sent.map { ComparedRequest($0, system: system, names: names) }
        #expect(compared == DocumentedRequests.whole(system))
        for request in sent {
            #expect(request.authorized && request.headers["authorization"] == "***", "\(request)")
            #expect(request.status < 300, "\(request)")
            #expect(request.headers["user-agent"]?.hasPrefix("Backtop/") == true)
            #expect(request.headers["origin"] == nil && request.headers["cookie"] == nil, "\(request.headers)")
            #expect(request.headers["accept"] == "application/json", "\(request.headers)")
            if !request.body.isEmpty || [.pterodactyl, .archonV0, .archonV1, .archonQueue].contains(system) {
                #expect(request.headers["content-type"] == "application/json", "\(request)")
            }
        }
    }
}

extension AppState {
    /// The completed backup of this name.
    func completed(named name: String) -> Backup.ID? {
        location.flatMap { fleet[$0]?.backups }?.first { $0.name == name && $0.state == .completed }?.id
    }

    /// The create that goes on.
    fileprivate var openCreate: BackupOperation? {
        visibleServer?.visibleOperations.first { $0.isOpen && $0.key.kind == .create }
    }

    /// How a download has ended; nil while it runs.
    fileprivate func transferEnd(of backup: Backup.ID) -> Transfer.State? {
        guard let state = visibleServer?.transfers[backup]?.state, state != .running else { return nil }
        return state
    }
}

extension Data {
    /// Lower-case hexadecimal.
    var sha256: String {
        SHA256.hash(data: self).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
