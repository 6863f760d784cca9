import Foundation

/// What a sandbox says of itself at its start.
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
