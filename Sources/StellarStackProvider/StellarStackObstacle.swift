import BackupKit

/// What stands in the way of a restore: the node refuses unless the server's process is off, and the panel asks it
/// only after it has marked the backup (wire sheet stellarstack, section 3.3).
struct StellarStackObstacle {
    let words: String
    let step: String

    /// Nil when a restore may be sent.
    init?(_ server: Server) {
        guard let found = Self.condition(of: server) ?? Self.power(of: server) else { return nil }
        (words, step) = found
    }

    private static func condition(of server: Server) -> (words: String, step: String)? {
        let wait = "wait until that is over"
        return switch server.condition {
        case .available: nil
        case .installing: ("the server is being installed", wait)
        case .restoring: ("the server is being restored already", wait)
        case .suspended: ("the server is suspended", "ask the panel's operator")
        case .broken: ("the panel says that the server is broken", "ask the panel's operator")
        case let .unavailable(reason): ("the server is \(reason)", wait)
        case let .unknown(word): ("the server's state is unknown (\(word))", "look at the panel")
        }
    }

    private static func power(of server: Server) -> (words: String, step: String)? {
        switch server.power {
        case .stopped: nil
        case nil, .unknown: ("nobody says whether the server runs", "refresh until its power is known")
        case .running, .starting, .stopping, .crashed: ("the server is not off", "stop it first")
        }
    }
}
