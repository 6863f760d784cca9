public import FoundationEssentials

/// One backup of a server, as the service lists it.
public struct Backup: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Backup>

    /// The end state of a backup, or the work on it.
    public enum State: String, CaseIterable, Hashable, Sendable {
        case pending
        case running
        case completed
        case failed
        case cancelled
        case restoring
        case unknown
    }

    /// Who asked for it.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case manual
        case automatic
        case unknown
    }

    public let id: ID
    /// Untrusted text; nil where the service has none.
    public var name: String?
    public var createdAt: Date?
    public var completedAt: Date?
    public var state: State
    public var kind: Kind
    /// Size of the archive in bytes; nil where the service does not tell.
    public var size: Int64?
    public var checksum: Checksum?
    /// Nil where the service has no locks.
    public var isLocked: Bool?
    public var expiresAt: Date?
    /// Patterns that were left out of the archive; nil where the service does not tell.
    public var ignoredPatterns: [String]?

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
        ignoredPatterns: [String]? = nil
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
    }

    /// The name to show: the service's, else one made of the short id, never an empty line.
    public var title: String {
        if let name, name.contains(where: { !$0.isWhitespace }) { return name }
        return "backup \(id.short)"
    }
}
