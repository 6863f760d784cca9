public import FoundationEssentials

/// One backup of a server, as the service lists it.
public struct Backup: Identifiable, Hashable, Codable, Sendable {
    /// The service's own id of a backup.
    public typealias ID = Identifier<Backup>

    /// The end state of a backup, or the work on it.
    public enum State: String, CaseIterable, Hashable, Codable, Sendable {
        case pending
        case running
        case completed
        case failed
        case cancelled
        case restoring
        case unknown
    }

    /// Who asked for it.
    public enum Kind: String, CaseIterable, Hashable, Codable, Sendable {
        case manual
        case automatic
        case unknown
    }

    /// The service's id; unique within its location.
    public let id: ID
    /// Untrusted text; nil where the service has none.
    public var name: String?
    /// When it was asked for; nil where the service does not tell or the date cannot be read.
    public var createdAt: Date?
    /// When it was done; nil where the service does not tell.
    public var completedAt: Date?
    /// Its end state, or the work on it.
    public var state: State
    /// Who asked for it.
    public var kind: Kind
    /// Size of the archive in bytes; nil where the service does not tell.
    public var size: Int64?
    /// The archive's digest; nil where the service does not tell.
    public var checksum: Checksum?
    /// Nil where the service has no locks.
    public var isLocked: Bool?
    /// When the service removes it by itself; nil where it does not or does not tell.
    public var expiresAt: Date?
    /// Patterns that were left out of the archive; nil where the service does not tell.
    public var ignoredPatterns: [String]?
    /// Who asked for it: untrusted text; nil where the service does not tell.
    public var creator: String?
    /// Who restored it last: untrusted text; nil where nobody did or the service does not tell.
    public var restorer: String?
    /// Why it failed, in the service's words: untrusted text; nil where none are told.
    public var failure: String?

    /// A backup; facts that are left out are unknown.
    public init(
        id: ID,
        name: String? = nil,
        createdAt: Date? = nil,
        completedAt: Date? = nil,
        state: State,
        kind: Kind = .unknown,
        size: Int64? = nil,
        checksum: Checksum? = nil,
        isLocked: Bool? = nil,
        expiresAt: Date? = nil,
        ignoredPatterns: [String]? = nil,
        creator: String? = nil,
        restorer: String? = nil,
        failure: String? = nil
    ) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.completedAt = completedAt
        self.state = state
        self.kind = kind
        self.size = size
        self.checksum = checksum
        self.isLocked = isLocked
        self.expiresAt = expiresAt
        self.ignoredPatterns = ignoredPatterns
        self.creator = creator
        self.restorer = restorer
        self.failure = failure
    }

    /// Its archive is whole. A failed backup with a size and a checksum was marked so by a later restore
    /// (wire sheet stellarstack, section 3.3); its archive can still be downloaded.
    public var isGood: Bool {
        state == .completed || (state == .failed && (size ?? 0) > 0 && checksum != nil)
    }

    /// The name to show: the service's, else one made of the short id, never an empty line.
    public var title: String {
        if let name, name.contains(where: { !$0.isWhitespace }) { return name }
        return "backup \(id.short)"
    }
}
