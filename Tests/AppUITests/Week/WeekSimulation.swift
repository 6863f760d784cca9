import BackupKit
import FoundationEssentials
import TerminalUI
import TestSupport
@testable import AppCore
@testable import AppUI

/// A wall over simulated services under a virtual clock: every effect is answered as a service would answer it, every
/// timer fires when it should, and the faults of a bad week happen.
struct WeekSimulation {
    private enum Happening {
        case action(AppAction)
        case backupBegins(ServerRef)
        case backupGoesOn(ServerRef, silentFor: Double)
        case feedsDrop
        case burst(left: Int)
        case outage(Context.ID, begins: Bool)
        case serversVanish
        case serversAppear
    }

    private(set) var state: AppState
    private(set) var fleet: SimulatedFleet
    var truth: AlarmTruth
    private var queue = EventQueue<Happening>()
    private var random: SeededGenerator
    private var feeds: Set<ServerRef> = []
    private(set) var seconds = 0
    private(set) var lists = 0
    private(set) var events = 0
    private(set) var writes = 0
    private(set) var rang = 0
    let start: Date

    init(seed: UInt64, start: Date = .sample) {
        self.start = start
        random = SeededGenerator(seed: seed)
        fleet = SimulatedFleet(now: start, random: &random)
        var settings = Settings(isReadOnly: true)
        settings.watchesFleet = true
        state = AppState(
            now: start, settings: settings, contexts: fleet.contexts, session: "week", ids: IDSource(seed, 7)
        )
        state.screen = .wall
        truth = AlarmTruth(contexts: fleet.contexts.map(\.id), start: start, silence: 3600)
        for ref in fleet.order {
            queue.add(.backupBegins(ref), at: start.addingTimeInterval(.random(in: 60 ..< 86400, using: &random)))
        }
        for hour in 1 ... 24 * 8 { queue.add(.feedsDrop, at: start.addingTimeInterval(Double(hour) * 3600)) }
        for day in 0 ..< 8 { queue.add(.burst(left: 3000), at: start.addingTimeInterval(Double(day) * 86400 + 3240)) }
        for (hour, length) in [(1.5, 1.7), (80, 2.5)] {
            queue.add(.outage("beta", begins: true), at: start.addingTimeInterval(hour * 3600))
            queue.add(.outage("beta", begins: false), at: start.addingTimeInterval((hour + length) * 3600))
        }
        queue.add(.serversVanish, at: start.addingTimeInterval(0.4 * 3600))
        queue.add(.serversAppear, at: start.addingTimeInterval(0.6 * 3600))
        send(.started)
    }

    /// Lets time pass up to a moment.
    mutating func run(until end: Date) {
        while let (moment, happening) = queue.next(before: end) {
            state.now = moment
            happen(happening)
        }
        state.now = end
    }

    // MARK: Effects

    private mutating func send(_ action: AppAction) {
        for effect in AppReducer.reduce(into: &state, action: action) { perform(effect) }
    }

    private mutating func perform(_ effect: Effect) {
        let delay = Double.random(in: 0.05 ..< 0.4, using: &random)
        switch effect {
        case let .timer(timer, wait):
            queue.add(.action(.timerFired(timer)), named: timer, at: state.now.addingTimeInterval(wait / .seconds(1)))
        case let .cancelTimer(timer): queue.drop(timer)
        case let .loadServers(context): answerServers(context, after: delay)
        case let .loadServer(ref):
            guard !fleet.down.contains(ref.context), let host = fleet.hosts[ref] else { return }
            later(.serverLoaded(ref, .success(host.server)), after: delay)
        case let .loadBackups(location, ticket):
            lists += 1
            let isDown = fleet.down.contains(location.server.context)
            later(.backupsLoaded(
                location, ticket, isDown ? .failure(Self.unreachable) : .success(fleet.listing(of: location.server))
            ), after: delay)
        case let .subscribe(ref):
            feeds.insert(ref)
            // Nobody gets through to a service that is down; the next hour brings the feed.
            if !fleet.down.contains(ref.context) { later(.provider(ref, .connected), after: delay) }
        case let .unsubscribe(ref): feeds.remove(ref)
        case let .ring(news): rang += news.count
        case .mutate, .begin, .close, .download: writes += 1
        default: break
        }
    }

    private static let unreachable = ProviderError(.unreachable, "The service cannot be reached")

    private mutating func answerServers(_ context: Context.ID, after delay: Double) {
        later(.serversLoaded(
            context, fleet.down.contains(context) ? .failure(Self.unreachable) : .success(fleet.servers(of: context))
        ), after: delay)
    }

    private mutating func later(_ action: AppAction, after delay: Double) {
        queue.add(.action(action), at: state.now.addingTimeInterval(delay))
    }

    // MARK: What happens

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case let .action(action): deliver(action)
        case let .backupBegins(ref): begin(ref)
        case let .backupGoesOn(ref, silence): goOn(ref, silentFor: silence)
        case .feedsDrop:
            for ref in feeds.sorted(by: { $0.server < $1.server }) {
                send(.provider(ref, .disconnected(Self.unreachable)))
                if !fleet.down.contains(ref.context) { later(.provider(ref, .connected), after: 3) }
            }
        case let .burst(left):
            guard left > 0 else { return }
            if let ref = feeds.min(by: { $0.server < $1.server }), !fleet.down.contains(ref.context),
               let backup = fleet.hosts[ref]?.backups.first {
                deliver(.provider(ref, .progress(OperationReport(
                    backup: backup.id, kind: .create, phase: .archive, fraction: 1, state: .done
                ))))
            }
            queue.add(.burst(left: left - 1), at: state.now.addingTimeInterval(0.02))
        case let .outage(context, begins):
            if begins { fleet.down.insert(context) } else { fleet.down.remove(context) }
        case .serversVanish:
            for ref in fleet.order.suffix(10) { fleet.hosts[ref]?.isListed = false }
        case .serversAppear:
            for number in 500 ..< 550 { fleet.add(number, to: "alpha", now: state.now, random: &random) }
        }
    }

    private mutating func deliver(_ action: AppAction) {
        switch action {
        case .timerFired(.second): seconds += 1
        case let .serversLoaded(context, .success(servers)):
            truth.heard(context, at: state.now)
            let listed = Set(servers.map(\.id))
            for ref in state.fleet.serverOrder where ref.context == context && !listed.contains(ref.server) {
                truth.vanished(ref, at: state.now)
            }
        case let .serverLoaded(ref, .success): truth.heard(ref.context, at: state.now)
        case let .backupsLoaded(location, _, .success(listing)):
            if state.fleet.servers[location.server] != nil {
                truth.listed(
                    location.server, listing.backups, running: listing.operations.first?.backup, at: state.now
                )
            }
        case let .provider(ref, event):
            events += 1
            if state.fleet.servers[ref] != nil, event.isAnswer { truth.heard(ref.context, at: state.now) }
        default: break
        }
        let before = openWork
        send(action)
        followWork(since: before)
    }

    /// The program's view of what runs is what its silence is measured by: the truth takes the moments from there and
    /// measures by itself.
    private var openWork: [ServerRef: BackupOperation] {
        var open: [ServerRef: BackupOperation] = [:]
        for ref in state.watch.told.keys {
            open[ref] = state.fleet.servers[ref]?.operations.values.first(where: \.isOpen)
        }
        return open
    }

    private mutating func followWork(since before: [ServerRef: BackupOperation]) {
        let after = openWork
        for (ref, operation) in after
            where before[ref]?.newsAt != operation.newsAt || before[ref]?.key != operation.key {
            truth.progressed(ref, operation.key.backup, at: operation.newsAt)
        }
        for ref in before.keys where after[ref] == nil { truth.ended(ref, at: state.now) }
    }

    private mutating func begin(_ ref: ServerRef) {
        defer { queue.add(.backupBegins(ref), at: state.now.addingTimeInterval(86400)) }
        // One in thirty servers misses its backup on some days.
        guard fleet.hosts[ref]?.work == nil, fleet.hosts[ref]?.isListed == true,
              Int.random(in: 0 ..< 30, using: &random) > 0, !ref.server.rawValue.hasSuffix("-66") else { return }
        guard let backup = fleet.hosts[ref]?.append(at: state.now, state: .running, size: 0, of: ref) else { return }
        fleet.hosts[ref]?.work = SimulatedFleet.Work(backup: backup, fraction: 0)
        let isStuck = Int.random(in: 0 ..< 60, using: &random) == 0
        queue.add(.backupGoesOn(ref, silentFor: isStuck ? 900 : 0), at: state.now.addingTimeInterval(10))
    }

    private mutating func goOn(_ ref: ServerRef, silentFor silence: Double) {
        guard var work = fleet.hosts[ref]?.work else { return }
        work.fraction += 0.2
        if work.fraction < 0.99 {
            fleet.hosts[ref]?.work = work
            tell(ref, work, .running)
            let gap = work.fraction > 0.5 && silence > 0 ? silence : Double.random(in: 10 ..< 40, using: &random)
            queue.add(
                .backupGoesOn(ref, silentFor: work.fraction > 0.5 ? 0 : silence), at: state.now.addingTimeInterval(gap)
            )
            return
        }
        let isFailed = Int.random(in: 0 ..< 25, using: &random) == 0
        let isSmall = Int.random(in: 0 ..< 40, using: &random) == 0
        fleet.hosts[ref]?.work = nil
        if let index = fleet.hosts[ref]?.backups.firstIndex(where: { $0.id == work.backup }) {
            fleet.hosts[ref]?.backups[index].state = isFailed ? .failed : .completed
            fleet.hosts[ref]?.backups[index].size = isFailed ? nil : isSmall ? 300_000 : 1_000_000
        }
        tell(ref, work, isFailed ? .failed : .done)
    }

    private mutating func tell(_ ref: ServerRef, _ work: SimulatedFleet.Work, _ outcome: OperationState) {
        guard feeds.contains(ref), !fleet.down.contains(ref.context) else { return }
        deliver(.provider(ref, .progress(OperationReport(
            backup: work.backup, kind: .create, phase: .archive, fraction: min(1, work.fraction), state: outcome
        ))))
    }
}

extension ProviderEvent {
    /// The service itself said it.
    fileprivate var isAnswer: Bool {
        if case .disconnected = self { false } else { true }
    }
}
