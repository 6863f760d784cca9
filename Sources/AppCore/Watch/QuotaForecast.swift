import BackupKit

/// What becomes of the next backups of a server, by its limit.
public enum QuotaForecast: Equatable, Sendable {
    /// No limit is known, or not how much of it is in use.
    case unknown
    /// So many more fit.
    case room(Int)
    /// The next one is refused.
    case nextIsRefused
    /// A manual one is refused. An automatic one takes the place of an older one, and nobody tells when it comes.
    case manualIsRefused
    /// The limit is reached, and nobody tells what happens then.
    case effectUnknown
    /// The limit is reached and not enforced.
    case overLimit
}

extension ServerState {
    /// What becomes of its next backups.
    public var quotaForecast: QuotaForecast {
        guard let quota, let used = quota.used, let limit = quota.limit else { return .unknown }
        if used < limit { return .room(limit - used) }
        switch capabilities.quota.atLimit {
        case .refuses: return .nextIsRefused
        case .refusesManualRotatesAutomatic: return .manualIsRefused
        case .letsThrough: return .overLimit
        case .unknown: return .effectUnknown
        }
    }
}

extension QuotaForecast {
    /// In a few words; empty where there is nothing to say.
    public var words: String {
        switch self {
        case .unknown: ""
        case let .room(count): count == 1 ? "full in 1 backup" : "full in \(count) backups"
        case .nextIsRefused: "full: the next one is refused"
        case .manualIsRefused, .effectUnknown: "limit reached: effect unknown"
        case .overLimit: "limit reached, not enforced by the service"
        }
    }

    /// How it looks in a column; nil while there is room enough.
    public var short: String? {
        switch self {
        case .unknown: nil
        case let .room(count): count <= 3 ? "full in \(count)" : nil
        case .nextIsRefused, .manualIsRefused, .effectUnknown, .overLimit: "full"
        }
    }
}
