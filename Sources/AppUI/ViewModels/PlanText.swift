import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// A plan in words: what it is about, what is lost, what stays, and the steps that follow.
struct PlanText {
    let lines: [Line]

    init(_ plan: Plan, _ state: AppState, _ context: ViewContext) {
        let theme = context.theme
        let facts = plan.facts
        let fleetContext = state.fleet.contexts[plan.location.server.context]
        var lines: [Line] = []
        func add(_ label: String, _ text: String, _ role: Theme.Role = .normal) {
            for (index, row) in Paragraph(text).lines(width: 58).enumerated() {
                var line = Line()
                line.append((index == 0 ? label : "").padded(toWidth: 9), style: theme.style(.faint))
                line.append(row, style: theme.style(role))
                lines.append(line)
            }
        }
        let origin = fleetContext.map { " (\($0.id), \($0.origin))" } ?? ""
        add("Server", facts.serverName.printable.clipped(toWidth: 40) + origin, .title)
        if let world = facts.worldName {
            let isActive = facts.activeWorld == plan.location.world
            add("World", world.printable.clipped(toWidth: 40) + (isActive ? " (active)" : " (not the active one)"))
        }
        if let backup = facts.backup {
            add("Backup", "\"\(backup.title.printable.clipped(toWidth: 48))\"", .title)
            let created = backup.createdAt.map { context.time.second($0, utc: state.manager.timeStyle == .utc) }
            let age = TimeText.age(of: backup.createdAt, now: plan.madeAt)
            add("Created", created.map { "\($0), \(age) ago" } ?? "unknown")
        }
        add("Power", Self.power(plan))
        for text in Self.consequences(plan, capabilities: fleetContext?.capabilities) { add(text.0, text.1, text.2) }
        add("Steps", plan.steps.enumerated().map { "\($0 + 1) \(Self.words($1))" }.joined(separator: "  "))
        if let note = plan.confirmationNote { add("Note", note, .warning) }
        self.lines = lines
    }

    static func title(_ target: PlanTarget, _ state: AppState) -> String {
        let server = state.fleet.servers[target.location.server]?.server.name.printable.clipped(toWidth: 30) ?? ""
        return switch target.act {
        case .restore: "Restore on \(server)"
        case .delete: "Delete a backup of \(server)"
        case let .power(signal): "\(signal.rawValue.capitalized) \(server)"
        }
    }

    static func verb(_ act: PlanTarget.Act) -> String {
        switch act {
        case .restore: "restore"
        case .delete: "delete"
        case let .power(signal): signal.rawValue
        }
    }

    static func participle(_ act: PlanTarget.Act) -> String {
        switch act {
        case .restore: "Restoring"
        case .delete: "Deleting"
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
        if plan.facts.wasRunning { return "\(word): it is stopped first and started again at the end" }
        return "\(word): it is stopped first and not started by the plan"
    }

    private static func consequences(
        _ plan: Plan,
        capabilities: ProviderCapabilities?
    ) -> [(String, String, Theme.Role)] {
        let age = CoarseAge.text(from: plan.facts.backup?.createdAt, to: plan.madeAt)
        switch plan.target.act {
        case .restore:
            let lost = age == "unknown" ? "everything changed since the backup" : "everything changed in the last \(age)"
            let place = plan.facts.worldName.map { "the files of world \($0.printable.clipped(toWidth: 20))" }
                ?? "the server's files"
            let wipe = capabilities?.restoreWipes == true ? " Files that are not in the backup are removed." : ""
            let safety = capabilities?.safetyBackup == .byServer
                ? ("Safety", "the service makes a backup of the present state first", Theme.Role.normal)
                : ("Safety", "no backup of the present state is made: Esc, then c makes one", .warning)
            return [("Lost", "\(lost): \(place) are overwritten.\(wipe)", .failure), safety]
        case .delete:
            let left = plan.facts.completedCount - (plan.facts.backup?.state == .completed ? 1 : 0)
            var lines: [(String, String, Theme.Role)] = [
                ("Lost", "this backup, for good", .failure),
                ("Remain", "\(left) completed \(left == 1 ? "backup" : "backups")", left == 0 ? .failure : .normal),
            ]
            if plan.facts.isLastGood { lines.append(("Note", "this is the newest good backup", .warning)) }
            if plan.facts.backup?.isLocked == true { lines.append(("Note", "it is locked", .warning)) }
            return lines
        case .power(.kill):
            return [("Lost", "what the server has not saved", .failure)]
        case .power:
            return [("Effect", "players are disconnected", .warning)]
        }
    }

    private static func words(_ step: Plan.Step) -> String {
        switch step {
        case .recheck: "re-check"
        case .stop: "stop"
        case .confirmStopped: "confirm stopped"
        case .restore: "restore"
        case .start: "start"
        case .delete: "delete"
        case let .power(signal): signal.rawValue
        }
    }

    /// The steps of a running plan, one a line, with what is done and what runs.
    static func steps(_ run: PlanRun, _ context: ViewContext) -> [Line] {
        run.plan.steps.enumerated().map { index, step in
            let isDone = index < run.stepsDone
            let isNow = index == run.stepsDone && run.isActive && !run.isInCancelWindow
            let mark = isDone ? "[x]" : isNow ? "[>]" : "[ ]"
            let role: Theme.Role = isDone ? .normal : isNow ? .running : .faint
            return Line("\(mark) \(index + 1) \(words(step))", style: context.theme.style(role))
        }
    }

    static func outcome(_ outcome: Outcome, _ context: ViewContext) -> [Line] {
        let role: Theme.Role = switch outcome.kind {
        case .succeeded: .title
        case .cancelled: .normal
        case .refused, .failed: .failure
        case .unconfirmed, .unknown: .unknown
        }
        let text = Paragraph(outcome.text.printable).lines(width: 66).map { Line($0, style: context.theme.style(role)) }
        let next = outcome.next.map { Paragraph($0.printable).lines(width: 66).map { Line($0) } } ?? []
        return [Line("Outcome: \(outcome.kind.rawValue)", style: context.theme.style(role))] + text + next
    }
}
