public import BackupKit
public import FoundationEssentials

/// The backups of one location as last listed, and how fresh that is.
public struct LocationState: Equatable, Sendable {
    /// In the service's order.
    public internal(set) var backups: [Backup]
    /// When the list on screen was asked for; nil before the first answer.
    public internal(set) var fetchedAt: Date?
    /// Why the last list failed; nil after a good one.
    public internal(set) var error: ProviderError?
    /// How many of the limit are in use by the service's list; nil where that does not tell.
    public internal(set) var used: Int?
    /// Rows and values of the last list that could not be read.
    public internal(set) var unreadable: Int
    /// Backups that the service counts and the last list did not hold.
    public internal(set) var withheld: Int
    /// There is more that the service did not send, and nobody tells how much.
    public internal(set) var hasMore = false
    /// Grows with every change of `backups`.
    public internal(set) var revision: Int
    /// What the list is for that was asked for and has not been answered; nil when none is on its way.
    var loading: ReadPurpose?
    /// Sum of all known sizes in bytes; nil where no size is known.
    public private(set) var totalSize: Int64?
    /// How many backups are completed.
    public private(set) var completedCount: Int
    /// How many backups have failed.
    public private(set) var failedCount: Int
    /// How many are neither completed nor being made.
    private var lostCount: Int
    /// How a server stands by this list.
    public private(set) var summary = BackupSummary([], at: .distantPast)
    /// What is shown was kept by an earlier session and not read in this one.
    public private(set) var isFromSnapshot = false
    /// The revision that was last kept for the next start.
    var savedRevision: Int?
    var index: [Backup.ID: Int]
    var requestedAt: Date?
    /// When the last list that was answered, well or not, was asked for.
    var answeredAt: Date?
    /// A list must follow the one that is on its way, and what for.
    var reload: ReadPurpose?
    var failuresInRow: Int
    /// What the last list said of each piece of work.
    public internal(set) var reports: [OperationKey: OperationReport]

    init() {
        backups = []
        unreadable = 0
        withheld = 0
        revision = 0
        completedCount = 0
        failedCount = 0
        lostCount = 0
        index = [:]
        failuresInRow = 0
        reports = [:]
    }

    /// A list was asked for and has not been answered.
    public var isLoading: Bool {
        loading != nil
    }

    /// The last list could be read to its end: what it lacks is not there.
    var isWholeNow: Bool {
        error == nil && wasWhole
    }

    /// The last list that came in this session could be read to its end, whatever became of the attempts since.
    var wasWhole: Bool {
        fetchedAt != nil && !isFromSnapshot && withheld == 0 && !hasMore && unreadable == 0
    }

    /// The backup with this id; nil when the last list had none. O(1).
    public subscript(id: Backup.ID) -> Backup? {
        index[id].map { backups[$0] }
    }

    /// How the last work of a kind on a backup ended by the last list; nil while it runs or where nothing tells.
    func lastEnd(of key: OperationKey) -> OperationEnd? {
        if let report = reports[key] { return OperationEnd(report) }
        guard key.kind == .create else { return nil }
        return self[key.backup]?.state.endOfCreate.map { OperationEnd(state: $0) }
    }

    /// How many backups count towards the quota, as `includes` tells of each.
    func count(by rule: QuotaTraits.Counted) -> Int {
        switch rule {
        case .all: backups.count
        case .notFailed: backups.count - failedCount
        case .completed: backups.count - lostCount
        }
    }

    /// Whether a list that was asked for at `moment` is the newer one. A list from the future is from before the clock
    /// was set back.
    func isOlder(than moment: Date, now: Date) -> Bool {
        guard let fetchedAt else { return true }
        return fetchedAt <= moment || fetchedAt > now
    }

    /// Takes in a list that an earlier session read, and kept.
    mutating func recall(_ backups: [Backup], readAt: Date) {
        replace(with: BackupListing(backups: backups), at: readAt)
        fetchedAt = readAt
        isFromSnapshot = true
        savedRevision = revision
    }

    /// Takes in a list that was answered at `now` by the service's clock.
    mutating func replace(with listing: BackupListing, at now: Date) {
        isFromSnapshot = false
        unreadable = listing.unreadable
        withheld = listing.withheld
        hasMore = listing.hasMore
        used = listing.used
        reports = Dictionary(
            listing.operations.map { (OperationKey(backup: $0.backup, kind: $0.kind), $0) },
            uniquingKeysWith: { _, last in last }
        )
        // A date that had not come yet may have come since: it tells even where nothing else is new.
        summary = BackupSummary(listing.backups, at: now)
        guard listing.backups != backups else { return }
        backups = listing.backups
        index = Dictionary(
            backups.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { _, last in last }
        )
        // Counted here, once a change: a frame must not walk through all backups.
        let sizes = backups.compactMap(\.size)
        totalSize = sizes.isEmpty ? nil : sizes.reduce(0) { sum, size in
            let (total, isOver) = sum.addingReportingOverflow(max(0, size))
            return isOver ? .max : total
        }
        completedCount = backups.count { $0.state == .completed }
        failedCount = backups.count { $0.state == .failed }
        lostCount = backups.count { !QuotaTraits.Counted.completed.includes($0.state) }
        revision += 1
    }
}

extension Backup.State {
    /// What the state of a backup tells of its making, where nothing else does; nil when that has not ended.
    var endOfCreate: OperationState? {
        switch self {
        case .completed: .done
        case .failed: .failed
        case .cancelled: .cancelled
        case .pending, .running, .restoring, .unknown: nil
        }
    }
}
