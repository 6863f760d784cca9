import BackupKit
import FoundationEssentials
import ProviderSupport

/// Turns the panel's JSON into our model.
enum PterodactylMapping {
    /// Without an end after this long, something went wrong that the panel was never told of: it gives up itself after
    /// six hours, looking every half hour (sheet 2.1).
    static let longestCreate: TimeInterval = 6.5 * 3600

    /// All backups of a server.
    static func listing(_ rows: PterodactylRows<PterodactylWire.Backup>) -> BackupListing {
        var listing = BackupListing(backups: [], unreadable: rows.unread, withheld: rows.missing, date: rows.date)
        for row in rows.elements {
            let (backup, unreadable) = backup(row, at: rows.date)
            listing.backups.append(backup)
            listing.unreadable += unreadable
            if backup.state == .running {
                listing.operations.append(OperationReport(
                    backup: backup.id, kind: .create, phase: .archive, state: .running
                ))
            }
        }
        listing.used = rows.backupCount.map { max(0, $0) } ?? listing.backups.count { $0.state != .failed }
        if rows.elements.contains(where: { $0.isScheduled.value != nil }) {
            listing.capabilities = .pterodactylWithKinds
        }
        return listing
    }

    /// One backup, and how many of its values could not be read.
    ///
    /// - Parameter now: the panel's own time; nil where it does not tell, and then no backup counts as overdue.
    static func backup(_ row: PterodactylWire.Backup, at now: Date?) -> (Backup, unreadable: Int) {
        let createdAt = row.createdAt.value.flatMap(Timestamp.date)
        let completedAt = row.completedAt.value.flatMap(Timestamp.date)
        let age = now.flatMap { now in createdAt.map { now.timeIntervalSince($0) } }
        let state = state(of: row, age: age)
        let checksum = checksum(of: row)
        let size = row.bytes.value.flatMap { $0 >= 0 ? $0 : nil }
        let backup = Backup(
            id: Backup.ID(row.uuid),
            name: row.name.value,
            createdAt: createdAt,
            completedAt: completedAt,
            state: state,
            kind: row.isScheduled.value.map { $0 ? .automatic : .manual } ?? .unknown,
            // 0 while it runs and when it has failed.
            size: state == .completed ? size : size.flatMap { $0 > 0 ? $0 : nil },
            checksum: checksum.value,
            isLocked: row.isLocked.value,
            ignoredPatterns: row.ignoredFiles.value?.elements,
            failure: isOverdue(row, age: age) ? "no end reported for \(Int((age ?? 0) / 3600)) h" : nil
        )
        let problems = [
            createdAt == nil && row.createdAt.isPresent,
            completedAt == nil && row.completedAt.isPresent,
            size == nil && row.bytes.isPresent,
            !checksum.isReadable,
            row.name.isUnreadable, row.isSuccessful.isUnreadable, row.isLocked.isUnreadable,
            row.isScheduled.isUnreadable, row.ignoredFiles.isUnreadable,
        ]
        return (backup, problems.count { $0 } + (row.ignoredFiles.value?.skipped ?? 0))
    }

    /// The end decides, for `is_successful` was true before it on old panels (sheet 2.1). A failed backup can become a
    /// completed one later.
    private static func state(of row: PterodactylWire.Backup, age: TimeInterval?) -> Backup.State {
        guard row.completedAt.isPresent else { return isOverdue(row, age: age) ? .unknown : .running }
        if row.isSuccessful.isUnreadable { return .unknown }
        return row.isSuccessful.value == true ? .completed : .failed
    }

    private static func isOverdue(_ row: PterodactylWire.Backup, age: TimeInterval?) -> Bool {
        !row.completedAt.isPresent && (age ?? 0) > longestCreate
    }

    /// `sha1:` and the digest; in the documents the bare SHA-256 (sheet 6). A digest of another kind is left out.
    private static func checksum(of row: PterodactylWire.Backup) -> (value: Checksum?, isReadable: Bool) {
        if let text = row.checksum.value {
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let algorithm = Checksum.Algorithm(rawValue: parts[0].lowercased()) else {
                return (nil, true)
            }
            let checksum = digest(parts[1], algorithm)
            return (checksum, checksum != nil)
        }
        guard let text = row.sha256.value else { return (nil, !row.checksum.isUnreadable && !row.sha256.isUnreadable) }
        let checksum = digest(Substring(text), .sha256)
        return (checksum, checksum != nil)
    }

    /// Only what has the form of a digest: a comparison with anything else would call a whole archive damaged.
    private static func digest(_ text: Substring, _ algorithm: Checksum.Algorithm) -> Checksum? {
        let length = switch algorithm {
        case .sha1: 40
        case .sha256: 64
        }
        guard text.utf8.count == length, text.allSatisfy(\.isHexDigit) else { return nil }
        return Checksum(algorithm: algorithm, value: text.lowercased())
    }
}

extension ProviderCapabilities {
    /// Of a panel that also tells whether a schedule made a backup (sheet 2.1).
    fileprivate static let pterodactylWithKinds: Self = {
        var capabilities = ProviderCapabilities.pterodactyl
        capabilities.facts.insert(.kind)
        return capabilities
    }()
}

extension Lenient {
    /// Neither absent nor null, readable or not.
    fileprivate var isPresent: Bool {
        value != nil || isUnreadable
    }
}
