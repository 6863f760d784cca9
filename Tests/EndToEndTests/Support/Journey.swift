import AppCore
import AppUI
import BackupKit
import Foundation
import LocalState
import ProviderSupport
import Sandbox
import ServiceClient
import TerminalUI
import TestSupport

/// The whole program over real sockets: the sandbox in this process, the real transports, and a terminal in memory.
@MainActor
final class Journey {
    /// The services, a context each; the first one's first server is opened.
    let services: [LiveService]
    let driver: AppDriver
    let journal: MemoryJournal
    let server: Ready.Server
    private let time = JourneyTime()
    private var hasGivenUp = false

    convenience init(
        _ system: SandboxSystem = .archonV1,
        _ scenario: SandboxScenario = .deployed,
        speed: Double = 50,
        servers: Int = 1,
        backups: Int = 4,
        access: Context.Access = .readWrite,
        token wrongToken: String? = nil,
        requestTimeout: Duration = .seconds(60)
    ) async throws {
        let service = try await LiveService(system, scenario, servers: servers, backups: backups, speed: speed)
        try self.init(over: [service], access: access, token: wrongToken, requestTimeout: requestTimeout)
    }

    /// One session with a context for each service, named like its system.
    init(
        over services: [LiveService],
        access: Context.Access = .readWrite,
        token wrongToken: String? = nil,
        requestTimeout: Duration = .seconds(60)
    ) throws {
        self.services = services
        guard let first = services.first else { throw LiveService.NoServer() }
        server = try first.firstServer()
        journal = MemoryJournal()
        var contexts: [Context] = []
        var providers: [Context.ID: ProviderEffectHandler.Provider] = [:]
        for service in services {
            let token = wrongToken ?? service.token
            let provider = try LiveService.provider(
                of: service.system, url: service.url, token: token, requestTimeout: requestTimeout
            )
            let id = Context.ID(service.system.rawValue)
            try contexts.append(Context(
                id: id,
                provider: service.system.rawValue.hasPrefix("archon") ? "archon" : service.system.rawValue,
                origin: BaseURL(service.url).origin,
                access: access,
                capabilities: provider.capabilities
            ))
            providers[id] = ProviderEffectHandler.Provider(
                reader: provider.reader(),
                writer: access == .readWrite ? provider.writer(with: Secret(token)) : nil,
                downloader: provider.downloader()
            )
        }
        driver = AppDriver(
            state: AppState(
                now: time.now(), settings: Settings(cancelWindow: .seconds(3)), contexts: contexts,
                session: "journey",
                ids: IDSource(
                    .random(in: .min ... .max),
                    .random(in: .min ... .max)
                ),
                wantedServer: server.name
            ),
            handler: ProviderEffectHandler(
                providers: providers,
                journal: journal,
                folder: FileDownloadFolder(first.folder.appending(path: "downloads").path),
                clock: time.clock,
                now: time.now
            ),
            now: time.now
        )
        try FileManager.default.createDirectory(
            at: first.folder.appending(path: "downloads"), withIntermediateDirectories: true
        )
        driver.store.send(.started)
    }

    var service: LiveService {
        services[0]
    }

    var sandbox: RunningSandbox {
        service.sandbox
    }

    /// Ends everything and removes the files.
    func close() async throws {
        driver.store.stop()
        for service in services {
            try await service.close()
        }
    }

    // MARK: Waiting

    /// Waits for a condition, looked at after every action; prints the screen when the test gives up.
    func wait(until condition: @escaping (AppDriver) -> Bool) async {
        guard !hasGivenUp else { return }
        let (driver, time) = (driver, time)
        let clock = Task { await time.pass(for: driver) }
        await withTaskCancellationHandler {
            await driver.wait { self.hasGivenUp || condition($0) }
        } onCancel: {
            Task { @MainActor in self.giveUp() }
        }
        clock.cancel()
    }

    private func giveUp() {
        hasGivenUp = true
        print("still waiting at:\n\(driver.screen)")
        // Wakes whoever waits.
        driver.store.didChange?()
    }

    /// Waits for a text.
    func wait(for text: String) async {
        await wait { $0.screen.contains(text) }
    }

    /// Waits for the list and all that is told of the server: the live feed and its power, where they are.
    func live() async {
        await wait { driver in
            guard let location = driver.state.location, let server = driver.state.visibleServer,
                  driver.state.fleet[location]?.fetchedAt != nil else { return false }
            if server.capabilities.news.hasLiveEvents, server.feed != .live { return false }
            return !server.capabilities.actions.contains(.power) || server.power == .running
        }
    }

    /// Opens a sheet and waits until it takes keys.
    func open(_ key: String, until hint: String) async {
        driver.press(key)
        await wait(for: hint)
    }

    /// Moves the cursor to a backup.
    func select(_ backup: Backup.ID) async {
        await wait { $0.state.manager.rows.contains(backup) }
        driver.press("g")
        for _ in driver.state.manager.rows where driver.state.manager.selection != backup {
            driver.press("j")
        }
    }

    /// Types the text that the open plan asks for.
    func confirmPlan() {
        let line = driver.screen.split(separator: "\n").first { $0.contains("Type: ") } ?? ""
        let text = line.split(separator: "Type: ").last ?? ""
        driver.type(String(text).replacing("│", with: "").trimmingCharacters(in: .whitespaces))
        driver.press("enter")
    }

    /// What stands at the foot of the screen: the status, which may take several rows, and the hints.
    var status: String {
        driver.screen.split(separator: "\n", omittingEmptySubsequences: false).suffix(5)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    // MARK: The service

    /// Orders a fault; answers its id.
    @discardableResult
    func fault(_ json: String) async throws -> String {
        try await service.order(json)
    }

    /// Ends a fault.
    func endFault(_ id: String) async throws {
        try await service.endFault(id)
    }

    /// Every mutating request that the sandbox saw.
    func mutations() throws -> [RecordedRequest] {
        try service.mutations()
    }
}
