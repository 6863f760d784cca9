import Foundation
import Sandbox

extension Bench.Place {
    var queue: String {
        "/v1/servers/\(id)/worlds/\(world)/backups-queue"
    }
}

extension Bench {
    /// Rows of the queue, which hold their operations as `history`.
    func queueRows() async throws -> [[String: Any]] {
        try await send("GET", main.queue).object()["backups"] as? [[String: Any]] ?? []
    }

    func activeOperations() async throws -> [[String: Any]] {
        try await send("GET", main.queue).object()["active_operations"] as? [[String: Any]] ?? []
    }

    func queueRow(_ id: String) async throws -> [String: Any]? {
        try await queueRows().first { $0["id"] as? String == id }
    }

    /// Operations of one backup as the list shows them.
    func history(_ id: String) async throws -> [[String: Any]] {
        try await queueRow(id)?["history"] as? [[String: Any]] ?? []
    }

    func enqueue(_ name: String) async throws -> String {
        let reply = try await send("POST", main.queue, #"{"name":"\#(name)"}"#)
        guard reply.status == 200 else { throw TestFailure("create: \(reply.status) \(reply.text)") }
        return try Self.text(reply.object(), "id")
    }

    /// Waits until the newest operation of a backup is in a state.
    func waitForOperation(_ id: String, _ state: String) async throws {
        try await wait("operation of \(id) to be \(state)") {
            try await history(id).first?["state"] as? String == state
        }
    }

    /// Makes a backup and waits for it.
    func makeBackup(_ name: String) async throws -> String {
        let id = try await enqueue(name)
        try await waitForOperation(id, "completed")
        return id
    }

    func operationNumber(_ operation: [String: Any]?) throws -> Int {
        guard let number = operation?["operation_id"] as? Int
        else { throw TestFailure("no number in \(operation ?? [:])") }
        return number
    }

    /// Puts the main server into a power state at once.
    func setPower(_ state: String) async throws {
        try await fault(#"{"system":"\#(system.rawValue)","fault":"power","server":"\#(main.id)","state":"\#(state)"}"#)
    }

    /// Opens the sync stream of the main server, past its greeting.
    func withSync<Result: Sendable>(
        intent: String = "all",
        since id: String? = nil,
        _ body: @Sendable (StreamTestClient) async throws -> Result
    ) async throws -> Result {
        var headers = [("Authorization", "Bearer \(token)")]
        if let id {
            headers.append(("Last-Event-Id", id))
        }
        let path = "/\(system.rawValue)/v1/sync?scope=server%3A\(main.id)&intent=\(intent)"
        return try await StreamTestClient.with(port: port, path: path, headers: headers) { stream in
            guard stream.status == 200 else { throw TestFailure("sync: \(stream.status)") }
            _ = try await stream.comment()
            return try await body(stream)
        }
    }
}
