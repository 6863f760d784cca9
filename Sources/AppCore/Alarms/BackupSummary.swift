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

    /// Summary of a list as it was read at a moment of the service's clock.
    init(_ backups: [Backup], at now: Date) {
        let dated = backups.compactMap { backup in backup.moment(at: now).map { (backup: backup, at: $0) } }
            .sorted { ($0.at, $0.backup.id) > ($1.at, $1.backup.id) }
        let good = dated.map(\.backup).filter(\.isGood)
        lastGood = good.first
        lastAttempt = dated.first { $0.backup.state.hasEnded }?.backup
        shrunkFrom = Self.shrunkFrom(good)
        hasGood = backups.contains(where: \.isGood)
    }

    /// The last attempt failed, and no good backup is newer.
    public var hasFailed: Bool {
        lastAttempt.map { $0.state == .failed && !$0.isGood } ?? false
    }

    private static func shrunkFrom(_ good: [Backup]) -> Int64? {
        guard let newest = good.first?.size else { return nil }
        let before = good.dropFirst().compactMap(\.size).prefix(5).map(Double.init)
        guard before.count >= 3, let median = Median.of(before), Double(newest) < median / 2 else { return nil }
        return Int64(median)
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
