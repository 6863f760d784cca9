import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Turns the panel's JSON into our model.
enum StellarStackMapping {
    /// A list. One of a later generation switches everything off but looking.
    static func listing(_ list: StellarStackWire.BackupList) -> BackupListing {
        switch list {
        case let .bare(rows):
            return listing(rows.elements.map(backup), skipped: rows.skipped)
        case let .wrapped(rows):
            var listing = listing(rows.elements.map(backup), skipped: rows.skipped)
            listing.capabilities = .stellarStackReadOnly
            return listing
        }
    }

    private static func listing(_ rows: [(Backup, unreadable: Int)], skipped: Int) -> BackupListing {
        var builder = ListingBuilder(unreadable: skipped)
        for (backup, unreadable) in rows {
            builder.add(backup, unreadable: unreadable, operations: [operation(backup)].compactMap(\.self))
        }
        return builder.listing
    }

    /// One backup of generation A, and how many of its values could not be read.
    private static func backup(_ row: StellarStackWire.Backup) -> (Backup, unreadable: Int) {
        var facts = Facts()
        // Another algorithm cannot be verified here (sheet 2).
        let isSHA256 = row.checksumType.value.map { $0.lowercased() == "sha256" } ?? true
        let backup = Backup(
            id: Backup.ID(row.id),
            name: facts.text(row.name),
            createdAt: facts.date(row.createdAt),
            completedAt: facts.date(row.completedAt),
            state: facts.state(row.status, [
                "IN_PROGRESS": .running, "COMPLETED": .completed, "FAILED": .failed, "RESTORING": .restoring,
            ]),
            size: facts.size(row.size),
            checksum: isSHA256 ? facts.checksum(row.checksum) : nil,
            isLocked: facts.flag(row.isLocked),
            ignoredPatterns: facts.patterns(row.ignoredFiles)
        )
        return (backup, facts.unreadable)
    }

    /// One backup of the later generations.
    private static func backup(_ row: StellarStackWire.LaterBackup) -> (Backup, unreadable: Int) {
        var facts = Facts()
        let backup = Backup(
            id: Backup.ID(row.id),
            name: facts.text(row.name),
            createdAt: facts.date(row.createdAt),
            completedAt: facts.date(row.completedAt),
            state: facts.state(row.state, ["pending": .running, "ready": .completed, "failed": .failed]),
            size: facts.size(row.bytes),
            checksum: facts.checksum(row.sha256),
            isLocked: facts.flag(row.locked),
            failure: facts.text(row.failureCode)
        )
        return (backup, facts.unreadable)
    }

    /// The work a backup's state tells of. A failed backup with an archive was marked so by a restore: the panel
    /// inserts a row only after its archive is whole (sheet 3.2 and 3.3).
    private static func operation(_ backup: Backup) -> OperationReport? {
        switch backup.state {
        case .running:
            OperationReport(backup: backup.id, kind: .create, phase: .archive, state: .running)
        case .restoring:
            OperationReport(backup: backup.id, kind: .restore, phase: .extract, state: .running)
        case .failed where backup.isGood:
            OperationReport(backup: backup.id, kind: .restore, phase: .extract, state: .failed)
        case .failed:
            OperationReport(
                backup: backup.id, kind: .create, phase: .archive, state: .failed, failure: backup.failure
            )
        case .pending, .completed, .cancelled, .unknown:
            nil
        }
    }

    /// Reads the values of one row and counts those that cannot be read.
    private struct Facts {
        var unreadable = 0

        mutating func text(_ value: Lenient<String>) -> String? {
            note(value.isUnreadable)
            return value.value
        }

        mutating func flag(_ value: Lenient<Bool>) -> Bool? {
            note(value.isUnreadable)
            return value.value
        }

        mutating func patterns(_ value: Lenient<StellarStackWire.IgnoredFiles>) -> [String]? {
            note(value.isUnreadable)
            return value.value?.patterns
        }

        mutating func date(_ value: Lenient<String>) -> Date? {
            let date = value.value.flatMap(Timestamp.date)
            note(value.isUnreadable || value.value != nil && date == nil)
            return date
        }

        /// 0 stands for "not known" (sheet 2).
        mutating func size(_ value: Lenient<Int64>) -> Int64? {
            note(value.isUnreadable || (value.value ?? 0) < 0)
            return value.value.flatMap { $0 > 0 ? $0 : nil }
        }

        mutating func checksum(_ value: Lenient<String>) -> Checksum? {
            guard let text = value.value?.lowercased(), !text.isEmpty else {
                note(value.isUnreadable)
                return nil
            }
            let isDigest = text.utf8.count == 64 && text.utf8.allSatisfy { Self.hexDigits.contains($0) }
            note(!isDigest)
            return isDigest ? Checksum(algorithm: .sha256, value: text) : nil
        }

        mutating func state(_ value: Lenient<String>, _ words: [String: Backup.State]) -> Backup.State {
            let state = value.value.flatMap { words[$0] }
            note(state == nil)
            return state ?? .unknown
        }

        private mutating func note(_ isProblem: Bool) {
            if isProblem { unreadable += 1 }
        }

        private static let hexDigits = Set("0123456789abcdef".utf8)
    }
}
