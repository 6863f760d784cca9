import BackupKit
import FoundationEssentials

/// Plans of light acts: made from what is known, since nothing is lost that cannot be had again. What they rest on is
/// looked at once more in the moment they are accepted.
public enum LightPlan {
    /// Nil where the server is not known any more.
    static func make(_ act: PlanTarget.Act, at location: LocationRef, state: inout AppState) -> Plan? {
        guard let known = state.fleet.servers[location.server] else { return nil }
        let server = known.server
        let place = state.fleet[location]
        let world = server.worlds.first { $0.id == location.world }
        let good = place?.backups.filter(\.isGood) ?? []
        let facts = PlanFacts(
            serverName: server.name,
            condition: server.condition,
            worldName: world?.name,
            worldCount: server.worlds.count,
            activeWorld: server.worlds.first(where: \.isActive)?.id,
            power: known.power,
            toldPower: server.power,
            backup: act.backup.flatMap { place?[$0] },
            newestGood: nil,
            isLastGood: false,
            completedCount: good.count,
            quota: known.quota ?? Quota(used: nil, limit: nil)
        )
        let plan = Plan(
            act: state.nextAct(),
            target: PlanTarget(act: act, location: location),
            level: .light,
            facts: facts,
            steps: Plan.steps(of: act, facts: facts, traits: known.capabilities, makesSafetyBackup: false),
            safety: nil,
            rows: [],
            consequences: PlanConsequence.lines(of: act, facts: facts, rows: []),
            confirmation: "",
            confirmationNote: nil,
            cancelWindow: .zero,
            madeAt: state.now,
            serviceTime: known.serviceTime(at: state.now)
        )
        state.lastPlan = plan
        return plan
    }

    /// Opens the sheet that asks for `y`.
    static func open(
        _ act: PlanTarget.Act,
        at location: LocationRef,
        title: String,
        lines: [String],
        verb: String,
        state: inout AppState
    ) -> [Effect] {
        guard let plan = make(act, at: location, state: &state) else { return [] }
        return OverlayReducer.openConfirm(.carryOut(plan), title: title, lines: lines, verb: verb, state: &state)
    }

    /// What was done elsewhere to a name or a lock that the plan is about, while its sheet was open.
    private static func changeSince(_ plan: Plan, _ state: AppState) -> String? {
        if let undoable = state.undoable, undoable.inverse == plan.target.act { return undoable.change(in: state) }
        guard let then = plan.facts.backup, let now = state.fleet[plan.location]?[then.id] else { return nil }
        switch plan.target.act {
        case .rename where then.name != now.name: return "it was renamed to \"\(now.title)\" meanwhile"
        case .setLock where then.isLocked != now.isLocked:
            return now.isLocked == true ? "it was locked meanwhile" : "it was unlocked meanwhile"
        default: return nil
        }
    }

    /// Sends the request of an accepted plan; nothing where what it rests on has changed.
    static func carryOut(_ plan: Plan, title: String, state: inout AppState) -> [Effect] {
        guard let request = plan.target.act.request else { return [] }
        if let reason = LightAct.refusal(of: request, at: plan.location, state: state) {
            state.notice = Notice(.warning, "\(title): nothing was sent, \(reason)")
            return []
        }
        if let change = changeSince(plan, state) {
            state.notice = Notice(.warning, "\(title): nothing was sent, \(change)")
            return []
        }
        state.lastPlan = plan
        return [.mutate(Mutation(act: plan.act, location: plan.location, request: request))]
    }

    /// Why a light act cannot be asked for, by what is known now: what a sheet would say before it takes the act.
    public static func refusal(of act: PlanTarget.Act, at location: LocationRef, in state: AppState) -> PlanRefusal? {
        guard let context = state.fleet.contexts[location.server.context],
              let known = state.fleet.servers[location.server] else {
            return PlanRefusal("the server is not in the list any more", .unresolved)
        }
        let isMutating = act.isMutating || known.capabilities.downloadNeedsWriter
        if isMutating, let reason = Availability.reasonAgainstWriting(in: context, settings: state.settings) {
            return PlanRefusal(reason, .readOnly)
        }
        if let reason = known.capabilities.reason(against: act.capability) { return PlanRefusal(reason) }
        if let permission = act.permission, let reason = known.capabilities.reason(
            against: permission,
            on: known.server
        ) {
            return PlanRefusal(reason, .missingPermission)
        }
        if case let .create(draft) = act { return refusal(of: draft, at: location, known: known, in: state) }
        if case let .rename(backup, name) = act {
            return problem(name, .rename(backup, current: state.fleet[location]?[backup]?.name ?? ""), location, state)
        }
        guard let request = act.request else { return nil }
        return LightAct.refusal(of: request, at: location, state: state).map { PlanRefusal($0, .conflict) }
    }

    private static func refusal(
        of draft: BackupDraft,
        at location: LocationRef,
        known: ServerState,
        in state: AppState
    ) -> PlanRefusal? {
        if MakeRoomReducer.isFull(location, state: state), let quota = known.quota {
            let figures = [quota.used, quota.limit].map { $0.map(String.init) ?? "?" }.joined(separator: "/")
            return PlanRefusal("quota full (\(figures)): delete a backup first", .quotaFull)
        }
        if let reason = Availability.reasonAgainstCreate(at: location, server: known, state: state) {
            return PlanRefusal(
                reason,
                known.createsBlockedUntil.map { $0 > state.now } == true ? .throttled : .conflict
            )
        }
        return problem(draft.name, .create, location, state)
    }

    private static func problem(
        _ name: String,
        _ purpose: NameSheet.Purpose,
        _ location: LocationRef,
        _ state: AppState
    ) -> PlanRefusal? {
        let traits = state.fleet.capabilities(of: location.server)?.create
        return NameSheet.problem(
            with: name,
            purpose: purpose,
            label: traits?.label ?? .name,
            limit: traits?.labelLimit,
            taken: state.fleet[location]?.backups ?? []
        ).map { reason in
            var refusal = PlanRefusal(reason)
            refusal.isBadInput = true
            return refusal
        }
    }
}

extension PlanTarget.Act {
    /// What the account must be allowed for a light act; nil where none is known.
    fileprivate var permission: Server.Permission? {
        switch self {
        case .create, .retry: .createBackups
        case .rename: .renameBackups
        case .setLock: .lockBackups
        case .download: .downloadBackups
        case .delete: .deleteBackups
        case let .power(signal): signal.permission
        case .restore, .cancel, .acknowledge, .bulk: nil
        }
    }
}
