import BackupKit
import FoundationEssentials

/// Compares what a plan rests on with what was read just now.
enum Recheck {
    /// Which reading it is: before anything was done, or after our own stop.
    enum Moment: Equatable {
        case beforeAnything
        case afterStop
    }

    /// The first fact that changed, in words; nil when the plan still holds.
    static func change(
        in plan: Plan,
        against inspection: Inspection,
        server: ServerState,
        moment: Moment
    ) -> String? {
        let now: PlanFacts
        switch PlanFacts.gather(plan.target, from: inspection, power: server.power) {
        case let .failure(refusal): return refusal.reason
        case let .success(facts): now = facts
        }
        let then = plan.facts
        if now.serverName != then.serverName {
            return "The server is called \"\(now.serverName)\" now, it was \"\(then.serverName)\""
        }
        if now.condition != then.condition { return "The server is \(now.condition.words) now" }
        if now.activeWorld != then.activeWorld { return "Another world is active now" }
        if now.worldName != then.worldName { return "The world was renamed" }
        if let change = backupChange(from: then.backup, to: now.backup) { return change }
        if plan.target.act.backup != nil, now.isLastGood != then.isLastGood {
            return then.isLastGood ? "A newer good backup exists now" : "It is the last good backup now"
        }
        if let change = powerChange(in: plan, now: now.power, moment: moment) { return change }
        return ForeignWork.found(in: inspection.listing, server: server)
            .map { "In the meantime \($0)" }
    }

    private static func backupChange(from then: Backup?, to now: Backup?) -> String? {
        guard let then, let now else { return nil }
        if then.name != now.name { return "The backup was renamed to \"\(now.title)\"" }
        if then.state != now.state { return "The backup is \(now.state.rawValue) now" }
        if then.createdAt != now.createdAt { return "The backup's creation time changed" }
        if then.checksum != now.checksum { return "The backup's checksum changed" }
        if then.size != now.size { return "The backup's size changed" }
        if then.isLocked != now.isLocked {
            return now.isLocked == true ? "The backup was locked" : "The backup was unlocked"
        }
        return nil
    }

    private static func powerChange(in plan: Plan, now: PowerState, moment: Moment) -> String? {
        guard case .restore = plan.target.act else { return nil }
        let wasDown = moment == .afterStop || plan.facts.power.isDown
        guard now.isDown != wasDown else { return nil }
        if now.isDown { return "The server is stopped now, it was \(plan.facts.power.words)" }
        // A lost feed takes the power state with it: that is no news of a start.
        return now == .unknown
            ? "It is not known any more whether the server is stopped"
            : "The server is not stopped any more"
    }
}
