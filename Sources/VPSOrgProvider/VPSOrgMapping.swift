import BackupKit
import FoundationEssentials
import ProviderSupport
import ServiceClient

/// Turns the service's JSON into our model.
enum VPSOrgMapping {
    /// The backups of one server. Rows of other servers are left out, whatever was asked for; rows that name no server
    /// stay as long as the service keeps to what was asked for.
    static func listing(_ list: VPSOrgList<VPSOrgWire.Backup>, of server: VPSOrgWire.Number) -> BackupListing {
        let isFiltered = list.rows.allSatisfy { ($0.server.value?.id ?? server) == server }
        return listing(
            list.rows.filter { row in row.server.value.map { $0.id == server } ?? isFiltered },
            unreadable: list.skipped,
            of: list
        )
    }

    /// The backups of every server that has any. What could not be read may belong to any of them. A row that names no
    /// server belongs to one that is gone.
    static func account(_ list: VPSOrgList<VPSOrgWire.Backup>) -> AccountListing {
        var groups: [VPSOrgWire.Number: [VPSOrgWire.Backup]] = [:]
        for row in list.rows {
            if let server = row.server.value?.id { groups[server, default: []].append(row) }
        }
        let unreadable = list.skipped + list.rows.count { $0.server.isUnreadable }
        let listings = Dictionary(uniqueKeysWithValues: groups.map { server, rows in
            (Server.ID(server.text), listing(rows, unreadable: unreadable, of: list))
        })
        return AccountListing(
            listings: listings, isWhole: list.missing == 0 && !list.hasMore && unreadable == 0
        )
    }

    private static func listing(
        _ rows: [VPSOrgWire.Backup],
        unreadable: Int,
        of list: VPSOrgList<VPSOrgWire.Backup>
    ) -> BackupListing {
        var builder = ListingBuilder(unreadable: unreadable)
        for row in rows {
            let (backup, unreadable) = backup(row)
            let operation = work(row).operation(on: backup.id)
            builder.add(backup, unreadable: unreadable, operations: [operation].compactMap(\.self))
        }
        var listing = builder.listing
        listing.withheld = list.missing
        listing.hasMore = list.hasMore
        listing.date = list.date
        return listing
    }

    /// One backup, and how many of its values could not be read.
    static func backup(_ row: VPSOrgWire.Backup) -> (Backup, unreadable: Int) {
        let createdAt = row.createdAt.value.flatMap(Timestamp.date)
        let expiresAt = row.expiresAt.value.flatMap(Timestamp.date)
        let size = row.megabytes.value.flatMap(bytes)
        let kind = kind(row.type.value)
        let work = work(row)
        let backup = Backup(
            id: Backup.ID(row.id.text),
            name: row.description.value.flatMap { $0.isEmpty ? nil : $0 },
            createdAt: createdAt,
            state: work.state,
            kind: kind ?? .unknown,
            size: size,
            expiresAt: expiresAt
        )
        let problems = [
            work == .unknown,
            kind == nil && row.type.value != nil || row.type.isUnreadable,
            createdAt == nil && row.createdAt.value != nil || row.createdAt.isUnreadable,
            expiresAt == nil && row.expiresAt.value != nil || row.expiresAt.isUnreadable,
            size == nil && row.megabytes.value != nil || row.megabytes.isUnreadable,
            row.description.isUnreadable, row.server.isUnreadable,
        ]
        return (backup, problems.count { $0 })
    }

    private static func kind(_ word: String?) -> Backup.Kind? {
        switch word {
        case "manual": .manual
        case "automatic": .automatic
        default: nil
        }
    }

    /// The service does not say whether it counts in powers of ten or two: ten (sheet 2).
    private static func bytes(_ megabytes: Double) -> Int64? {
        megabytes >= 0 ? Int64(exactly: (megabytes * 1_000_000).rounded()) : nil
    }

    /// What a row's status stands for. Only `completed` and `in_progress` are documented; the other words are what
    /// services of this kind say (sheet 2).
    private static func work(_ row: VPSOrgWire.Backup) -> Work {
        switch row.status.value?.lowercased() {
        case "completed", "complete", "ready", "success": .done
        case "in_progress", "creating", "running": .creating
        case "pending", "queued": .waiting
        case "failed", "error": .failed
        case "restoring": .restoring
        case "deleting": .deleting
        default: .unknown
        }
    }

    private enum Work {
        case done
        case creating
        case waiting
        case failed
        case restoring
        case deleting
        case unknown

        var state: Backup.State {
            switch self {
            case .done: .completed
            case .creating, .deleting: .running
            case .waiting: .pending
            case .failed: .failed
            case .restoring: .restoring
            case .unknown: .unknown
            }
        }

        func operation(on backup: Backup.ID) -> OperationReport? {
            switch self {
            case .creating: OperationReport(backup: backup, kind: .create, phase: .archive, state: .running)
            case .waiting: OperationReport(backup: backup, kind: .create, phase: .queued, state: .queued)
            case .failed: OperationReport(backup: backup, kind: .create, phase: .archive, state: .failed)
            case .restoring: OperationReport(backup: backup, kind: .restore, phase: .extract, state: .running)
            case .deleting: OperationReport(backup: backup, kind: .delete, phase: .queued, state: .running)
            case .done, .unknown: nil
            }
        }
    }
}

extension VPSOrgMapping {
    /// The servers in the service's order, each once.
    static func servers(_ list: VPSOrgList<VPSOrgWire.Server>) -> [Server] {
        var known: Set<VPSOrgWire.Number> = []
        return list.rows.filter { known.insert($0.id).inserted }.map(server)
    }

    /// The filter's words are the only ones known (sheet 4.1).
    private static func server(_ row: VPSOrgWire.Server) -> Server {
        let name = row.name.value.flatMap { $0.isEmpty ? nil : $0 } ?? row.hostname.value ?? ""
        let (condition, power): (Server.Condition, PowerState?) = switch row.status.value {
        case "active": (.available, .running)
        case "stopped": (.available, .stopped)
        case "suspended": (.suspended(reason: nil), nil)
        case let .some(word): (.unknown(PlainText.line(word, limit: 40)), nil)
        case nil: (.unknown("not told"), nil)
        }
        return Server(id: Server.ID(row.id.text), name: name, condition: condition, power: power)
    }
}
