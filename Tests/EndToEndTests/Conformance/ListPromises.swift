import BackupKit
import Foundation
import Sandbox

/// Promises about lists: what they show is what the service has.
enum ListPromises {
    static func check(_ promise: LivePromise, _ bench: LiveBench) async throws {
        switch promise {
        case .serversEqualTheTruth: try await servers(bench)
        default: try await list(bench)
        }
    }

    private static func servers(_ bench: LiveBench) async throws {
        let truth = try await bench.service.server()
        let server = try await bench.reader.server(bench.location.server)
        try promise(server.name == truth.name, "the server is called \(server.name), not \(truth.name)")
        try promise(server.id.rawValue == truth.id, "its id is \(server.id), not \(truth.id)")
        try promise(server.condition == .available, "it is \(server.condition)")
        if let limit = server.quota?.limit {
            try promise(limit == truth.quota, "the limit is \(limit), not \(truth.quota)")
        }
        if let used = server.quota?.used {
            try promise(used == truth.used, "\(used) are in use, not \(truth.used)")
        }
        if let power = server.power { try promise(power == .running, "the power is \(power)") }
        let worlds = Set(server.worlds.map(\.id.rawValue))
        try promise(
            worlds.isEmpty || worlds == Set(truth.worlds.map(\.id)), "the worlds are \(worlds)"
        )
    }

    /// Compares every fact of every row that the provider says its service tells.
    static func list(_ bench: LiveBench) async throws {
        let truth = try await visible(bench)
        let listing = try await bench.reader.backups(at: bench.location)
        try promise(listing.unreadable == 0, "\(listing.unreadable) values were not read")
        try promise(
            Set(listing.backups.map(\.id.rawValue)) == Set(truth.map(\.id)),
            "\(listing.backups.count) rows, not the \(truth.count) there are"
        )
        try promise(listing.backups.count == truth.count, "a row stands twice")
        for row in listing.backups {
            guard let wanted = truth.first(where: { $0.id == row.id.rawValue }) else { continue }
            try compare(row, with: wanted, bench)
        }
    }

    /// Deployed panels of StellarStack know nothing of a backup without an archive.
    private static func visible(_ bench: LiveBench) async throws -> [Truth.Backup] {
        let all = try await bench.trueBackups()
        guard bench.service.system == .stellarstack, bench.service.scenario == .deployed else { return all }
        return all.filter { $0.bytes != nil && !$0.automated }
    }

    private static func compare(_ row: Backup, with truth: Truth.Backup, _ bench: LiveBench) throws {
        func same<Value: Equatable>(_ fact: String, _ found: Value?, _ wanted: Value?) throws {
            try promise(
                found == wanted,
                "\(fact) of \(row.id) is \(String(describing: found)), not \(String(describing: wanted))"
            )
        }
        let facts = bench.capabilities.facts
        let isCompleted = truth.state == "completed"
        try same("name", row.name ?? "", truth.name)
        if !isCompleted, bench.service.system == .pterodactyl, bench.service.scenario == .documented {
            // Neither a failed backup nor a running one has an end there, and an old one may be either.
            try promise(row.state == .running || row.state == .unknown, "a failed one is \(row.state.rawValue)")
        } else {
            try same("state", row.state, isCompleted ? .completed : .failed)
        }
        if facts.contains(.kind) { try same("kind", row.kind, truth.automated ? .automatic : .manual) }
        // Older shapes of Archon do not tell it.
        if facts.contains(.lock), row.isLocked != nil || bench.capabilities.actions.contains(.lock) {
            try same("lock", row.isLocked, truth.locked)
        }
        if facts.contains(.size), isCompleted { try same("size", row.size, size(truth, bench)) }
        if facts.contains(.checksum), isCompleted { try same("checksum", row.checksum, checksum(row, truth)) }
        if facts.contains(.ignoredPatterns) { try same("patterns", row.ignoredPatterns ?? [], truth.ignored) }
        if facts.contains(.expiry) { try same("expiry", row.expiresAt, expiry(row, truth)) }
        guard let made = row.createdAt, let wanted = date(truth.createdAt) else {
            throw BrokenPromise("no date of \(row.id)")
        }
        // Deployed panels of StellarStack date a row by its end, and some services tell whole seconds.
        let isDatedByEnd = bench.service.system == .stellarstack && bench.service.scenario == .deployed
        try promise(
            abs(made.timeIntervalSince(wanted)) < 1 || (isDatedByEnd && made >= wanted),
            "\(row.id) was made at \(made), not \(wanted)"
        )
    }

    private static func size(_ truth: Truth.Backup, _ bench: LiveBench) -> Int64? {
        guard bench.service.system == .vpsorg else { return truth.bytes }
        return truth.bytes.map { max(1, ($0 + 999_999) / 1_000_000) * 1_000_000 }
    }

    /// By the algorithm that the row names.
    static func checksum(_ row: Backup, _ truth: Truth.Backup) throws -> Checksum? {
        switch row.checksum?.algorithm {
        case .sha256?: truth.sha256.map { Checksum(algorithm: .sha256, value: $0) }
        case .sha1?: truth.sha1.map { Checksum(algorithm: .sha1, value: $0) }
        case nil: throw BrokenPromise("\(row.id) has no checksum")
        }
    }

    /// Automatic ones go after a month.
    private static func expiry(_ row: Backup, _ truth: Truth.Backup) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        guard truth.automated, let made = row.createdAt else { return nil }
        return calendar.date(byAdding: .month, value: 1, to: made)
    }

    static func date(_ text: String) -> Date? {
        do {
            return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        } catch {
            return nil
        }
    }
}
