import BackupKit
import FoundationEssentials

/// Plans of light acts: made from what is known, since nothing is lost that cannot be had again. What they rest on is
/// looked at once more in the moment they are accepted.
enum LightPlan {
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

    /// Sends the request of an accepted plan; nothing where what it rests on has changed.
    static func carryOut(_ plan: Plan, title: String, state: inout AppState) -> [Effect] {
        guard let request = plan.target.act.request else { return [] }
        if let reason = LightAct.refusal(of: request, at: plan.location, state: state) {
            state.notice = Notice(.warning, "\(title): nothing was sent, \(reason)")
            return []
        }
        state.lastPlan = plan
        return [.mutate(Mutation(act: plan.act, location: plan.location, request: request))]
    }
}
