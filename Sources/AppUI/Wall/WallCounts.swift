import AppCore
import BackupKit
import FoundationEssentials

/// What the wall's headline counts. Protected is only who is known to be, by what this session has read.
struct WallCounts: Equatable {
    /// The server whose newest good backup is the oldest of all.
    struct Oldest: Equatable {
        var server: ServerRef
        var name: String
        var at: Date
        /// What is known of it may be wrong by now.
        var isOld: Bool
        var isLate: Bool
    }

    /// Servers that are shown.
    var total = 0
    /// Servers that are known to be without a good backup within the target.
    var unprotected = 0
    /// Servers of which nobody knows it.
    var unknown = 0
    /// Servers without any good backup.
    var never = 0
    /// Servers whose lists were not read yet.
    var unread = 0
    /// Nil where no good backup is known.
    var oldest: Oldest?
    /// How old the oldest list is that anything here rests on, in seconds; nil where none was read.
    var dataAge: TimeInterval?
    /// Servers whose lists are older than they should be.
    var aging = 0
    /// Running work by kind.
    var running: [OperationKind: Int] = [:]
    /// Contexts that have not answered in this session.
    var silent: [Context.ID]
    /// At least one context has answered in this session.
    var hasHeard: Bool
    /// Every context that has not answered has been silent for too long.
    var isLost: Bool
    /// Servers that are known not to be protected.
    private(set) var exposed: Set<ServerRef> = []
    /// All servers, the worst off first; those of which nothing is known come before the good ones.
    private(set) var servers: [ServerRef] = []

    init(_ state: AppState) {
        silent = state.fleet.contextOrder.filter { state.fleet.heardAt[$0] == nil }
        hasHeard = silent.count < state.fleet.contextOrder.count
        isLost = !silent.isEmpty && silent.allSatisfy {
            if case .unreachable = state.source(of: $0) { true } else { false }
        }
        let turns = Dictionary(
            state.fleet.contextOrder.map { ($0, state.sweepTime(of: $0)) }, uniquingKeysWith: { first, _ in first }
        )
        var rows: [Protection: [ServerRef]] = [:]
        for ref in state.listedServers {
            guard let standing = state.watch.standings[ref] else { continue }
            let age = state.dataAge(of: standing, turn: turns[ref.context] ?? 0)
            let protection = Protection(standing, age: age)
            count(ref, standing, protection, age: age, state)
            rows[protection == .protected ? .protected : .unknown, default: []].append(ref)
        }
        servers = (rows[.unknown] ?? []) + (rows[.protected] ?? [])
        if let oldest, let server = state.fleet.servers[oldest.server] {
            self.oldest?.name = FleetRowViewModel.name(of: server)
        }
    }

    /// Servers that do not count as protected: those of which it is not known are among them.
    var notProtected: Int {
        unprotected + unknown
    }

    /// Pieces of work that run.
    var runningCount: Int {
        running.values.reduce(0, +)
    }

    /// Called for every server with every frame: nothing here looks at a whole server without need.
    private mutating func count(
        _ ref: ServerRef,
        _ standing: ServerStanding,
        _ protection: Protection,
        age: DataAge,
        _ state: AppState
    ) {
        total += 1
        if protection == .notProtected {
            unprotected += 1
            exposed.insert(ref)
        }
        if protection == .unknown { unknown += 1 }
        if standing.health == .never { never += 1 }
        switch age {
        case .none: unread += 1
        case let .current(seconds): dataAge = max(dataAge ?? 0, seconds)
        case let .aging(seconds), let .old(seconds):
            dataAge = max(dataAge ?? 0, seconds)
            aging += 1
        }
        if standing.isWorking {
            for operation in state.fleet.servers[ref]?.shownOperations ?? [] where operation.isOpen {
                running[operation.key.kind, default: 0] += 1
            }
        }
        if let at = standing.lastGoodAt, oldest.map({ at < $0.at }) ?? true {
            let isOld = if case .old = age { true } else { false }
            oldest = Oldest(server: ref, name: "", at: at, isOld: isOld, isLate: !standing.isProtected)
        }
    }
}
