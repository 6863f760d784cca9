import BackupKit
import FoundationEssentials
import TestSupport
@testable import AppCore

/// What is really so at the simulated services: servers, their backups, and what runs.
struct SimulatedFleet {
    /// A backup that is being made.
    struct Work {
        var backup: Backup.ID
        var fraction: Double
    }

    /// One server.
    struct Host {
        var server: Server
        /// Newest last.
        var backups: [Backup]
        var work: Work?
        /// It is in its service's list.
        var isListed = true
        var made = 0
    }

    static let perContext = [200, 200, 100]
    let contexts: [Context]
    var hosts: [ServerRef: Host] = [:]
    private(set) var order: [ServerRef] = []
    /// Contexts whose service does not answer.
    var down: Set<Context.ID> = []

    init(now: Date, random: inout SeededGenerator) {
        contexts = ["alpha", "beta", "gamma"].map { name in
            var capabilities = Context.sample().capabilities
            capabilities.news.idlePoll = .seconds(1200)
            capabilities.quota.counted = .all
            return Context(
                id: Context.ID(name), provider: "sample", origin: "https://\(name).test",
                freshness: .seconds(26 * 3600),
                capabilities: capabilities
            )
        }
        for (context, count) in zip(contexts, Self.perContext) {
            for number in 0 ..< count { add(number, to: context.id, now: now, random: &random) }
        }
    }

    /// A new server with a history of daily backups, or one of the sick ones.
    mutating func add(_ number: Int, to context: Context.ID, now: Date, random: inout SeededGenerator) {
        let ref = ServerRef(context: context, server: Server.ID("\(context)-\(number)"))
        var host = Host(
            server: Server(id: ref.server, name: "\(context) \(number)", quota: Quota(used: nil, limit: 12)),
            backups: []
        )
        let isEmpty = number % 67 == 66
        for day in stride(from: isEmpty ? 0 : 9, to: 0, by: -1) {
            let age = Double(day) * 86400 - Double.random(in: 0 ..< 80000, using: &random)
            host.append(at: now.addingTimeInterval(-max(600, age)), state: .completed, size: 1_000_000, of: ref)
        }
        hosts[ref] = host
        order.append(ref)
    }

    func servers(of context: Context.ID) -> [Server] {
        order.compactMap { ref in
            ref.context == context ? hosts[ref].flatMap { $0.isListed ? $0.server : nil } : nil
        }
    }

    func listing(of ref: ServerRef) -> BackupListing {
        guard let host = hosts[ref] else { return BackupListing(backups: []) }
        let reports = host.work.map { work in
            [OperationReport(
                backup: work.backup,
                kind: .create,
                phase: .archive,
                fraction: work.fraction,
                state: .running
            )]
        } ?? []
        return BackupListing(backups: host.backups.reversed(), operations: reports)
    }
}

extension SimulatedFleet.Host {
    /// Adds a backup; the oldest one goes where the limit is reached.
    @discardableResult
    mutating func append(at moment: Date, state: Backup.State, size: Int64, of ref: ServerRef) -> Backup.ID {
        made += 1
        let id = Backup.ID("\(ref.server)-b\(made)")
        backups.append(Backup(
            id: id, name: "daily \(made)", createdAt: moment, state: state, kind: .automatic,
            size: state == .completed ? size : nil
        ))
        if backups.count > 9 { backups.removeFirst() }
        return id
    }
}
