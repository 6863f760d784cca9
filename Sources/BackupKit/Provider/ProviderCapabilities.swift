/// What a service can do, and the traits by which the core decides. The core never asks which service it is.
public struct ProviderCapabilities: Hashable, Sendable {
    /// Actions the service has.
    public var actions: Set<BackupAction>
    /// Why an action is off, for each that the service lacks.
    public var reasons: [BackupAction: String]
    /// Facts the service tells of a backup.
    public var facts: Set<BackupFact>
    /// How a backup is made.
    public var create: CreateTraits
    /// How a backup is restored.
    public var restore: RestoreTraits
    /// How the limit is counted and what happens at it.
    public var quota: QuotaTraits
    /// How news reaches us, and how often may be asked.
    public var news: NewsTraits
    /// The service's own names of permissions, for the reason why an action is off.
    public var permissionNames: [Server.Permission: String]
    /// A download's link takes a request other than GET: a read-only session has none.
    public var downloadNeedsWriter: Bool
    /// The ending of an archive's file name, such as `tar.gz`; nil where the service does not say what it sends.
    public var archiveSuffix: String?

    /// All traits of a service; none has a default, so that a new provider must think of each.
    public init(
        actions: Set<BackupAction>,
        reasons: [BackupAction: String],
        facts: Set<BackupFact>,
        create: CreateTraits,
        restore: RestoreTraits,
        quota: QuotaTraits,
        news: NewsTraits,
        permissionNames: [Server.Permission: String],
        downloadNeedsWriter: Bool,
        archiveSuffix: String?
    ) {
        self.actions = actions
        self.reasons = reasons
        self.facts = facts
        self.create = create
        self.restore = restore
        self.quota = quota
        self.news = news
        self.permissionNames = permissionNames
        self.downloadNeedsWriter = downloadNeedsWriter
        self.archiveSuffix = archiveSuffix
    }

    /// Why the action is off; nil when the service has it.
    public func reason(against action: BackupAction) -> String? {
        if actions.contains(action) { return nil }
        return reasons[action] ?? "this service has no \(action.rawValue)"
    }

    /// Takes actions away, each with the reason.
    public mutating func switchOff(_ lacks: [BackupAction: String]) {
        actions.subtract(lacks.keys)
        reasons.merge(lacks) { $1 }
    }

    /// What the account lacks, by the service's own name of it; nil when the server allows the act or does not tell.
    public func reason(against permission: Server.Permission, on server: Server) -> String? {
        if server.allows(permission) { return nil }
        return "your account lacks the permission \(permissionNames[permission] ?? "for it")"
    }
}
