public import BackupKit
import FoundationEssentials

/// The order of the backup list. Rows that lack the fact come last either way; ties go by id, so no row ever jumps.
public struct BackupSort: Equatable, Sendable {
    /// The fact to order by.
    public var column: BackupColumn
    /// Smallest, oldest or first in the alphabet on top.
    public var isAscending: Bool

    /// Newest first.
    public init(column: BackupColumn = .created, isAscending: Bool = false) {
        self.column = column
        self.isAscending = isAscending
    }

    /// Orders backups. O(n log n).
    public func sorted(_ backups: [Backup]) -> [Backup] {
        switch column {
        case .state: sorted(backups) { $0.state.severity }
        case .name: sorted(backups) { $0.title.lowercased() }
        case .created: sorted(backups) { $0.createdAt }
        case .age: sorted(backups) { $0.createdAt.map { -$0.timeIntervalSinceReferenceDate } }
        case .size: sorted(backups) { $0.size }
        case .kind: sorted(backups) { $0.kind == .unknown ? nil : $0.kind.rawValue }
        case .lock: sorted(backups) { $0.isLocked.map { $0 ? 1 : 0 } }
        case .verified: sorted(backups) { $0.checksum?.value }
        case .expires: sorted(backups) { $0.expiresAt }
        case .by: sorted(backups) { $0.creator?.lowercased() }
        }
    }

    private func sorted(_ backups: [Backup], by key: (Backup) -> (some Comparable)?) -> [Backup] {
        let keyed = backups.map { (key: key($0), backup: $0) }
        return keyed.sorted { left, right in
            switch (left.key, right.key) {
            case let (leftKey?, rightKey?) where leftKey != rightKey:
                isAscending ? leftKey < rightKey : rightKey < leftKey
            case (_?, nil): true
            case (nil, _?): false
            default: left.backup.id < right.backup.id
            }
        }.map(\.backup)
    }
}

extension Backup.State {
    /// What needs eyes first sorts highest.
    var severity: Int {
        switch self {
        case .completed: 0
        case .cancelled: 1
        case .pending: 2
        case .running: 3
        case .restoring: 4
        case .unknown: 5
        case .failed: 6
        }
    }
}
