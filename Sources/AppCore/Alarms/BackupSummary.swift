public import BackupKit
import FoundationEssentials

/// What a list of backups says about how a server stands: computed once for each list, not for each look at it.
public struct BackupSummary: Equatable, Sendable {
    /// The newest good backup; nil where there is none or no time can be believed.
    public let lastGood: Backup?
    /// The newest backup that is not being made, whatever came of it; nil where there is none.
    public let lastAttempt: Backup?
    /// The median size of up to five good backups before the newest one, of which it has less than half; nil where it
    /// has more, and where fewer than three are known.
    public let shrunkFrom: Int64?
    /// There is a good backup, dated or not.
    public let hasGood: Bool

    /// Summary of a list as it was read at a moment of the service's clock. O(n).
    init(_ backups: [Backup], at now: Date) {
        var good = Newest(Self.usual + 1 + Self.spare)
        var attempts = Newest(1)
        var hasGood = false
        for backup in backups {
            let isGood = backup.standsAsGood
            hasGood = hasGood || isGood
            guard isGood || backup.state.hasEnded, let moment = backup.moment(at: now) else { continue }
            attempts.take(backup, at: moment)
            if isGood { good.take(backup, at: moment) }
        }
        self.hasGood = hasGood
        lastGood = good.backups.first
        lastAttempt = attempts.backups.first
        shrunkFrom = Self.shrunkFrom(good.backups)
    }

    /// So many good backups before the newest one tell what is usual.
    private static let usual = 5
    /// So many of them may lack a size.
    private static let spare = 10

    private static func shrunkFrom(_ good: [Backup]) -> Int64? {
        guard let newest = good.first?.size else { return nil }
        let before = good.dropFirst().compactMap(\.size).prefix(usual).map(Double.init)
        guard before.count >= 3, let median = Median.of(before), Double(newest) < median / 2 else { return nil }
        return Int64(median)
    }
}

extension Backup {
    /// It is good, or was when somebody began to restore it: a restore takes nothing away from it.
    var standsAsGood: Bool {
        isGood || state == .restoring
    }
}

/// The newest of the backups it is given, the newest first.
private struct Newest {
    private let limit: Int
    private var kept: [(backup: Backup, at: Date)] = []

    init(_ limit: Int) {
        self.limit = limit
    }

    var backups: [Backup] {
        kept.map(\.backup)
    }

    mutating func take(_ backup: Backup, at moment: Date) {
        if kept.count == limit, let last = kept.last, (moment, backup.id) < (last.at, last.backup.id) { return }
        let place = kept.firstIndex { (moment, backup.id) > ($0.at, $0.backup.id) } ?? kept.count
        kept.insert((backup, moment), at: place)
        if kept.count > limit { kept.removeLast() }
    }
}

extension Backup.State {
    /// It is neither waiting nor being made or restored.
    var hasEnded: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        case .pending, .running, .restoring, .unknown: false
        }
    }
}
