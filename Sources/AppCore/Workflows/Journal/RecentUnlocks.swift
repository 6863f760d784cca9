import BackupKit
import FoundationEssentials

/// Backups that were unlocked moments ago by the journal of this machine, whichever session asked for it.
public struct RecentUnlocks: Equatable, Sendable {
    /// How long a backup counts as unlocked moments ago.
    static let span: TimeInterval = 3600

    private var moments: [Backup.ID: [Date]] = [:]

    /// Reads lines, the newest first. An unlock whose answer nobody knows counts.
    ///
    /// The context is not compared: the same account may be configured under two names.
    init(_ lines: some Sequence<JournalLine>, on server: Server.ID) {
        var judged: Set<Request> = []
        for entry in lines.lazy.map(\.entry) where entry.server == server {
            guard let backup = entry.backup,
                  entry.step == Mutation.Request.setLock(backup, false).step else { continue }
            let mayBeDone: Bool
            switch entry.event {
            case .intent, .accepted, .ambiguous: mayBeDone = true
            case .refused, .notSent: mayBeDone = false
            case .begun, .observed, .ended, .resumed, .putAside: continue
            }
            // Newest first, the answer stands before its intent, and is what counts.
            guard judged.insert(Request(act: entry.act, backup: backup)).inserted, mayBeDone else { continue }
            moments[backup, default: []].append(entry.at)
        }
    }

    private struct Request: Hashable {
        let act: Identifier<JournalEntry>
        let backup: Backup.ID
    }

    /// Whether a backup was unlocked so short a time ago that it may have been by mistake. All times are of this
    /// machine's clock.
    func holds(_ backup: Backup.ID, at now: Date) -> Bool {
        moments[backup]?.contains { Self.isRecent($0, at: now) } == true
    }

    /// A moment ahead counts as well: then the clock was set back.
    static func isRecent(_ moment: Date, at now: Date) -> Bool {
        abs(now.timeIntervalSince(moment)) <= span
    }
}
