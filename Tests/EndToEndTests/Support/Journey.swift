import AppCore
import AppUI
import ArchonProvider
import BackupKit
import Foundation
import NetworkTransport
import ProviderSupport
import Sandbox
import TerminalUI
import TestSupport

/// The whole program over real sockets: the sandbox in this process, the real transports, and a terminal in memory.
@MainActor
final class Journey {
    let sandbox: RunningSandbox
    let driver: AppDriver
    let journal: MemoryJournal
    let server: Ready.Server
    let token: String
    private let folder: URL
    private let control: AsyncHTTPTransport

    struct Ready: Decodable {
        var systems: [String: System]

        struct System: Decodable {
            var url: String
            var token: String
            var servers: [Server]
        }

        struct Server: Decodable {
            var id: String
            var name: String
            var worlds: [World]

            var activeWorld: World {
                worlds.first { $0.active } ?? worlds[0]
            }
        }

        struct World: Decodable {
            var id: String
            var name: String
            var active: Bool
            var path: String
        }
    }

    struct NoSystem: Error {}

    init(
        speed: Double = 50,
        servers: Int = 1,
        backups: Int = 4,
        access: Context.Access = .readWrite,
        token wrongToken: String? = nil,
        requestTimeout: Duration = .seconds(5)
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "backtop-journey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        sandbox = try await Sandbox.start(SandboxOptions(
            systems: [.archonV1], servers: servers, backups: backups, speed: speed,
            stateFolder: folder.appending(path: "state").path,
            recordFile: folder.appending(path: "record.jsonl").path
        ))
        let ready = try JSONDecoder().decode(Ready.self, from: Data(sandbox.readyLine.utf8))
        guard let system = ready.systems["archon-v1"], let server = system.servers.first else { throw NoSystem() }
        self.server = server
        token = system.token
        let network = NetworkSettings(userAgent: "Backtop/test (tests@example.org)", requestTimeout: requestTimeout)
        control = AsyncHTTPTransport(network)
        let settings = try ArchonSettings(base: BaseURL(system.url), token: Secret(wrongToken ?? system.token))
        let http = AsyncHTTPTransport(network)
        let reader = ArchonReader(
            settings,
            transport: ReadOnlyHTTPTransport(RetryingHTTPTransport(http, policy: RetryPolicy(attempts: 1))),
            webSocket: NIOWebSocketTransport(network)
        )
        journal = MemoryJournal()
        let context = Context(
            id: "archon-v1", provider: "archon", origin: settings.base.origin, access: access,
            capabilities: .archonV1
        )
        let handler = ProviderEffectHandler(
            providers: [context.id: ProviderEffectHandler.Provider(
                reader: reader,
                writer: access == .readWrite ? ArchonWriter(settings, transport: http) : nil
            )],
            journal: journal
        )
        driver = AppDriver(
            state: AppState(
                now: Date(), settings: Settings(cancelWindow: .seconds(3)), contexts: [context], session: "journey",
                ids: IDSource(
                    .random(in: .min ... .max),
                    .random(in: .min ... .max)
                ),
                wantedServer: server.name
            ),
            handler: handler,
            now: { Date() }
        )
        driver.store.send(.started)
    }

    /// Ends everything and removes the files.
    func close() async throws {
        driver.store.stop()
        await sandbox.stop()
        try FileManager.default.removeItem(at: folder)
    }

    /// Waits for a condition; prints the screen when the test gives up.
    func wait(until condition: @escaping (AppDriver) -> Bool) async {
        let driver = driver
        await withTaskCancellationHandler {
            await driver.wait(until: condition)
        } onCancel: {
            Task { @MainActor in print("still waiting at:\n\(driver.screen)") }
        }
    }

    /// Waits for a text.
    func wait(for text: String) async {
        await wait { $0.screen.contains(text) }
    }

    /// Waits for the list and the live feed with a known power state.
    func live() async {
        await wait { $0.screen.contains("live") && $0.screen.contains("running") && $0.screen.contains("1/") }
    }

    /// Opens a sheet and waits until it takes keys.
    func open(_ key: String, until hint: String) async {
        driver.press(key)
        await wait(for: hint)
    }

    /// Orders a fault; answers its id.
    @discardableResult
    func fault(_ json: String) async throws -> String {
        let answer = try await control.send(HTTPRequest(
            .post, BaseURL(sandbox.baseURL), path: ["_sandbox"], headers: ["Content-Type": "application/json"],
            body: Array(json.utf8)
        ))
        struct Order: Decodable {
            var id: String
        }
        return try JSONDecoder().decode(Order.self, from: Data(answer.body)).id
    }

    /// Ends a fault.
    func endFault(_ id: String) async throws {
        _ = try await control.send(HTTPRequest(.delete, BaseURL(sandbox.baseURL), path: ["_sandbox", id]))
    }

    /// Method and path of every mutating request that the sandbox saw.
    func mutations() throws -> [(method: String, path: String)] {
        let text = try String(contentsOf: folder.appending(path: "record.jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").compactMap { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let method = value?["method"] as? String, let path = value?["path"] as? String,
                  !["GET", "WS"].contains(method), !path.hasPrefix("/_sandbox") else { return nil }
            return (method, path)
        }
    }

    /// What stands at the foot of the screen: the status, which may take several rows, and the hints.
    var status: String {
        driver.screen.split(separator: "\n", omittingEmptySubsequences: false).suffix(5)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    /// Types the text that the open plan asks for.
    func confirmPlan() {
        let line = driver.screen.split(separator: "\n").first { $0.contains("Type: ") } ?? ""
        let text = line.split(separator: "Type: ").last ?? ""
        driver.type(String(text).replacing("│", with: "").trimmingCharacters(in: .whitespaces))
        driver.press("enter")
    }
}
