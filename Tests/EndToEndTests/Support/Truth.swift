import Foundation

/// What is really so at a sandbox: the answer to `GET /_sandbox`.
struct Truth: Decodable {
    var systems: [String: System]
    /// Requests that a fault holds back.
    var held: Int

    struct System: Decodable {
        var sockets: Int
        var servers: [Server]
    }

    struct Server: Decodable {
        var id: String
        var name: String
        var power: String
        var quota: Int
        var used: Int
        var worlds: [World]
        var backups: [Backup]
        var operations: [Operation]

        var activeWorld: World {
            worlds.first { $0.active } ?? worlds[0]
        }
    }

    struct World: Decodable {
        var id: String
        var active: Bool
        var path: String
        /// Nil at the moment it is swapped.
        var fingerprint: String?
    }

    struct Backup: Decodable {
        var id: String
        var world: String
        var name: String
        var createdAt: String
        var state: String
        var automated: Bool
        var locked: Bool
        var ignored: [String]
        var bytes: Int64?
        var sha1: String?
        var sha256: String?

        enum CodingKeys: String, CodingKey {
            case id, world, name, state, automated, locked, ignored, bytes, sha1, sha256
            case createdAt = "created_at"
        }
    }

    struct Operation: Decodable {
        var id: Int
        var kind: String
        var backup: String
        var state: String
    }
}
