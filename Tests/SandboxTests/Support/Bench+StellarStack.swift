import Foundation
import Sandbox

extension Bench.Place {
    /// Backups as StellarStack has them.
    var stellarBackups: String {
        "/api/servers/\(id)/backups"
    }
}

extension Bench {
    /// Makes a StellarStack backup, which answers when it is done.
    func makeStellarBackup(_ body: String = #"{"name":"Made"}"#) async throws -> [String: Any] {
        let reply = try await send("POST", main.stellarBackups, body)
        guard reply.status == 200 else { throw TestFailure("create: \(reply.status) \(reply.text)") }
        return try reply.object()
    }

    func stellarRow(_ id: String) async throws -> [String: Any]? {
        try await send("GET", main.stellarBackups).list().first { $0["id"] as? String == id }
    }

    /// A download's path below the system's prefix.
    func downloadLink(_ id: String) async throws -> String {
        let reply = try await send("POST", "\(main.stellarBackups)/download-token", #"{"id":"\#(id)"}"#)
        return try Self.text(reply.object(), "downloadUrl")
    }

    /// Sends a request without any token.
    func sendOpen(_ method: String, _ path: String, headers: [(String, String)] = []) async throws -> Reply {
        try await HTTPTestClient.send(method, port: port, path: "/\(system.rawValue)\(path)", headers: headers)
    }

    /// Puts the main server into a condition, as an administrator would.
    func setCondition(_ condition: String) async throws {
        try await fault(
            #"{"system":"\#(system.rawValue)","fault":"change","op":"condition","server":"\#(main.id)","name":"\#(condition)"}"#
        )
    }

    /// The true state of one backup.
    func trueBackup(_ id: String) async throws -> [String: Any]? {
        try await (truth()["backups"] as? [[String: Any]])?.first { $0["id"] as? String == id }
    }
}
