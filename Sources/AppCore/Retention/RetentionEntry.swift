import BackupKit
import FoundationEssentials

/// A backup, and what keeps it whatever a policy says.
struct RetentionEntry {
    let backup: Backup
    /// When it was made; nil where nobody knows.
    let moment: Date?
    private let isBusy: Bool

    private init(_ backup: Backup, isBusy: Bool, now: Date) {
        self.backup = backup
        moment = backup.moment(at: now)
        self.isBusy = isBusy
    }

    /// When it was made, where rules count it: a good one whose time is known. One that is being worked on does not
    /// count: the work may be its deletion, and then another one is the newest of its day.
    var countedMoment: Date? {
        backup.isGood && !isBusy ? moment : nil
    }

    /// What keeps it whatever a policy says.
    var standingReasons: [RetentionDecision.Reason] {
        var reasons: [RetentionDecision.Reason] = []
        if isBusy { reasons.append(.beingWorkedOn) }
        if !backup.isGood { reasons.append(.notCompleted(backup.state)) }
        if backup.isLocked == true { reasons.append(.locked) }
        if backup.isGood, moment == nil { reasons.append(.noDate) }
        return reasons
    }

    /// Newest first, and those whose time nobody knows last; of two from the same time the one with the greater id
    /// counts as the newer. Where a list tells an id twice its last row counts: the other would be removed as
    /// superfluous, and both are the same archive.
    static func newestFirst(_ backups: [Backup], busy: Set<Backup.ID>, now: Date) -> [Self] {
        Dictionary(backups.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last }).values
            .map { Self($0, isBusy: busy.contains($0.id), now: now) }
            .sorted { ($0.moment ?? .distantPast, $0.backup.id) > ($1.moment ?? .distantPast, $1.backup.id) }
    }
}
