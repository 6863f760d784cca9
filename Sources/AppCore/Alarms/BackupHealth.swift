public import BackupKit
public import FoundationEssentials

/// How a server stands by its backups alone: the newest good one against its target, and the last attempt.
public struct BackupHealth: Equatable, Sendable {
    /// How old the newest good backup is.
    public enum Freshness: Equatable, Sendable {
        /// No list has been read, or none tells a usable time.
        case unknown
        /// Every list was read to its end, and none holds a good backup.
        case never
        /// Within its target; the age in seconds.
        case fresh(age: TimeInterval)
        /// Older than its target; the age in seconds.
        case late(age: TimeInterval)
    }

    /// The newest good backup against its target.
    public var freshness: Freshness
    /// The newest good backup; nil where there is none or no time is known.
    public var lastGood: Backup?
    /// The newest backup that is not being made, whatever came of it; nil where there is none.
    public var lastAttempt: Backup?
    /// The newest good backup is under half the median of up to five good ones before it, of which there are three.
    public var shrunkFrom: Int64?

    /// Judges backups at a moment of the service's clock.
    ///
    /// - Parameters:
    ///   - isWhole: every list was read to its end; what is not in it is not there.
    ///   - target: how old the newest good backup may be.
    public init(_ backups: [Backup], isRead: Bool, isWhole: Bool, target: Duration, now: Date) {
        let dated = backups.compactMap { backup in backup.moment(at: now).map { (backup: backup, at: $0) } }
            .sorted { ($0.at, $0.backup.id) > ($1.at, $1.backup.id) }
        let good = dated.filter(\.backup.isGood)
        lastGood = good.first?.backup
        lastAttempt = dated.first { $0.backup.state.hasEnded }?.backup
        shrunkFrom = Self.shrunkFrom(good.map(\.backup))
        if let newest = good.first {
            let age = now.timeIntervalSince(newest.at)
            freshness = age > target / .seconds(1) ? .late(age: age) : .fresh(age: age)
        } else if isRead, isWhole, !backups.contains(where: \.isGood) {
            freshness = .never
        } else {
            freshness = .unknown
        }
    }

    /// The last attempt failed, and no good backup is newer.
    public var hasFailed: Bool {
        guard let lastAttempt else { return false }
        return lastAttempt.state == .failed && !lastAttempt.isGood && lastAttempt.id != lastGood?.id
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
