import BackupKit

/// What stands in the way of a restore: the node refuses unless the server's process is off, and the panel asks it
/// only after it has marked the backup (wire sheet stellarstack, section 3.3).
struct StellarStackObstacle {
    let words: String
    let step: String

    /// Nil when a restore may be sent.
    init?(_ server: Server) {
        switch server.condition {
        case .available: break
        case .installing: self.init("the server is being installed")
            return
        case .restoring: self.init("the server is being restored already")
            return
        case .suspended: self.init("the server is suspended", "ask the panel's operator")
            return
        case .broken: self.init("the panel says that the server is broken", "ask the panel's operator")
            return
        case let .unavailable(reason): self.init("the server cannot be used: \(reason)")
            return
        case let .unknown(word): self.init("the server's state is unknown (\(word))", "look at the panel")
            return
        }
        switch server.power {
        case .stopped: return nil
        case nil, .unknown: self.init("nobody says whether the server runs", "refresh until its power is known")
        default: self.init("the server is not off", "stop it first")
        }
    }

    private init(_ words: String, _ step: String = "wait until that is over") {
        self.words = words
        self.step = step
    }
}
