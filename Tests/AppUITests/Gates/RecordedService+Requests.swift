import AppCore
import BackupKit
import FoundationEssentials

/// Carrying out requests that change something.
extension RecordedService {
    /// Writes a request down and carries it out; answers what is said of it, and after how many seconds.
    mutating func carryOut(_ mutation: Mutation, now: Date) -> (answer: MutationAnswer, after: Double) {
        requests.append(Recorded(mutation: mutation, at: now))
        let delay = Double.random(in: 0.05 ... 0.6, using: &random)
        switch Int.random(in: 0 ..< 100, using: &random) {
        case 0 ..< 2: return (.refused(ProviderError(.serverFailure, "It broke")), delay)
        case 2: return (.ambiguous(ProviderError(.timedOut, "No answer", isOutcomeUnknown: true)), 5)
        case 3 ..< 5:
            _ = apply(mutation, now: now)
            return (.ambiguous(ProviderError(.timedOut, "No answer", isOutcomeUnknown: true)), 5)
        default:
            let (answer, wait) = apply(mutation, now: now)
            return (answer, wait ?? delay)
        }
    }

    /// The wait is nil where the service answers at once.
    private mutating func apply(_ mutation: Mutation, now: Date) -> (MutationAnswer, Double?) {
        let place = mutation.location.world
        guard let host = host(mutation.location.server.server), hosts[host].places.contains(place) else {
            return (.refused(ProviderError(.notFound, "No such server or world")), nil)
        }
        switch mutation.request {
        case let .create(draft): return create(draft, host, place, now)
        case let .power(signal):
            if signal == .stop { stoppedBy[mutation.location.server.server] = mutation.act }
            return (power(signal, host, now), nil)
        case let .cancel(run): return (cancel(run, host, now), nil)
        case let .acknowledge(run):
            hosts[host].ends[run.backup]?.awaitsAcknowledgement = false
            return (.accepted(nil), nil)
        case let .deleteMany(ids):
            let refusals = ids.compactMap { refusal(against: $0, host, place, isDelete: true) }
            if let refusal = refusals.first { return (.refused(refusal), nil) }
            for id in ids { remove(id, host, place, now) }
            return (.accepted(nil), nil)
        case let .restore(id, _), let .delete(id), let .rename(id, _), let .retry(id), let .setLock(id, _):
            let isDelete = if case .delete = mutation.request { true } else { false }
            if let refusal = refusal(against: id, host, place, isDelete: isDelete) { return (.refused(refusal), nil) }
            return change(id, mutation.request, host, place, now)
        }
    }

    private mutating func change(
        _ id: Backup.ID,
        _ request: Mutation.Request,
        _ host: Int,
        _ place: World.ID?,
        _ now: Date
    ) -> (MutationAnswer, Double?) {
        switch request {
        case .delete: remove(id, host, place, now)
        case let .rename(_, name): edit(id, host, place) { $0.name = name }
        case let .setLock(_, isLocked): edit(id, host, place) { $0.isLocked = isLocked }
        case .retry:
            edit(id, host, place) { $0.state = .running }
            begin(.create, of: id, host, place, now: now, after: 0, lasts: 8)
        case .restore:
            let lasts = begin(.restore, of: id, host, place, now: now, after: 0.5, lasts: 12)
            if traits.restore.answersWhenDone { return (.accepted(nil), lasts + 0.5) }
        default: break
        }
        return (.accepted(nil), nil)
    }

    private func refusal(
        against id: Backup.ID,
        _ host: Int,
        _ place: World.ID?,
        isDelete: Bool
    ) -> ProviderError? {
        guard let backup = hosts[host].lists[place]?.first(where: { $0.id == id }) else {
            return ProviderError(.notFound, "No such backup")
        }
        if hosts[host].works.contains(where: { $0.backup == id }) { return ProviderError(.conflict, "It is busy") }
        let canUnlock = traits.reason(against: .unlock) == nil
        return isDelete && backup.isLocked == true && canUnlock ? ProviderError(.conflict, "It is locked") : nil
    }

    private mutating func create(
        _ draft: BackupDraft,
        _ host: Int,
        _ place: World.ID?,
        _ now: Date
    ) -> (MutationAnswer, Double?) {
        let used = hosts[host].places.reduce(0) { $0 + (hosts[host].lists[$1]?.count ?? 0) }
        if let limit = hosts[host].limit, used >= limit * hosts[host].places.count {
            return (.refused(ProviderError(.limitReached, "The limit is reached")), nil)
        }
        if Int.random(in: 0 ..< 50, using: &random) == 0 {
            return (.refused(ProviderError(.rateLimited, "Too many", retryAfter: .seconds(20))), nil)
        }
        let id = add(
            to: host,
            place,
            made: now,
            .running,
            name: draft.name,
            id: draft.id,
            isLocked: draft.isLocked,
            isManual: true
        )
        let isFailing = Int.random(in: 0 ..< 6, using: &random) == 0
        let lasts = begin(.create, of: id, host, place, now: now, after: 0, lasts: 8, fails: isFailing)
        return (.accepted(id), traits.create.answersWhenDone ? lasts : nil)
    }

    private mutating func power(_ signal: PowerSignal, _ host: Int, _ now: Date) -> MutationAnswer {
        let takes = Double.random(in: 1 ... 4, using: &random)
        switch signal {
        case .start where !hosts[host].power.isDown: return .refused(ProviderError(.conflict, "It runs"))
        case .start: set([(0.2, .starting), (takes, .running)], host, now)
        case .stop: set([(0.2, .stopping), (takes, .stopped)], host, now)
        case .restart: set([(0.2, .stopping), (takes, .starting), (takes + 2, .running)], host, now)
        case .kill: set([(0.1, .stopped)], host, now)
        }
        return .accepted(nil)
    }

    private mutating func cancel(_ run: OperationRun, _ host: Int, _ now: Date) -> MutationAnswer {
        guard let index = hosts[host].works.firstIndex(where: {
            $0.backup == run.backup && $0.kind == run.kind && $0.run == run.id
        }) else { return .refused(ProviderError(.notFound, "No such run")) }
        finish(hosts[host].works.remove(at: index), as: .cancelled, host, now)
        return .accepted(nil)
    }

    mutating func set(_ states: [(after: Double, state: PowerState)], _ host: Int, _ now: Date) {
        hosts[host].powerToCome = states.map { (now.addingTimeInterval($0.after), $0.state) }
    }

    mutating func edit(_ id: Backup.ID, _ host: Int, _ place: World.ID?, _ change: (inout Backup) -> Void) {
        guard let row = hosts[host].lists[place]?.firstIndex(where: { $0.id == id }) else { return }
        var backup = hosts[host].lists[place, default: []][row]
        change(&backup)
        hosts[host].lists[place]?[row] = backup
        known[id] = backup
        names[id]?.insert(backup.title)
    }

    mutating func remove(_ id: Backup.ID, _ host: Int, _ place: World.ID?, _ now: Date) {
        guard kind.deletesLater else {
            hosts[host].lists[place]?.removeAll { $0.id == id }
            return
        }
        begin(.delete, of: id, host, place, now: now, after: 0, lasts: 3, fails: false)
    }
}
