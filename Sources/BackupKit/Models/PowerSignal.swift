/// What a server's process can be told to do.
public enum PowerSignal: String, CaseIterable, Hashable, Codable, Sendable {
    case start
    case stop
    case restart
    case kill
}

extension PowerSignal {
    /// What the account must be allowed for this signal.
    public var permission: Server.Permission {
        switch self {
        case .start: .startServer
        case .stop, .kill: .stopServer
        case .restart: .restartServer
        }
    }
}
