import Foundation
import Sandbox

/// A mutating request as it is compared: path below the system's prefix, query and body in one order, and names in
/// place of ids that differ from run to run.
struct ComparedRequest: Equatable, CustomStringConvertible {
    var line: String

    init(_ line: String) {
        self.line = line
    }

    /// - Parameter names: what stands for an id, such as the backup's, by id.
    init(_ request: RecordedRequest, system: SandboxSystem, names: [String: String]) {
        let path = request.path.dropFirst("/\(system.rawValue)".count)
        let query = request.query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        var line = "\(request.method) \(path)\(query.isEmpty ? "" : "?\(query)") \(Self.sorted(request.body))"
        for (id, name) in names {
            line = line.replacing(id, with: name)
        }
        self.line = line.replacing(#/Before restore [0-9a-f]{8}/#, with: "Before restore {HEX}")
            .replacing(#/"uuid":"[0-9a-f-]{36}"/#, with: #""uuid":"{ID}""#)
            .trimmingCharacters(in: .whitespaces)
    }

    var description: String {
        line
    }

    private static func sorted(_ body: String) -> String {
        guard !body.isEmpty else { return "" }
        do {
            let value = try JSONSerialization.jsonObject(with: Data(body.utf8))
            let data = try JSONSerialization.data(
                withJSONObject: value,
                options: [.sortedKeys, .withoutEscapingSlashes]
            )
            return String(decoding: data, as: UTF8.self)
        } catch {
            return body
        }
    }
}

/// What the documents and wire sheets have for the journey through everything: create, rename, lock, download, retry,
/// restore, delete. `{S}` server, `{W}` world, `{B}` the new backup, `{F}` the failed one.
enum DocumentedRequests {
    static func whole(_ system: SandboxSystem) -> [ComparedRequest] {
        lines(system).map { ComparedRequest($0) }
    }

    private static func lines(_ system: SandboxSystem) -> [String] {
        switch system {
        case .archonV0:
            archon(create: "/modrinth/v0/servers/{S}/backups", rename: "/modrinth/v0/servers/{S}/backups")
        case .archonV1:
            archon(create: "/v1/servers/{S}/worlds/{W}/backups", rename: "/v1/servers/{S}/worlds/{W}/backups")
        case .archonQueue:
            archon(
                create: "/v1/servers/{S}/worlds/{W}/backups-queue", rename: "/v1/servers/{S}/worlds/{W}/backups",
                restore: #" {"name":"Before restore {HEX}"}"#
            )
        case .pterodactyl: pterodactyl
        case .stellarstack: stellarStack
        case .vpsorg: vpsOrg
        }
    }

    /// Where the service makes the safety backup itself, the restore names it; else we make one.
    private static func archon(create backups: String, rename: String, restore body: String? = nil) -> [String] {
        let safety = body == nil ? [#"POST \#(backups) {"name":"Before restore {HEX}"}"#] : []
        return [
            #"POST \#(backups) {"name":"By keys"}"#,
            #"PATCH \#(rename)/{B} {"name":"Renamed by keys"}"#,
            "POST \(backups)/{F}/retry",
            #"POST /modrinth/v0/servers/{S}/power {"action":"Stop"}"#,
        ] + safety + [
            "POST \(backups)/{B}/restore\(body ?? "")",
            #"POST /modrinth/v0/servers/{S}/power {"action":"Start"}"#,
            "DELETE \(backups)/{B}",
        ]
    }

    private static let pterodactyl = [
        #"POST /api/client/servers/{S}/backups {"ignored":"*.log\ncache/","is_locked":true,"name":"By keys"}"#,
        "POST /api/client/servers/{S}/backups/{B}/lock",
        "POST /api/client/servers/{S}/backups/{B}/lock",
        "POST /api/client/servers/{S}/backups/{B}/lock",
        #"POST /api/client/servers/{S}/power {"signal":"stop"}"#,
        #"POST /api/client/servers/{S}/backups {"ignored":"/.backtop-leaves-nothing-out","is_locked":true,"name":"Before restore {HEX}"}"#,
        #"POST /api/client/servers/{S}/backups/{B}/restore {"truncate":false}"#,
        #"POST /api/client/servers/{S}/power {"signal":"start"}"#,
        "DELETE /api/client/servers/{S}/backups/{B}",
    ]

    private static let stellarStack = [
        #"POST /api/servers/{S}/backups {"ignore":["*.log","cache/"],"locked":true,"name":"By keys","uuid":"{B}"}"#,
        #"PATCH /api/servers/{S}/backups/lock?id={B} {"locked":false}"#,
        #"PATCH /api/servers/{S}/backups/lock?id={B} {"locked":true}"#,
        #"PATCH /api/servers/{S}/backups/lock?id={B} {"locked":false}"#,
        #"POST /api/servers/{S}/backups/download-token {"id":"{B}"}"#,
        "POST /api/servers/{S}/stop",
        #"POST /api/servers/{S}/backups {"ignore":[],"locked":true,"name":"Before restore {HEX}","uuid":"{ID}"}"#,
        "POST /api/servers/{S}/backups/restore?id={B}",
        "POST /api/servers/{S}/start",
        "DELETE /api/servers/{S}/backups/delete?id={B}",
    ]

    private static let vpsOrg = [
        #"POST /api/v1/backups/ {"description":"By keys","server_id":{S}}"#,
        #"POST /api/v1/backups/ {"description":"Before restore {HEX}","server_id":{S}}"#,
        #"POST /api/v1/servers/{S}/restore/ {"backup_id":{B}}"#,
        "DELETE /api/v1/backups/{B}/",
    ]
}
