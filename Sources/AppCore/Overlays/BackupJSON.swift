public import BackupKit
import FoundationEssentials

/// A backup in the stable JSON form that scripts read: absent facts are null, bytes are integers, times RFC 3339 in
/// UTC.
public struct BackupJSON: Encodable, Sendable {
    let backup: Backup
    /// Work on the backup that is known now; nil when there is none.
    let operation: BackupOperation?

    /// A backup, and the work on it that is known now.
    public init(backup: Backup, operation: BackupOperation?) {
        self.backup = backup
        self.operation = operation
    }

    private enum Key: String, CodingKey {
        case id, name, state, kind, checksum, locked, ignored, operation
        case createdAt = "created_at"
        case completedAt = "completed_at"
        case sizeBytes = "size_bytes"
        case expiresAt = "expires_at"
    }

    private enum ChecksumKey: String, CodingKey {
        case algorithm, value
    }

    private enum OperationKey: String, CodingKey {
        case kind, phase, fraction, state
    }

    /// Writes every key, also those without a value.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(backup.id.rawValue, forKey: .id)
        try values.encode(backup.name, forKey: .name)
        try values.encode(backup.createdAt.map { $0.formatted(.iso8601) }, forKey: .createdAt)
        try values.encode(backup.completedAt.map { $0.formatted(.iso8601) }, forKey: .completedAt)
        try values.encode(backup.state.rawValue, forKey: .state)
        try values.encode(backup.kind.rawValue, forKey: .kind)
        try values.encode(backup.size, forKey: .sizeBytes)
        if let checksum = backup.checksum {
            var nested = values.nestedContainer(keyedBy: ChecksumKey.self, forKey: .checksum)
            try nested.encode(checksum.algorithm.rawValue, forKey: .algorithm)
            try nested.encode(checksum.value, forKey: .value)
        } else {
            try values.encodeNil(forKey: .checksum)
        }
        try values.encode(backup.isLocked, forKey: .locked)
        try values.encode(backup.expiresAt.map { $0.formatted(.iso8601) }, forKey: .expiresAt)
        try values.encode(backup.ignoredPatterns, forKey: .ignored)
        if let operation {
            var nested = values.nestedContainer(keyedBy: OperationKey.self, forKey: .operation)
            try nested.encode(operation.key.kind.rawValue, forKey: .kind)
            try nested.encode(operation.phase.rawValue, forKey: .phase)
            try nested.encode(operation.fraction, forKey: .fraction)
            try nested.encode(operation.state.rawValue, forKey: .state)
        } else {
            try values.encodeNil(forKey: .operation)
        }
    }

    /// On one line, with keys in order; nil where it cannot be written.
    public var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try String(decoding: encoder.encode(self), as: UTF8.self)
        } catch {
            return nil
        }
    }
}
