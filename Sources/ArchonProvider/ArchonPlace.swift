import BackupKit

/// Where backups are asked for: a generation of the API with the ids that its paths need.
enum ArchonPlace: Hashable, Sendable {
    case v0(Server.ID)
    case v1(Server.ID, World.ID)
    case queue(Server.ID, World.ID)

    /// The generation.
    var api: ArchonSettings.API {
        switch self {
        case .v0: .v0
        case .v1: .v1
        case .queue: .queue
        }
    }

    /// The server that holds the backups.
    var server: Server.ID {
        switch self {
        case let .v0(server), let .v1(server, _), let .queue(server, _): server
        }
    }
}
