import ArchonProvider
import BackupKit
import Foundation
import NetworkTransport
import ProviderSupport
import PterodactylProvider
import Sandbox
import ServiceClient
import StellarStackProvider
import VPSOrgProvider

/// One emulated service, and its provider over the real transports.
struct LiveService: Sendable {
    let sandbox: RunningSandbox
    let system: SandboxSystem
    let scenario: SandboxScenario
    let url: String
    let token: String
    /// Id and name of the first server.
    let serverID: String
    let serverName: String
    let provider: any ServiceProvider
    let folder: URL
    private let control: AsyncHTTPTransport

    struct NoServer: Error {}

    init(
        _ system: SandboxSystem,
        _ scenario: SandboxScenario = .deployed,
        servers: Int = 1,
        backups: Int = 3,
        speed: Double = 1000,
        nodeTokenLifetime: Duration? = nil,
        vpsorgPageSize: Int? = nil
    ) async throws {
        self.system = system
        self.scenario = scenario
        folder = FileManager.default.temporaryDirectory.appending(path: "backtop-live-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        sandbox = try await Sandbox.start(SandboxOptions(
            systems: [system], servers: servers, backups: backups, speed: speed,
            stateFolder: folder.appending(path: "state").path,
            recordFile: folder.appending(path: "record.jsonl").path,
            scenario: scenario,
            nodeTokenLifetime: nodeTokenLifetime,
            vpsorgPageSize: vpsorgPageSize
        ))
        let ready = try JSONDecoder().decode(Ready.self, from: Data(sandbox.readyLine.utf8))
        guard let own = ready.systems[system.rawValue], let server = own.servers.first else { throw NoServer() }
        (url, token, serverID, serverName) = (own.url, own.token, server.id, server.name)
        control = AsyncHTTPTransport(NetworkSettings(userAgent: "Backtop/test (tests@example.org)"))
        provider = try Self.provider(of: system, url: url, token: token)
    }

    /// Starts a service, lets `body` use it, and ends it whatever happens.
    func use<Value>(_ body: (LiveService) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(self)
            try await close()
            return value
        } catch {
            try await close()
            throw error
        }
    }

    func close() async throws {
        await sandbox.stop()
        try FileManager.default.removeItem(at: folder)
    }

    /// The first server, as the sandbox said at its start.
    func firstServer() throws -> Ready.Server {
        let ready = try JSONDecoder().decode(Ready.self, from: Data(sandbox.readyLine.utf8))
        guard let server = ready.systems[system.rawValue]?.servers.first else { throw NoServer() }
        return server
    }

    // MARK: The client

    /// A provider as a configured context has it, with every request sent once and waits ten times as fast.
    static func provider(
        of system: SandboxSystem,
        url: String,
        token: String,
        requestTimeout: Duration = .seconds(60)
    ) throws -> any ServiceProvider {
        let network = NetworkSettings(
            userAgent: "Backtop/test (tests@example.org)", requestTimeout: requestTimeout
        )
        let http = AsyncHTTPTransport(network)
        let transports = ServiceTransports(
            reading: ReadOnlyHTTPTransport(RetryingHTTPTransport(http, policy: RetryPolicy(attempts: 1))),
            writing: http,
            streaming: AsyncHTTPStreamTransport(network),
            webSocket: NIOWebSocketTransport(network),
            clock: QuickClock()
        )
        let (base, secret) = try (BaseURL(url), Secret(token))
        func archon(_ api: ArchonSettings.Choice) -> any ServiceProvider {
            ArchonProvider(ArchonSettings(base: base, token: secret, api: api), transports: transports)
        }
        return switch system {
        case .archonV0: archon(.v0)
        case .archonV1: archon(.v1)
        case .archonQueue: archon(.queue)
        case .pterodactyl: PterodactylProvider(PterodactylSettings(base: base, token: secret), transports: transports)
        case .stellarstack:
            StellarStackProvider(StellarStackSettings(base: base, token: secret), transports: transports)
        case .vpsorg: VPSOrgProvider(VPSOrgSettings(base: base, token: secret), transports: transports)
        }
    }

    // MARK: The service

    /// The first server as it really is.
    func server() async throws -> Truth.Server {
        guard let server = try await truth().systems[system.rawValue]?.servers.first else { throw NoServer() }
        return server
    }

    func truth() async throws -> Truth {
        let answer = try await control.send(HTTPRequest(.get, BaseURL(sandbox.baseURL), path: ["_sandbox"]))
        return try JSONDecoder().decode(Truth.self, from: Data(answer.body))
    }

    /// Orders a fault of this system by what follows `"system":…,`; answers its id.
    @discardableResult
    func fault(_ json: String) async throws -> String {
        try await order(#"{"system":"\#(system.rawValue)",\#(json)}"#)
    }

    /// Orders a whole fault; answers its id.
    @discardableResult
    func order(_ json: String) async throws -> String {
        let answer = try await control.send(HTTPRequest(
            .post, BaseURL(sandbox.baseURL), path: ["_sandbox"], headers: ["Content-Type": "application/json"],
            body: Array(json.utf8)
        ))
        struct Order: Decodable {
            var id: String
        }
        do {
            return try JSONDecoder().decode(Order.self, from: Data(answer.body)).id
        } catch {
            throw Refusal(answer: String(decoding: answer.body, as: UTF8.self))
        }
    }

    /// The sandbox does not take an order.
    struct Refusal: Error {
        var answer: String
    }

    func endFault(_ id: String) async throws {
        _ = try await control.send(HTTPRequest(.delete, BaseURL(sandbox.baseURL), path: ["_sandbox", id]))
    }

    /// Every request so far, those to the sandbox itself left out.
    func requests() throws -> [RecordedRequest] {
        let text = try String(contentsOf: folder.appending(path: "record.jsonl"), encoding: .utf8)
        // A line that is being written just now belongs to the next reading.
        let whole = text.lastIndex(of: "\n").map { text[...$0] } ?? ""
        return try whole.split(separator: "\n").map {
            try JSONDecoder().decode(RecordedRequest.self, from: Data($0.utf8))
        }
    }

    /// Every request so far that could have changed something.
    func mutations() throws -> [RecordedRequest] {
        try requests().filter(\.isMutation)
    }
}
