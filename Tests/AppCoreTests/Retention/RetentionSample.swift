import AppCore
import BackupKit
import FoundationEssentials

/// Histories and policies that the retention tests are made of.
enum RetentionSample {
    /// Midnight UTC of 2026-11-25, a Wednesday of week 48.
    static let midnight = Date(timeIntervalSince1970: 1_795_564_800)

    /// Later than all dates of these tests: what is to be looked at are other things than dates that have not come yet.
    static let end = Date(timeIntervalSince1970: 253_402_300_799)

    /// A good backup made so many seconds after a moment.
    static func good(
        _ id: Backup.ID,
        _ seconds: Double,
        after start: Date = midnight,
        isLocked: Bool? = nil
    ) -> Backup {
        Backup(id: id, createdAt: start + seconds, state: .completed, isLocked: isLocked)
    }

    /// A good backup made at a time such as `2026-11-25T14:30:00Z`.
    static func at(_ text: String, id: Backup.ID? = nil) throws -> Backup {
        let moment = try Date(text, strategy: .iso8601)
        return Backup(id: id ?? Backup.ID(text), createdAt: moment, state: .completed)
    }

    /// So many good backups, `d0` the newest, a day apart.
    static func days(_ count: Int) -> [Backup] {
        (0 ..< count).map { good(Backup.ID("d\($0)"), -Double($0) * 86400) }
    }

    /// A history in which times cluster and coincide, and some rows are locked, failed, undated or wrongly dated.
    static func history(size: Int, using generator: inout SeededGenerator) -> [Backup] {
        let spread: Double = [7200, 86400 * 3, 86400 * 40, 86400 * 900].randomElement(using: &generator) ?? 86400
        let start = Date(timeIntervalSince1970: .random(in: 0 ... 3_000_000_000, using: &generator).rounded())
        let clusters = (0 ... size / 5).map { _ in Double.random(in: 0 ... spread, using: &generator).rounded() }
        return (0 ..< size).map { number in
            let cluster = clusters.randomElement(using: &generator) ?? 0
            let offset = Bool.random(using: &generator) ? 0 : Double.random(in: 0 ... 5400, using: &generator)
            var backup = good(Backup.ID("b\(number * 7919 % 1009)"), cluster + offset, after: start)
            backup.isLocked = Int.random(in: 0 ..< 8, using: &generator) == 0 ? true : [nil, false][number % 2]
            switch Int.random(in: 0 ..< 24, using: &generator) {
            case 0: backup.createdAt = nil
            case 1: backup.createdAt = Date(timeIntervalSince1970: [0, -1, -4e9][number % 3])
            case 2, 3: backup.state = .failed
            case 4:
                backup.state = .failed
                backup.size = 10
                backup.checksum = Checksum(algorithm: .sha1, value: "ab")
            case 5: backup.state = Backup.State.allCases.randomElement(using: &generator) ?? .unknown
            default: break
            }
            return backup
        }
    }

    /// Some of the ids, with work on them.
    static func busy(_ backups: [Backup], using generator: inout SeededGenerator) -> Set<Backup.ID> {
        Set(backups.filter { _ in Int.random(in: 0 ..< 12, using: &generator) == 0 }.map(\.id))
    }

    /// A policy in which each rule is off as often as on.
    static func policy(using generator: inout SeededGenerator) -> RetentionPolicy {
        var policy = RetentionPolicy(minimumKept: .random(in: 1 ... 4, using: &generator))
        for rule in rules where Bool.random(using: &generator) {
            policy[keyPath: rule] = .random(in: 1 ... 9, using: &generator)
        }
        if Int.random(in: 0 ..< 3, using: &generator) == 0 {
            policy.keepWithin = .seconds(Int.random(in: 0 ... 40, using: &generator) * 5400)
        }
        return policy
    }

    /// All rules that count.
    static var rules: [WritableKeyPath<RetentionPolicy, Int>] {
        [\.keepLast, \.keepHourly, \.keepDaily, \.keepWeekly, \.keepMonthly, \.keepYearly]
    }

    /// The ids that a policy keeps.
    static func kept(_ backups: [Backup], _ policy: RetentionPolicy, busy: Set<Backup.ID> = []) -> Set<Backup.ID> {
        Set(Retention.decide(backups, policy: policy, busy: busy, now: end).filter { !$0.isRemoval }.map(\.id))
    }
}
