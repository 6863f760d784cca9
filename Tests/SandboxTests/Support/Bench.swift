import Foundation
import TestSupport
@testable import Sandbox

/// A running sandbox and the words tests use with it.
struct Bench: Sendable {
    let sandbox: RunningSandbox
    let port: Int
    let token: String
    let servers: [Place]
    /// The system that the words are about: the first of the options.
    let system: SandboxSystem
    /// The sandbox's time where it stands still but for `wait`.
    private let heldTime: ManualClock?

    /// A server with its active world.
    struct Place: Sendable {
        let id: String
        let name: String
        let world: String
        let folder: String

        var backups: String {
            "/v1/servers/\(id)/worlds/\(world)/backups"
        }
    }

    static let system = "archon-v1"

    /// Starts a sandbox, lets `body` use it, and stops it whatever happens.
    static func with<Result: Sendable>(
        _ options: SandboxOptions = .quick,
        _ body: @Sendable (Bench) async throws -> Result
    ) async throws -> Result {
        try await with(Sandbox.start(options), options, heldTime: nil, body)
    }

    /// The same with a sandbox whose time stands still while the test looks and passes only while it waits, so that
    /// work goes on for as long as the test needs it to, on whatever machine.
    static func withHeldTime<Result: Sendable>(
        _ options: SandboxOptions = .slow,
        _ body: @Sendable (Bench) async throws -> Result
    ) async throws -> Result {
        let (start, time) = (Date(), ManualClock())
        let clock = ServiceClock(
            speed: options.speed,
            wall: { start.addingTimeInterval(time.now.offset / .seconds(1)) },
            waiting: time
        )
        return try await with(Sandbox.start(options, clock: clock), options, heldTime: time, body)
    }

    private static func with<Result: Sendable>(
        _ sandbox: RunningSandbox,
        _ options: SandboxOptions,
        heldTime: ManualClock?,
        _ body: @Sendable (Bench) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(Bench(sandbox, system: options.systems[0], heldTime: heldTime))
            await sandbox.stop()
            return result
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    init(_ sandbox: RunningSandbox, system: SandboxSystem = .archonV1, heldTime: ManualClock? = nil) throws {
        self.sandbox = sandbox
        self.system = system
        self.heldTime = heldTime
        guard let port = URL(string: sandbox.baseURL)?.port else { throw TestFailure("no port") }
        self.port = port
        let line = try JSONSerialization.jsonObject(with: Data(sandbox.readyLine.utf8)) as? [String: Any]
        let systems = line?["systems"] as? [String: [String: Any]]
        guard let archon = systems?[system.rawValue], let token = archon["token"] as? String else {
            throw TestFailure("no token in \(sandbox.readyLine)")
        }
        self.token = token
        servers = try (archon["servers"] as? [[String: Any]] ?? []).map { server in
            let worlds = server["worlds"] as? [[String: Any]] ?? []
            guard let active = worlds.first(where: { $0["active"] as? Bool == true }) else {
                throw TestFailure("no active world")
            }
            return try Place(
                id: Self.text(server, "id"),
                name: Self.text(server, "name"),
                world: Self.text(active, "id"),
                folder: Self.text(active, "path")
            )
        }
    }

    var main: Place {
        servers[0]
    }

    /// Sends an authorized request below the system's prefix.
    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> Reply {
        try await HTTPTestClient.send(
            method,
            port: port,
            path: "/\(system.rawValue)\(path)",
            headers: [("Authorization", "Bearer \(token)")],
            body: body
        )
    }

    func backups(_ place: Place? = nil) async throws -> [[String: Any]] {
        try await send("GET", (place ?? main).backups).list()
    }

    /// The backup's row as the list shows it.
    func row(_ id: String) async throws -> [String: Any]? {
        try await backups().first { $0["id"] as? String == id }
    }

    func create(_ name: String, on place: Place? = nil) async throws -> String {
        let reply = try await send("POST", (place ?? main).backups, #"{"name":"\#(name)"}"#)
        guard reply.status == 200 else { throw TestFailure("create: \(reply.status) \(reply.text)") }
        return try Self.text(reply.object(), "id")
    }

    /// Asks again and again until the row says so.
    func waitForRow(_ id: String, _ holds: ([String: Any]) -> Bool) async throws {
        try await wait("row \(id)") {
            guard let row = try await row(id) else { return false }
            return holds(row)
        }
    }

    func waitUntilDone(_ id: String) async throws {
        try await waitForRow(id) { $0["status"] as? String == "done" && $0["ongoing"] as? Bool == false }
    }

    func wait(_ what: String, until holds: () async throws -> Bool) async throws {
        for _ in 0 ..< 10000 {
            if try await holds() {
                return
            }
            heldTime?.advance(by: .milliseconds(50))
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestFailure("waited in vain for \(what)")
    }

    /// Orders a fault and gives its id.
    @discardableResult
    func fault(_ order: String) async throws -> String {
        let reply = try await HTTPTestClient.send("POST", port: port, path: "/_sandbox", body: order)
        guard reply.status == 200 else { throw TestFailure("fault refused: \(reply.status) \(reply.text)") }
        return try Self.text(reply.object(), "id")
    }

    func remove(fault id: String) async throws -> Int {
        try await HTTPTestClient.send("DELETE", port: port, path: "/_sandbox/\(id)").status
    }

    /// The true state of the main server.
    func truth() async throws -> [String: Any] {
        let state = try await HTTPTestClient.send("GET", port: port, path: "/_sandbox").object()
        let systems = state["systems"] as? [String: [String: Any]]
        guard let server = (systems?[system.rawValue]?["servers"] as? [[String: Any]])?.first else {
            throw TestFailure("no server in the true state")
        }
        return server
    }

    func fingerprint() async throws -> String {
        let worlds = try await truth()["worlds"] as? [[String: Any]] ?? []
        guard let active = worlds.first(where: { $0["active"] as? Bool == true }) else { throw TestFailure("no world") }
        return try Self.text(active, "fingerprint")
    }

    /// Stops the main server and waits until it is.
    func powerDown() async throws {
        let reply = try await send("POST", "/modrinth/v0/servers/\(main.id)/power", #"{"action":"Stop"}"#)
        guard reply.status == 204 else { throw TestFailure("stop: \(reply.status)") }
        try await wait("stopped") { try await truth()["power"] as? String == "stopped" }
    }

    /// Path and token of a server's socket.
    func socketCredentials(_ place: Place? = nil) async throws -> (path: String, token: String) {
        let place = place ?? main
        let reply = try await send("GET", "/modrinth/v0/servers/\(place.id)/ws").object()
        let url = try Self.text(reply, "url")
        guard let start = url.range(of: ":\(port)/")?.upperBound else { throw TestFailure("odd url \(url)") }
        return try ("/" + url[start...], Self.text(reply, "token"))
    }

    /// Opens a server's socket, logged in.
    func withSocket<Result: Sendable>(
        _ place: Place? = nil,
        _ body: @Sendable (SocketTestClient) async throws -> Result
    ) async throws -> Result {
        let (path, token) = try await socketCredentials(place)
        return try await SocketTestClient.with(port: port, path: path) { socket in
            try await socket.send(#"{"event":"auth","jwt":"\#(token)"}"#)
            _ = try await socket.event("auth-ok")
            return try await body(socket)
        }
    }

    func archive(_ backup: String) -> String {
        "\(sandbox.stateFolder)/archives/\(system.rawValue)/\(backup).tar.gz"
    }

    /// Bytes of the archive so far; 0 while there is none.
    func archiveSize(_ backup: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: archive(backup)) else { return 0 }
        return try FileManager.default.attributesOfItem(atPath: archive(backup))[.size] as? Int ?? 0
    }

    func factsPath(_ backup: String) -> String {
        "\(sandbox.stateFolder)/archives/\(system.rawValue)/\(backup).json"
    }

    func facts(_ backup: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: factsPath(backup)))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    static func text(_ object: [String: Any], _ name: String) throws -> String {
        guard let text = object[name] as? String else { throw TestFailure("no \(name) in \(object)") }
        return text
    }
}

extension SandboxOptions {
    /// One server, two backups, and no waiting.
    static var quick: SandboxOptions {
        SandboxOptions(systems: [.archonV1], servers: 1, backups: 2, seed: 7, speed: 2000)
    }

    /// As slow that work takes many looks of `wait`: for held time.
    static var slow: SandboxOptions {
        SandboxOptions(systems: [.archonV1], servers: 1, backups: 2, seed: 7, speed: 0.5)
    }

    /// The same for another system.
    func serving(_ systems: SandboxSystem...) -> SandboxOptions {
        var options = self
        options.systems = systems
        return options
    }
}
