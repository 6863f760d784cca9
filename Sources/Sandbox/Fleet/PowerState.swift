/// What a server's game process is doing.
enum PowerState: String, Sendable, CaseIterable {
    case starting, running, stopping, stopped, crashed

    /// Whether the world's files are at rest, as a restore demands.
    var isAtRest: Bool {
        switch self {
        case .stopped, .crashed: true
        case .starting, .running, .stopping: false
        }
    }
}

/// What one may ask a server's game process to do.
enum PowerCommand: String, Sendable, CaseIterable {
    case start, stop, restart, kill
}
