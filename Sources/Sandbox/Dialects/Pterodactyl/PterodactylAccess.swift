/// What the account may do on which server: it owns all but the third, where it is a guest (section 3.2).
struct PterodactylAccess: Sendable {
    /// What routes and events ask for.
    enum Permission: String {
        case connect = "websocket.connect"
        case readBackups = "backup.read"
        case create = "backup.create"
        case delete = "backup.delete"
        case download = "backup.download"
        case restore = "backup.restore"
        case readActivity = "activity.read"
        case start = "control.start"
        case stop = "control.stop"
        case restart = "control.restart"
        case console = "control.console"
        case readStartup = "startup.read"

        /// What a power signal asks for; `nil` for words that are none.
        init?(signal: String) {
            switch signal {
            case "start": self = .start
            case "stop", "kill": self = .stop
            case "restart": self = .restart
            default: return nil
            }
        }
    }

    let server: GameServer

    /// Position in the fleet of the server that belongs to somebody else.
    private static let guestIndex = 2
    private static let guestPermissions: [Permission] = [
        .connect, .console, .start, .stop, .restart, .readBackups, .create, .download, .restore, .readActivity,
    ]

    var isOwner: Bool {
        server.index != Self.guestIndex
    }

    /// As `meta.user_permissions` and tokens name them.
    var permissions: [String] {
        isOwner ? ["*"] : Self.guestPermissions.map(\.rawValue)
    }

    func allows(_ permission: Permission) -> Bool {
        Self.allows(permission, permissions)
    }

    /// Whether a list of permissions includes one.
    static func allows(_ permission: Permission, _ list: [String]) -> Bool {
        list.contains("*") || list.contains(permission.rawValue)
    }
}
