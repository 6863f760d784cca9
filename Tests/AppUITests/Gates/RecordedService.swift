import AppCore
import BackupKit
import FoundationEssentials
import TestSupport

/// A backup service in memory. It answers as a service would, changes by itself now and then, and writes down every
/// request that changes something.
struct RecordedService {
    /// A piece of work: it waits until `begins`, then runs until `ends`.
    struct Work {
        var backup: Backup.ID
        var world: World.ID?
        var kind: OperationKind
        var run: OperationRun.ID?
        var begins: Date
        var ends: Date
        var fails: Bool
        var hasBegun = false
        /// When its progress was last told.
        var toldAt: Date
    }

    /// A server with its backups and the work on them.
    struct Host {
        var id: Server.ID
        var name: String
        var worlds: [World]
        var limit: Int?
        var power = PowerState.running
        /// When that began.
        var powerAt = Date.sample
        /// States of its process that are still to come.
        var powerToCome: [(at: Date, state: PowerState)] = []
        var lists: [World.ID?: [Backup]] = [:]
        var works: [Work] = []
        /// The last end of a restore by backup, where the service keeps telling it.
        var ends: [Backup.ID: OperationReport] = [:]

        var places: [World.ID?] {
            worlds.isEmpty ? [nil] : worlds.map(\.id)
        }

        var isRestoring: Bool {
            works.contains { $0.kind == .restore && $0.hasBegun }
        }
    }

    /// A request as it came in.
    struct Recorded {
        var mutation: Mutation
        var at: Date
    }

    let kind: ServiceKind
    var context: Context
    /// Where severe acts are extreme ones.
    var protectedHosts: Set<Server.ID> = []
    let traits: ProviderCapabilities
    var hosts: [Host]
    var random: SeededGenerator
    /// Every request that changes something, oldest first.
    var requests: [Recorded] = []
    /// Every backup that ever was, as it was last.
    var known: [Backup.ID: Backup] = [:]
    /// How each restore that was asked for here ended.
    var restored: [Identifier<JournalEntry>: OperationState] = [:]
    /// Whose restore of a backup ended last; nobody's where it was asked for elsewhere.
    var lastRestorers: [Backup.ID: Identifier<JournalEntry>?] = [:]
    /// Whose restore a backup was last asked for, until it ends.
    var restorers: [Backup.ID: Identifier<JournalEntry>] = [:]
    /// The act that stopped a server last.
    var stoppedBy: [Server.ID: Identifier<JournalEntry>] = [:]
    /// Every name that a backup ever bore.
    var names: [Backup.ID: Set<String>] = [:]
    var news: [(server: Server.ID, event: ProviderEvent)] = []
    var number = 0

    init(_ kind: ServiceKind, context: Context, seed: UInt64) {
        self.kind = kind
        self.context = context
        traits = context.capabilities
        random = SeededGenerator(seed: seed)
        hosts = kind.hosts.map { id, name, worlds in
            Host(
                id: id, name: name,
                worlds: worlds.enumerated().map { World(id: World.ID("w-\($1)"), name: $1, isActive: $0 == 0) },
                limit: 12
            )
        }
        for host in hosts.indices {
            for place in hosts[host].places { fill(host, place) }
        }
    }

    /// The backups of the beginning, of every kind that an act can be about.
    private mutating func fill(_ host: Int, _ place: World.ID?) {
        for hours in [0.4, 5, 30, 75, 400] {
            add(to: host, place, made: Date.sample.addingTimeInterval(-hours * 3600), .completed)
        }
        add(to: host, place, made: Date.sample.addingTimeInterval(-50 * 3600), .failed)
        add(to: host, place, made: Date.sample.addingTimeInterval(-9 * 3600), .completed, isLocked: true)
    }

    @discardableResult
    mutating func add(
        to host: Int,
        _ place: World.ID?,
        made: Date,
        _ state: Backup.State,
        name: String? = nil,
        id: Backup.ID? = nil,
        isLocked: Bool = false,
        isManual: Bool = false
    ) -> Backup.ID {
        number += 1
        let backup = finished(Backup(
            id: id ?? Backup.ID("\(1000 + number)\(kind.rawValue.prefix(1))ab-\(hosts[host].id.rawValue.prefix(4))"),
            name: name ?? "nightly \(number)",
            createdAt: made,
            state: .running,
            kind: isManual ? .manual : .automatic,
            isLocked: traits.facts.contains(.lock) ? isLocked : nil
        ), as: state, at: made)
        hosts[host].lists[place, default: []].insert(backup, at: 0)
        known[backup.id] = backup
        names[backup.id] = [backup.title]
        return backup.id
    }

    /// The backup at the end of its making.
    func finished(_ backup: Backup, as state: Backup.State, at moment: Date) -> Backup {
        var backup = backup
        backup.state = state
        guard state == .completed else { return backup }
        backup.completedAt = moment
        if traits.facts.contains(.size) { backup.size = 700_000_000 + Int64(backup.id.rawValue.utf8.last ?? 0) }
        if traits.facts.contains(.checksum) {
            backup.checksum = Checksum(algorithm: .sha256, value: "c0ffee\(backup.id.short)")
        }
        return backup
    }
}

// MARK: What a reader asks

extension RecordedService {
    func host(_ id: Server.ID) -> Int? {
        hosts.firstIndex { $0.id == id }
    }

    func servers() -> [Server] {
        hosts.indices.map(server)
    }

    func server(_ index: Int) -> Server {
        let host = hosts[index]
        return Server(
            id: host.id, name: host.name, worlds: host.worlds, quota: Quota(used: nil, limit: host.limit),
            condition: tellsRestoring && host.isRestoring ? .restoring : .available,
            power: kind.tellsPower ? host.power : nil
        )
    }

    /// Its servers say that they restore, and refuse their lists meanwhile.
    var tellsRestoring: Bool {
        kind == .logged
    }

    func listing(at location: LocationRef, now: Date) -> Result<BackupListing, ProviderError> {
        guard let index = host(location.server.server), hosts[index].places.contains(location.world) else {
            return .failure(ProviderError(.notFound, "No such server or world"))
        }
        let host = hosts[index]
        if tellsRestoring, host.isRestoring {
            return .failure(ProviderError(.conflict, "The server is being restored"))
        }
        let backups = host.lists[location.world] ?? []
        let works = host.works.filter { $0.world == location.world && $0.kind != .delete }
        let ended = backups.compactMap { host.ends[$0.id] }
            .filter { end in !works.contains { $0.backup == end.backup && $0.kind == end.kind } }
        let reports = kind == .synchronous || kind == .silent ? [] : works.map { report($0, now: now) } + ended
        return .success(BackupListing(backups: backups, operations: reports))
    }

    func report(_ work: Work, now: Date) -> OperationReport {
        let part = now.timeIntervalSince(work.begins) / max(1, work.ends.timeIntervalSince(work.begins))
        return OperationReport(
            backup: work.backup, kind: work.kind,
            phase: !work.hasBegun ? .queued : work.kind == .restore ? .extract : .archive,
            fraction: work.hasBegun ? min(0.99, max(0, part)) : nil,
            state: work.hasBegun ? .running : .queued, run: work.run
        )
    }

    /// The newest good backup of a place: the one whose loss is the worst.
    func newestGood(_ host: Int, _ place: World.ID?) -> Backup.ID? {
        (hosts[host].lists[place] ?? []).filter(\.isGood)
            .max { ($0.createdAt ?? .distantPast, $0.id) < ($1.createdAt ?? .distantPast, $1.id) }?.id
    }
}
