import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// A plan in words: what it is about, what is lost, what stays, and the steps that follow.
struct PlanText {
    let lines: [Line]

    init(_ plan: Plan, _ state: AppState, _ context: ViewContext, width: Int) {
        let facts = plan.facts
        let fleetContext = state.fleet.contexts[plan.location.server.context]
        var lines: [Line] = []
        func add(_ label: String, _ text: String, _ role: Theme.Role = .normal) {
            lines += context.labelled(label, text, labelWidth: 9, width: width, role: role)
        }
        func clip(_ text: String, _ width: Int) -> String {
            text.shown.clipped(toWidth: width, ellipsis: context.ellipsis)
        }
        let origin = fleetContext.map { " (\($0.id.rawValue.shown), \($0.origin.shown))" } ?? ""
        add("Server", clip(facts.serverName, 60) + origin, .title)
        if let world = facts.worldName {
            let isActive = facts.activeWorld == plan.location.world
            add(
                "World",
                clip(world, 40) + (isActive ? " (active)" : " (not the active one)"),
                isActive ? .normal : .warning
            )
        }
        if let backup = facts.backup {
            add("Backup", "\"\(backup.shownTitle.clipped(toWidth: 100, ellipsis: context.ellipsis))\"", .title)
            let created = backup.createdAt.map { context.time.second($0, utc: state.manager.timeStyle == .utc) }
            let age = TimeText.age(of: backup.createdAt, now: plan.serviceTime)
            add("Created", created.map { age == "?" ? $0 : "\($0), \(age) ago" } ?? "unknown")
        }
        for row in plan.rows { lines += Self.row(row, plan, context, width: width) }
        for fact in plan.consequences {
            add(fact.label, clip(fact.text, 400), Self.role(fact.weight))
        }
        if plan.target.act.concernsPower { add("Power", Self.power(plan)) }
        lines += Self.stepLine(plan, context, width: width)
        if let note = plan.confirmationNote { add("Note", note.shown, .warning) }
        self.lines = lines
    }

    /// The steps in one sentence, broken only between steps.
    private static func stepLine(_ plan: Plan, _ context: ViewContext, width: Int) -> [Line] {
        let steps = plan.steps.enumerated().map { "\($0 + 1) \($1.words)" }
        var rows = [""]
        for step in steps {
            let row = rows[rows.count - 1]
            if row.isEmpty {
                rows[rows.count - 1] = step
            } else if row.displayWidth + 2 + step.displayWidth <= width - 9 {
                rows[rows.count - 1] = row + "  " + step
            } else {
                rows.append(step)
            }
        }
        return rows.enumerated().flatMap { index, row in
            context.labelled(index == 0 ? "Steps" : "", row, labelWidth: 9, width: width)
        }
    }

    static func title(_ sheet: PlanSheet, _ state: AppState) -> String {
        let target = sheet.target
        let name = state.fleet.servers[target.location.server]?.server.name.shown ?? ""
        let server = name.clipped(toWidth: 40)
        return switch target.act {
        // The backup comes first: on the smallest screens the title is all that names it.
        case let .restore(backup, options):
            (options.truncates ? "Wipe, then restore" : "Restore") + " \"\(title(of: backup, sheet))\" on \(server)"
        case .delete: "Delete a backup of \(server)"
        case let .bulk(bulk):
            "\(bulk.policy == nil ? bulk.kind.rawValue.capitalized : "Retention: delete") "
                + "\(bulkCount(sheet, state)) of \(server)"
        case .create, .rename, .setLock, .retry, .acknowledge, .download: "\(target.act.step.capitalized) on \(server)"
        case let .cancel(run): "Cancel the \(run.kind.rawValue) of \"\(title(of: run.backup, sheet))\""
        case let .power(signal): "\(signal.rawValue.capitalized) \(server)"
        }
    }

    /// `4 of 5 marked backups`, once the plan tells which are left out.
    private static func bulkCount(_ sheet: PlanSheet, _ state: AppState) -> String {
        let plan: Plan? = if case let .review(plan, _, _) = sheet.stage { plan } else {
            sheet.stage == .running ? state.runs[sheet.target.location.server]?.plan : nil
        }
        guard case let .bulk(bulk) = sheet.target.act else { return "" }
        if bulk.policy != nil, plan == nil { return "backups" }
        let (all, touched) = (plan?.rows.count ?? bulk.backups.count, plan?.included.count)
        guard let touched, touched < all else { return "\(all) \(all == 1 ? "backup" : "backups")" }
        return "\(touched) of \(all) backups"
    }

    private static func title(of backup: Backup.ID, _ sheet: PlanSheet) -> String {
        (sheet.backupTitle ?? "backup \(backup.short)").shown.clipped(toWidth: 40)
    }

    /// What is about to happen, to what, in one sentence.
    static func summary(_ plan: Plan, _ context: ViewContext) -> String {
        let server = plan.facts.serverName.shown.clipped(toWidth: 40, ellipsis: context.ellipsis)
        let world = plan.facts.worldName?.shown.clipped(toWidth: 40, ellipsis: context.ellipsis)
        let place = world.map { "world \($0) of \(server)" } ?? server
        let backup = plan.facts.backup?.shownTitle.clipped(toWidth: 60, ellipsis: context.ellipsis) ?? ""
        return switch plan.target.act {
        case let .restore(_, options) where options.truncates:
            "Every file of \(place) will be removed, then \"\(backup)\" is unpacked"
        case .restore: "\"\(backup)\" will replace \(place)"
        case .delete: "\"\(backup)\" of \(place) will be deleted"
        case let .cancel(run): "The \(run.kind.rawValue) of \"\(backup)\" on \(place) will be stopped"
        case let .power(signal): "\(server): \(signal.rawValue)"
        case let .bulk(bulk): "\(plan.included.count) backups of \(place) will be \(bulk.kind.participle)"
        case .create, .rename, .setLock, .retry, .acknowledge, .download: "\(plan.target.act.step) on \(place)"
        }
    }

    static func verb(_ act: PlanTarget.Act) -> String {
        switch act {
        case .restore: "restore"
        case .delete: "delete"
        case .cancel: "stop it"
        case let .bulk(bulk): bulk.kind.rawValue
        case .create, .rename, .setLock, .retry, .acknowledge, .download: act.step
        case let .power(signal): signal.rawValue
        }
    }

    static func participle(_ act: PlanTarget.Act) -> String {
        switch act {
        case .restore: "Restoring"
        case .delete: "Deleting"
        case .cancel: "Stopping it"
        case .bulk: "Deleting"
        case .create, .rename, .setLock, .retry, .acknowledge, .download: "Sending"
        case .power(.start): "Starting"
        case .power(.stop): "Stopping"
        case .power(.restart): "Restarting"
        case .power(.kill): "Killing"
        }
    }

    private static func power(_ plan: Plan) -> String {
        let word = plan.facts.power.words
        guard case .restore = plan.target.act else { return word }
        if plan.facts.power.isDown { return "\(word): it stays so" }
        if !plan.steps.contains(.stop) { return "\(word): the plan neither stops nor starts it" }
        if plan.facts.wasRunning { return "\(word): it is stopped first and started again at the end" }
        return "\(word): it is stopped first and not started by the plan"
    }

    private static func role(_ weight: PlanConsequence.Weight) -> Theme.Role {
        switch weight {
        case .normal: .normal
        case .warning: .warning
        case .loss: .failure
        }
    }

    /// One backup of a bulk plan: what becomes of it, its age, size and lock.
    private static func row(_ row: BulkRow, _ plan: Plan, _ context: ViewContext, width: Int) -> [Line] {
        let backup = row.backup
        let verdict = row.exclusion.map { $0.hasPrefix("kept") ? $0 : "left out, \($0)" } ?? row.reason ?? ""
        let facts = [
            TimeText.age(of: backup.createdAt, now: plan.serviceTime),
            backup.size.map { ByteText.size($0) },
            backup.state == .completed ? nil : backup.state.rawValue,
            backup.isLocked == true ? "locked" : nil,
        ].compactMap(\.self).joined(separator: ", ")
        let mark = row.exclusion == nil ? "x" : "-"
        let name = backup.shownTitle.clipped(toWidth: max(8, min(40, width / 2)), ellipsis: context.ellipsis)
        let text = "\(mark) \(name)  \(facts)" + (verdict.isEmpty ? "" : "  \(verdict.shown)")
        return context.wrapped(text, width: width, role: row.exclusion == nil ? .normal : .faint)
    }

    /// The steps of a running plan, one a line: done, running now, where it ended, still to come.
    static func steps(_ run: PlanRun, _ context: ViewContext, width: Int) -> [Line] {
        run.plan.steps.enumerated().flatMap { index, step in
            let (mark, role) = sign(of: index, run)
            return context.wrapped("[\(mark)] \(index + 1) \(step.words)", width: width, role: role)
        }
    }

    private static func sign(of index: Int, _ run: PlanRun) -> (mark: String, role: Theme.Role) {
        if index < run.stepsDone { return ("x", .normal) }
        guard index == run.stepsDone, !run.isInCancelWindow else { return (" ", .faint) }
        switch run.outcome?.kind {
        case nil: return (">", .running)
        case .failed, .refused: return ("!", .failure)
        case .unknown, .unconfirmed: return ("?", .unknown)
        case .cancelled, .succeeded: return (" ", .faint)
        }
    }

    static func outcome(_ outcome: Outcome, _ context: ViewContext, width: Int) -> [Line] {
        let role: Theme.Role = switch outcome.kind {
        case .succeeded: .title
        case .cancelled: .normal
        case .refused, .failed: .failure
        case .unconfirmed, .unknown: .unknown
        }
        return context.wrapped("Outcome: \(outcome.kind.rawValue)", width: width, role: role)
            + context.wrapped(outcome.text.shown, width: width, role: role)
            + (outcome.next.map { context.wrapped($0.shown, width: width) } ?? [])
    }
}
