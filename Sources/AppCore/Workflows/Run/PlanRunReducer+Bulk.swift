import BackupKit
import FoundationEssentials

/// The requests of a bulk act: one after the other, each journalled and sent once, with a result for each backup.
extension PlanRunReducer {
    static func work(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], case let .bulk(bulk) = run.plan.target.act else { return [] }
        let backups = run.plan.included.map(\.id)
        var progress = run.bulk ?? BulkProgress(backups)
        state.runs[ref]?.stage = .working
        state.runs[ref]?.serial += 1
        let capabilities = state.fleet.capabilities(of: ref)
        if bulk.kind == .delete, backups.count > 1, run.bulk == nil, capabilities?.reason(against: .deleteMany) == nil {
            for id in backups { progress.items[id] = .sent }
            state.runs[ref]?.bulk = progress
            return [.mutate(Mutation(
                act: run.plan.act, location: run.plan.location, request: .deleteMany(backups)
            ))]
        }
        state.runs[ref]?.bulk = progress
        return sendNext(ref, state: &state)
    }

    private static func sendNext(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], case let .bulk(bulk) = run.plan.target.act, var progress = run.bulk else {
            return []
        }
        for backup in run.plan.included where progress.items[backup.id] == .waiting {
            if bulk.stopsAtFailure, progress.items.values.contains(where: \.stopsOthers) {
                progress.items[backup.id] = .skipped
                continue
            }
            let change = Recheck.change(
                of: backup, in: state.fleet[run.plan.location], of: state.fleet.servers[ref]
            )
            guard let change else { break }
            progress.items[backup.id] = .refused(change)
        }
        state.runs[ref]?.bulk = progress
        guard let next = progress.next, let request = bulk.kind.request(next) else {
            let limit = deadline(
                ref,
                after: progress.hasUnclear ? signLimit : goneLimit(ref, state: state),
                state: &state
            )
            return [limit] + observeItems(ref, state: &state)
        }
        state.runs[ref]?.bulk?.items[next] = .sent
        return [.mutate(Mutation(act: run.plan.act, location: run.plan.location, request: request))]
    }

    static func itemAnswered(
        _ ref: ServerRef,
        _ request: Mutation.Request,
        _ answer: MutationAnswer,
        state: inout AppState
    ) -> [Effect] {
        guard let run = state.runs[ref], let progress = run.bulk else { return [] }
        let backups: [Backup.ID] = if case let .deleteMany(all) = request { all } else {
            request.backup.map { [$0] } ?? []
        }
        var hasNoJournal = false
        for id in backups where progress.items[id] == .sent {
            state.runs[ref]?.bulk?.items[id] = switch answer {
            case .accepted: request.isDelete ? .accepted : .done
            case let .refused(error) where error.code == .notFound && request.isDelete && backups.count == 1: .done
            case let .refused(error): .failed(error.message)
            case let .ambiguous(error): .unclear(error.message)
            case let .notSent(reason): .failed(reason)
            }
        }
        if case .notSent = answer { hasNoJournal = true }
        if hasNoJournal, var progress = state.runs[ref]?.bulk {
            // What could not be written down for one cannot be written down for the next.
            for (id, item) in progress.items where item == .waiting { progress.items[id] = .skipped }
            state.runs[ref]?.bulk = progress
        }
        return sendNext(ref, state: &state)
    }

    /// Looks in the list for what became of each.
    static func observeItems(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], case let .bulk(bulk) = run.plan.target.act, var progress = run.bulk,
              let server = state.fleet.servers[ref], let place = state.fleet[run.plan.location] else { return [] }
        for (id, item) in progress.items where item == .accepted || item.isUnclear {
            switch bulk.kind {
            case .delete:
                let operation = server.operations[OperationKey(backup: id, kind: .delete)]
                if operation?.state == .done || operation == nil && place[id] == nil && place.isWholeNow {
                    progress.items[id] = .done
                }
            case .lock: if place[id]?.isLocked == true { progress.items[id] = .done }
            case .unlock: if place[id]?.isLocked == false { progress.items[id] = .done }
            case .download: break
            }
        }
        state.runs[ref]?.bulk = progress
        guard !progress.isWaiting else { return [] }
        if progress.items.values.allSatisfy({ $0 == .done }) { state.runs[ref]?.did(.bulk) }
        return end(ref, outcome(of: run, progress), state: &state)
    }

    /// No list has shown the rest in time.
    static func itemsAreLate(_ ref: ServerRef, state: inout AppState) -> [Effect] {
        guard let run = state.runs[ref], let progress = run.bulk,
              !progress.items.values.contains(where: { $0 == .waiting || $0 == .sent }) else {
            return [deadline(ref, after: signLimit, state: &state)]
        }
        return end(ref, outcome(of: run, progress), state: &state)
    }

    private static func outcome(of run: PlanRun, _ progress: BulkProgress) -> Outcome {
        guard case let .bulk(bulk) = run.plan.target.act else { return Outcome(.unknown, "") }
        let (all, done) = (progress.order.count, progress.count { $0 == .done })
        let participle = bulk.kind.participle
        if done == all {
            return Outcome(.succeeded, "\(all) \(all == 1 ? "backup was" : "backups were") \(participle)")
        }
        var parts: [String] = []
        func part(_ count: Int, _ words: String) {
            if count > 0 { parts.append("\(count) \(words)") }
        }
        part(progress.count(where: \.isFailed), "failed")
        part(progress.count(where: \.isRefused), "refused as changed")
        part(progress.count { $0 == .skipped }, "not asked for")
        part(progress.count { $0 == .accepted }, "accepted and still listed")
        part(progress.count(where: \.isUnclear), "without a clear answer")
        let text = "\(done) of \(all) backups were \(participle): \(parts.joined(separator: ", "))"
        let next = "Each line says what came of it"
        if progress.count(where: \.isFailed) > 0 { return Outcome(.failed, text, next: next) }
        if progress.count(where: \.isUnclear) > 0 { return Outcome(.unknown, text, next: "Watch the list") }
        let isPartial = progress.items.values.contains { $0.isRefused || $0 == .skipped }
        return isPartial
            ? Outcome(.failed, text, next: next) : Outcome(.unconfirmed, text, next: "Watch the list")
    }
}

extension BulkProgress {
    fileprivate var hasUnclear: Bool {
        items.values.contains(where: \.isUnclear)
    }
}

extension BulkAct.Kind {
    /// What was done to a backup, such as `deleted`.
    public var participle: String {
        switch self {
        case .delete: "deleted"
        case .lock: "locked"
        case .unlock: "unlocked"
        case .download: "downloaded"
        }
    }
}

extension Mutation.Request {
    fileprivate var isDelete: Bool {
        switch self {
        case .delete, .deleteMany: true
        default: false
        }
    }
}
