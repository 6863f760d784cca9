import BackupKit
import FoundationEssentials

/// Makes a plan from what was just read, or says why there can be none.
enum PlanBuilder {
    /// Oldest reading a plan may rest on.
    static let freshness: TimeInterval = 60

    /// What tells this plan from all others.
    struct Identity {
        var act: Identifier<JournalEntry>
        /// Part of a safety backup's name.
        var nonce: String
        /// The id of a safety backup, where we choose it.
        var backup: String
    }

    static func build(
        _ target: PlanTarget,
        from inspection: Inspection,
        as identity: Identity,
        state: AppState
    ) -> Result<Plan, PlanRefusal> {
        do {
            return try .success(make(target, inspection, identity, state))
        } catch {
            return .failure(error)
        }
    }

    private static func make(
        _ target: PlanTarget,
        _ inspection: Inspection,
        _ identity: Identity,
        _ state: AppState
    ) throws(PlanRefusal) -> Plan {
        guard let context = state.fleet.contexts[target.location.server.context],
              let server = state.fleet.servers[target.location.server] else {
            throw PlanRefusal("The server is not in the list any more: press R")
        }
        // Archives are fetched in a read-only session as well, one or many.
        let isWriting = target.act.isMutating || server.capabilities.downloadNeedsWriter
        if isWriting, let reason = Availability.reasonAgainstWriting(in: context, settings: state.settings) {
            throw PlanRefusal(reason, .readOnly)
        }
        if target.act.isMutating, let problem = state.journalProblem {
            throw PlanRefusal("Nothing can be journalled: \(problem)", .noJournal)
        }
        if case let .failure(error)? = inspection.unlocks {
            throw PlanRefusal("The journal cannot be read: \(error.message)", .noJournal)
        }
        guard (0 ... freshness).contains(state.now.timeIntervalSince(inspection.readAt)) else {
            throw PlanRefusal("What was read is over a minute old: press Esc and try again")
        }
        var facts = try PlanFacts.gather(target, from: inspection, of: server).get()
        let traits = inspection.listing.capabilities ?? server.capabilities
        let now = state.serviceTime(of: target.location.server)
        let safety = target.makesSafetyBackup && traits.restore.safetyBackup == .byClient
            ? SafetyBackup.draft(
                nonce: identity.nonce, id: identity.backup, capabilities: traits, server: inspection.server
            ) : nil
        let steps = Plan.steps(of: target.act, facts: facts, traits: traits, makesSafetyBackup: safety != nil)
        try PlanRefusal.check(target, steps, facts, inspection, traits, server)
        if safety != nil, let refusal = SafetyBackup.refusal(
            facts: facts, server: inspection.server, state: server, capabilities: traits, now: state.now
        ) { throw refusal }
        let rows = BulkRows.make(target.act, inspection: inspection, server: server, traits: traits)
        if case let .bulk(bulk) = target.act, !rows.contains(where: { $0.exclusion == nil }) {
            throw PlanRefusal(BulkRows.nothingLeft(of: bulk, rows))
        }
        if !rows.isEmpty {
            facts.isLastGood = rows.contains { $0.exclusion == nil && $0.backup.id == facts.newestGood }
        }
        let level = Gate.level(of: target.act, in: circumstances(
            of: target, facts: facts, rows: rows, inspection, known: server, context: context, safety, state.now
        ))
        let phrase = ConfirmationPhrase(
            target: target, facts: facts, rows: rows, level: level, fleet: state.fleet, now: now
        )
        var consequences = PlanConsequence.lines(of: target.act, facts: facts, rows: rows)
        if case let .restore(_, options) = target.act {
            consequences = RestoreConsequences(
                options: options, facts: facts, traits: traits, safety: safety, now: now
            ).lines(server: server)
            if safety != nil, let doubt = SafetyBackup.doubt(inspection.listing.backups, traits.create, now: now) {
                consequences.append(doubt)
            }
        }
        return Plan(
            act: identity.act,
            target: target,
            level: level,
            facts: facts,
            steps: steps,
            safety: safety,
            rows: rows,
            consequences: consequences,
            confirmation: level == .light ? "" : phrase.text,
            confirmationNote: level == .light ? nil : phrase.note,
            cancelWindow: state.settings.cancelWindow(at: level),
            madeAt: state.now,
            serviceTime: now
        )
    }

    /// What the level depends on; `now` is by our clock, as the moments of unlocks are.
    private static func circumstances(
        of target: PlanTarget,
        facts: PlanFacts,
        rows: [BulkRow],
        _ inspection: Inspection,
        known: ServerState,
        context: Context,
        _ safety: BackupDraft?,
        _ now: Date
    ) -> Gate.Circumstances {
        let traits = known.capabilities
        let unlocks: RecentUnlocks? = if case let .success(unlocks)? = inspection.unlocks { unlocks } else { nil }
        let touched = rows.isEmpty ? facts.backup.map { [$0] } ?? [] : rows.filter { $0.exclusion == nil }.map(\.backup)
        var isQueued = false
        if case let .cancel(run) = target.act {
            isQueued = known.operations[OperationKey(backup: run.backup, kind: run.kind)]?.state == .queued
        }
        return Gate.Circumstances(
            isProtected: context.protects(inspection.server),
            isLastGood: facts.isLastGood,
            isLocked: touched.contains { $0.isLocked == true } && traits.reason(against: .unlock) != nil,
            isJustUnlocked: touched.contains {
                known.wasJustUnlocked($0.id, now: now) || unlocks?.holds($0.id, at: now) == true
            },
            isCertainlyFailed: !touched.isEmpty && touched.allSatisfy(\.isCertainlyFailed),
            isSafe: safety != nil || traits.restore.safetyBackup == .byServer,
            isQueued: isQueued
        )
    }
}

extension Settings {
    /// How long a confirmed act of a level can still be stopped.
    func cancelWindow(at level: GateLevel) -> Duration {
        switch level {
        case .light: .zero
        case .severe: cancelWindow
        case .extreme: cancelWindow * 2
        }
    }
}

extension Plan {
    /// The steps of an act, in order.
    static func steps(
        of act: PlanTarget.Act,
        facts: PlanFacts,
        traits: ProviderCapabilities,
        makesSafetyBackup: Bool
    ) -> [Step] {
        switch act {
        case .delete: return [.recheck, .delete]
        case .cancel: return [.recheck, .cancel]
        case .bulk: return [.recheck, .bulk]
        case let .power(signal): return [.recheck, .power(signal)]
        case .create, .rename, .setLock, .retry, .acknowledge, .download: return [.send(act.step)]
        case .restore:
            let safety: [Step] = makesSafetyBackup ? [.safety, .recheck] : []
            guard traits.restore.needsStop, !facts.power.isDown else { return [.recheck] + safety + [.restore] }
            let middle: [Step] = makesSafetyBackup ? safety : [.recheck]
            let end: [Step] = facts.wasRunning ? [.start] : []
            return [.recheck, .stop, .confirmStopped] + middle + [.restore] + end
        }
    }
}
