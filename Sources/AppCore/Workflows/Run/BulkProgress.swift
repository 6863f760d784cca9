public import BackupKit

/// How far a bulk act has come, backup by backup.
public struct BulkProgress: Equatable, Sendable {
    /// What came of one backup.
    public enum Item: Equatable, Sendable {
        /// Its request has not been sent.
        case waiting
        case sent
        /// The service took it; a list has yet to show it.
        case accepted
        case done
        case failed(String)
        /// It may or may not have been done.
        case unclear(String)
        /// Not asked for, since it is not any more what the plan showed.
        case refused(String)
        /// Not asked for, since one before it went wrong.
        case skipped
    }

    /// The backups in their order.
    public let order: [Backup.ID]
    /// What came of each.
    public internal(set) var items: [Backup.ID: Item]

    init(_ backups: [Backup.ID]) {
        order = backups
        items = Dictionary(backups.map { ($0, .waiting) }, uniquingKeysWith: { first, _ in first })
    }

    /// The next backup whose request has not been sent.
    var next: Backup.ID? {
        order.first { items[$0] == .waiting }
    }

    /// How many have come to this.
    public func count(where holds: (Item) -> Bool) -> Int {
        order.count { items[$0].map(holds) ?? false }
    }

    /// True while the outcome of any is open.
    var isWaiting: Bool {
        items.values.contains { $0 == .waiting || $0 == .sent || $0 == .accepted || $0.isUnclear }
    }
}

extension BulkProgress.Item {
    /// True for one that may or may not have been done.
    public var isUnclear: Bool {
        if case .unclear = self { true } else { false }
    }

    /// True for one that the service refused.
    public var isFailed: Bool {
        if case .failed = self { true } else { false }
    }

    /// True for one that was not asked for, since it had changed.
    public var isRefused: Bool {
        if case .refused = self { true } else { false }
    }

    /// True for one after which a bulk act goes no further, where the user wants that.
    var stopsOthers: Bool {
        isFailed || isRefused || isUnclear
    }
}
