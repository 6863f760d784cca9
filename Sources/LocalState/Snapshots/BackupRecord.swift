import BackupKit
import FoundationEssentials

/// A backup as a kept list holds it. A type of its own, so that what is in files changes only on purpose.
struct BackupRecord: Codable {
    private let id: String
    private let name: String?
    private let createdAt: Date?
    private let completedAt: Date?
    private let state: String
    private let kind: String
    private let size: Int64?
    private let algorithm: String?
    private let digest: String?
    private let isLocked: Bool?
    private let expiresAt: Date?
    private let ignoredPatterns: [String]?
    private let creator: String?
    private let restorer: String?
    private let failure: String?

    init(_ backup: Backup) {
        id = backup.id.rawValue
        name = backup.name
        createdAt = backup.createdAt
        completedAt = backup.completedAt
        state = backup.state.rawValue
        kind = backup.kind.rawValue
        size = backup.size
        algorithm = backup.checksum?.algorithm.rawValue
        digest = backup.checksum?.value
        isLocked = backup.isLocked
        expiresAt = backup.expiresAt
        ignoredPatterns = backup.ignoredPatterns
        creator = backup.creator
        restorer = backup.restorer
        failure = backup.failure
    }

    /// The backup; words that this version does not know are unknown facts.
    var backup: Backup {
        var checksum: Checksum?
        if let algorithm = algorithm.flatMap(Checksum.Algorithm.init), let digest {
            checksum = Checksum(algorithm: algorithm, value: digest)
        }
        return Backup(
            id: Backup.ID(id),
            name: name,
            createdAt: createdAt,
            completedAt: completedAt,
            state: Backup.State(rawValue: state) ?? .unknown,
            kind: Backup.Kind(rawValue: kind) ?? .unknown,
            size: size,
            checksum: checksum,
            isLocked: isLocked,
            expiresAt: expiresAt,
            ignoredPatterns: ignoredPatterns,
            creator: creator,
            restorer: restorer,
            failure: failure
        )
    }
}
