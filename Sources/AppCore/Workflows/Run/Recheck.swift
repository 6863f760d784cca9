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
        in run: PlanRun,
        against inspection: Inspection,
        server: ServerState,
        moment: Moment
    ) -> String? {
        let plan = run.plan
        let now: PlanFacts
        switch PlanFacts.gather(plan.target, from: inspection, of: server, besides: run.safetyBackup) {
        case let .failure(refusal): return refusal.reason
        case let .success(facts): now = facts
        }
        let then = plan.facts
        if let lost = lostPermission(for: plan, on: inspection.server) { return lost }
        let capabilities = inspection.listing.capabilities ?? server.capabilities
        if let reason = capabilities.reason(against: plan.target.act.capability) {
            return "The service turned out otherwise (\(reason))"
        }
        if now.serverName != then.serverName {
            return "The server is called \"\(now.serverName)\" now, it was \"\(then.serverName)\""
        }
        if now.condition != then.condition { return "The server is \(now.condition.words) now" }
        if now.activeWorld != then.activeWorld { return "Another world is active now" }
        if now.worldName != then.worldName { return "The world was renamed" }
        if case let .cancel(run) = plan.target.act { return runChange(run, inspection) }
        if let change = archiveChange(in: plan, inspection) { return change }
        if let change = backupChange(from: then.backup, to: now.backup) { return change }
        if case .bulk = plan.target.act, run.bulk == nil, now.newestGood != then.newestGood {
            return "Another backup is the newest good one now"
        }
        if plan.target.act.backup != nil, now.isLastGood != then.isLastGood {
            return then.isLastGood ? "A newer good backup exists now" : "It is the last good backup now"
        }
        if let change = rowChange(in: run, inspection, server, capabilities) { return change }
        if let change = lossOfOthers(since: plan, inspection) { return change }
        if moment == .beforeAnything, plan.safety != nil, run.safetyBackup == nil {
            if let reason = capabilities.reason(against: .create) {
                return "The service turned out to make no safety backup (\(reason))"
            }
            if let reason = SafetyBackup.lackOfRoom(now.quota, capabilities.quota) {
                return "There is no room for the safety backup any more (\(reason))"
            }
        }
        if plan.safety == nil, capabilities.restore.safetyBackup == .byServer, case .restore = plan.target.act,
           SafetyBackup.lackOfRoom(then.quota, capabilities.quota) == nil,
           let reason = SafetyBackup.lackOfRoom(now.quota, capabilities.quota) {
            return "There may be no room any more for the backup that the service makes first (\(reason))"
        }
        if run.hasRunSinceStop, case .restore = plan.target.act { return "Somebody started the server in the meantime" }
        if let change = powerChange(in: plan, now: now.power, moment: moment) { return change }
        if case .bulk = plan.target.act { return nil }
        return ForeignWork.found(in: inspection.listing, server: server, target: plan.target)
            .map { "In the meantime \($0)" } ?? restoreChange(in: plan, from: then, to: now, inspection, server)
    }

    /// A backup of a bulk act that is not any more what the plan showed.
    private static func rowChange(
        in run: PlanRun,
        _ inspection: Inspection,
        _ server: ServerState,
        _ traits: ProviderCapabilities
    ) -> String? {
        let plan = run.plan
        guard case .bulk = plan.target.act else { return nil }
        let rows = BulkRows.make(plan.target.act, inspection: inspection, server: server, traits: traits)
        if case let .bulk(bulk) = plan.target.act, bulk.policy != nil, run.bulk == nil {
            let (then, now) = (Set(plan.included.map(\.id)), Set(rows.filter { $0.exclusion == nil }.map(\.backup.id)))
            if then != now { return "The retention rules choose other backups now" }
        }
        let now = Dictionary(rows.map { ($0.backup.id, $0) }, uniquingKeysWith: { first, _ in first })
        for then in plan.rows where then.exclusion == nil {
            // Of what an earlier session asked for already, the list tells later.
            if let bulk = run.bulk, bulk.items[then.backup.id] != .waiting { continue }
            guard let row = now[then.backup.id] else { continue }
            let name = "\"\(then.backup.title)\""
            if let exclusion = row.exclusion { return "\(name) is \(exclusion)" }
            if let change = backupChange(from: then.backup, to: row.backup) { return "\(name): \(change)" }
        }
        return nil
    }

    /// A delete rests on how many good backups remain after it.
    private static func lossOfOthers(since plan: Plan, _ inspection: Inspection) -> String? {
        guard plan.target.act.isDelete else { return nil }
        let touched = plan.touched
        let ids = Set(touched.map(\.id))
        let then = plan.facts.completedCount - touched.count(where: \.isGood)
        // What an earlier session of the same plan has deleted is missing on both sides.
        let now = inspection.listing.backups.count { $0.isGood && !ids.contains($0.id) }
        guard now < then else { return nil }
        return "\(now) other good \(now == 1 ? "backup is" : "backups are") left now, there were \(then)"
    }

    /// What is to be stopped must still be running.
    private static func runChange(_ run: OperationRun, _ inspection: Inspection) -> String? {
        inspection.listing.shows(run) ? nil : "The \(run.kind.rawValue) has ended"
    }

    /// Before every file is removed, the archive must be there.
    private static func archiveChange(in plan: Plan, _ inspection: Inspection) -> String? {
        guard case let .restore(_, options) = plan.target.act, options.truncates else { return nil }
        switch inspection.archive {
        case .readable: return nil
        case .notAsked: return "It was not looked whether the archive is there"
        case let .missing(reason): return "The archive cannot be read any more (\(reason))"
        }
    }

    /// A restore that somebody else asked for since: what the plan says of the present state is not true any more, and
    /// a safety backup made before it holds another one.
    private static func restoreChange(
        in plan: Plan,
        from then: PlanFacts,
        to now: PlanFacts,
        _ inspection: Inspection,
        _ server: ServerState
    ) -> String? {
        guard case .restore = plan.target.act else { return nil }
        let known = then.restores
        let foreign = known.flatMap { known in
            now.restores?.first { $0.value.endedAt != nil || $0.value.run != nil ? known[$0.key] != $0.value : false }
        }
        if let (id, _) = foreign {
            let title = inspection.listing.backups.first { $0.id == id }?.title ?? "backup \(id.short)"
            return "Somebody restored \"\(title)\" in the meantime"
        }
        guard let at = server.restoredAt[plan.location.world], at >= plan.madeAt else { return nil }
        return "Somebody restored a backup in the meantime"
    }

    private static func lostPermission(for plan: Plan, on server: Server) -> String? {
        var needed = plan.steps.compactMap(\.permission)
        if case let .bulk(bulk) = plan.target.act { needed.append(bulk.kind.permission) }
        return needed.first { !server.allows($0) }.map { "Your account lost the permission to \($0.words)" }
    }

    /// Why a row of a bulk act is not asked for when its turn comes, by what is known then: only the first request
    /// follows a reading of its own.
    static func change(of then: Backup, in place: LocationState?, of server: ServerState?) -> String? {
        guard let server, let now = place?[then.id] else { return "it is gone from the list" }
        return contentChange(from: then, to: now).map { "it \($0)" } ?? Availability.work(on: now, server: server)
    }

    private static func backupChange(from then: Backup?, to now: Backup?) -> String? {
        guard let then, let now else { return nil }
        if then.name != now.name { return "The backup was renamed to \"\(now.title)\"" }
        if then.createdAt != now.createdAt { return "The backup's creation time changed" }
        return contentChange(from: then, to: now).map { "The backup \($0)" }
    }

    /// What differs in a backup's archive or its lock.
    private static func contentChange(from then: Backup, to now: Backup) -> String? {
        if then.state != now.state { return "is \(now.state.rawValue) now" }
        if then.checksum != now.checksum { return "has another checksum now" }
        if then.size != now.size { return "has another size now" }
        if then.isLocked != now.isLocked { return now.isLocked == true ? "was locked" : "was unlocked" }
        return nil
    }

    private static func powerChange(in plan: Plan, now: PowerState, moment: Moment) -> String? {
        switch plan.target.act {
        case .restore, .power: break
        default: return nil
        }
        let then = plan.facts.power
        switch moment {
        case .afterStop:
            if now == .unknown { return "It is not known any more whether the server is stopped" }
            return now.isDown ? nil : "The server is not stopped any more"
        case .beforeAnything:
            // Whether a restore stops it first and starts it again was decided by the power that the plan shows, and a
            // restart of a server that is down starts it.
            let isSame = now.isDown == then.isDown && (now == .unknown || now.isUp == then.isUp)
            return isSame ? nil : "The server's power is \(now.words) now, it was \(then.words)"
        }
    }
}
