import Foundation
import Sandbox

extension SandboxOptions {
    /// A panel with one server, two backups, and no waiting.
    static var panel: SandboxOptions {
        SandboxOptions.quick.serving(.pterodactyl)
    }

    /// The same, slow: for held time.
    static var slowPanel: SandboxOptions {
        SandboxOptions.slow.serving(.pterodactyl)
    }

    /// The same as the documents describe it.
    var documented: SandboxOptions {
        var options = self
        options.scenario = .documented
        return options
    }

    func with(servers: Int? = nil, backups: Int? = nil) -> SandboxOptions {
        var options = self
        options.servers = servers ?? options.servers
        options.backups = backups ?? options.backups
        return options
    }
}

extension Bench.Place {
    /// The server on a panel.
    var panel: String {
        "/api/client/servers/\(id)"
    }

    var panelBackups: String {
        "\(panel)/backups"
    }
}

extension Bench {
    static let json = "application/json"

    /// Sends a request as panel clients do; a key of `nil` sends none.
    func panel(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        accept: String? = Bench.json,
        key: String?? = .none
    ) async throws -> Reply {
        var headers: [(String, String)] = []
        if let key = key ?? token {
            headers.append(("Authorization", "Bearer \(key)"))
        }
        if let accept {
            headers.append(("Accept", accept))
        }
        if body != nil {
            headers.append(("Content-Type", Self.json))
        }
        return try await HTTPTestClient.send(
            method, port: port, path: "/\(system.rawValue)\(path)", headers: headers, body: body
        )
    }

    /// The attributes of a panel's object.
    func attributes(_ path: String) async throws -> [String: Any] {
        try await Self.attributes(panel("GET", path).object())
    }

    static func attributes(_ object: [String: Any]) throws -> [String: Any] {
        guard let attributes = object["attributes"] as? [String: Any] else { throw TestFailure("no attributes") }
        return attributes
    }

    /// The attributes of the rows of a panel's list.
    func rows(_ path: String) async throws -> [[String: Any]] {
        let data = try await panel("GET", path).object()["data"] as? [[String: Any]] ?? []
        return try data.map(Self.attributes)
    }

    func panelBackups(_ place: Place? = nil) async throws -> [[String: Any]] {
        try await rows((place ?? main).panelBackups)
    }

    /// Orders a backup and gives its id.
    func panelCreate(_ body: String = "{}", on place: Place? = nil) async throws -> String {
        let reply = try await panel("POST", (place ?? main).panelBackups, body)
        guard reply.status == 200 else { throw TestFailure("create: \(reply.status) \(reply.text)") }
        return try Self.text(Self.attributes(reply.object()), "uuid")
    }

    /// The true row of a backup, whatever the panel would answer.
    func trueRow(_ id: String) async throws -> [String: Any]? {
        try await (truth()["backups"] as? [[String: Any]])?.first { $0["id"] as? String == id }
    }

    func waitForState(_ id: String, _ state: String) async throws {
        try await wait("\(id) to be \(state)") { try await trueRow(id)?["state"] as? String == state }
    }

    /// Orders a backup and waits until it is there.
    func panelMake(_ body: String = "{}") async throws -> String {
        let id = try await panelCreate(body)
        try await waitForState(id, "completed")
        return id
    }

    /// Puts the main server into a condition.
    func condition(_ name: String) async throws {
        try await fault(#"{"fault":"change","op":"condition","server":"\#(main.id)","name":"\#(name)"}"#)
    }

    func waitForCondition(_ name: String) async throws {
        try await wait("condition \(name)") { try await truth()["condition"] as? String == name }
    }

    /// Orders a restore of the main server.
    func panelRestore(_ id: String, truncate: Bool) async throws -> Int {
        try await panel("POST", "\(main.panelBackups)/\(id)/restore", #"{"truncate":\#(truncate)}"#).status
    }

    /// Names of the events in a server's log, newest first.
    func activity(_ query: String = "") async throws -> [String] {
        try await rows("\(main.panel)/activity\(query)").compactMap { $0["event"] as? String }
    }

    /// The paths in a backup's archive.
    func archived(_ id: String) throws -> [String] {
        try Shell.run("tar", ["tzf", archive(id)]).split(separator: "\n").map(String.init)
    }

    /// Path and token of a server's socket on its node.
    func nodeCredentials(_ place: Place? = nil) async throws -> (path: String, token: String) {
        let reply = try await panel("GET", "\((place ?? main).panel)/websocket").object()
        guard let data = reply["data"] as? [String: Any] else { throw TestFailure("no credentials in \(reply)") }
        let url = try Self.text(data, "socket")
        guard let start = url.range(of: "ws://127.0.0.1:\(port)/")?.upperBound else { throw TestFailure("odd \(url)") }
        return try ("/" + url[start...], Self.text(data, "token"))
    }

    var origin: (String, String) {
        ("Origin", "http://127.0.0.1:\(port)")
    }

    /// Opens a server's socket on its node, logged in.
    func withNode<Result: Sendable>(
        _ place: Place? = nil,
        _ body: @Sendable (SocketTestClient) async throws -> Result
    ) async throws -> Result {
        let (path, token) = try await nodeCredentials(place)
        return try await SocketTestClient.with(port: port, path: path, headers: [origin]) { socket in
            try await socket.call("auth", token)
            _ = try await socket.hear("auth success")
            return try await body(socket)
        }
    }
}

extension SocketTestClient {
    /// Sends an event as the node's clients do.
    func call(_ event: String, _ argument: String) async throws {
        try await send(#"{"event":"\#(event)","args":["\#(argument)"]}"#)
    }

    /// The arguments of the next event called `name`.
    func hear(_ name: String) async throws -> [String] {
        try await first { arrival in
            guard let (event, args) = Self.node(arrival), event == name else { return nil }
            return args
        }
    }

    /// Name and arguments of a node's event.
    static func node(_ arrival: Arrival) -> (event: String, args: [String])? {
        guard case let .text(text) = arrival,
              let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
              let event = object["event"] as? String else { return nil }
        return (event, object["args"] as? [String] ?? [])
    }

    /// The JSON that an event carries as text.
    static func payload(_ args: [String]) throws -> [String: Any] {
        guard let text = args.first,
              let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw TestFailure("no payload in \(args)")
        }
        return object
    }
}
