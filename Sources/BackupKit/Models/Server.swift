/// One hosted server whose backups are looked after.
public struct Server: Identifiable, Hashable, Sendable {
    /// The service's own id of a server.
    public typealias ID = Identifier<Server>

    /// What the service says of the server as a whole, apart from its power.
    public enum Condition: Hashable, Codable, Sendable {
        case available
        case installing
        /// A restore replaces its files.
        case restoring
        case suspended(reason: String?)
        case broken
        /// It cannot be used for the time being, and why, in a few words.
        case unavailable(String)
        case unknown(String)
    }

    /// Something the account may or may not do on a server.
    public enum Permission: CaseIterable, Hashable, Sendable {
        case readBackups
        case createBackups
        case restoreBackups
        case deleteBackups
        case renameBackups
        case lockBackups
        case downloadBackups
        /// Where only a log of activity tells how a restore ended.
        case readActivity
        case startServer
        /// Stop and kill.
        case stopServer
        case restartServer
    }

    /// The service's id.
    public let id: ID
    /// As the service has it: untrusted text, may be empty or hold control characters.
    public var name: String
    /// Empty where the service has no worlds.
    public var worlds: [World]
    /// Nil where the service names none.
    public var quota: Quota?
    /// What the service says of it, apart from its power.
    public var condition: Condition
    /// Nil where the service does not tell; then the answer to the act itself decides.
    public var permissions: Set<Permission>?
    /// Whether its process runs, where reading the server tells; nil where only live events do.
    public var power: PowerState?

    /// A server; facts that are left out are unknown.
    public init(
        id: ID,
        name: String,
        worlds: [World] = [],
        quota: Quota? = nil,
        condition: Condition = .available,
        permissions: Set<Permission>? = nil,
        power: PowerState? = nil
    ) {
        self.id = id
        self.name = name
        self.worlds = worlds
        self.quota = quota
        self.condition = condition
        self.permissions = permissions
        self.power = power
    }

    /// The world whose backups are meant when none is named: the active one, else the first.
    public var defaultWorld: World? {
        worlds.first(where: \.isActive) ?? worlds.first
    }

    /// False only when the service says that the account lacks the permission.
    public func allows(_ permission: Permission) -> Bool {
        permissions?.contains(permission) ?? true
    }
}

extension Set<Server.Permission> {
    /// Everything about backups.
    public static let backups: Self = [
        .readBackups, .createBackups, .restoreBackups, .deleteBackups, .renameBackups, .lockBackups, .downloadBackups,
    ]

    /// Every power signal.
    public static let power: Self = [.startServer, .stopServer, .restartServer]
}
