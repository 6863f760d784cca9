import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

extension SheetViewModel {
    init(_ sheet: PlanSheet, _ state: AppState, _ context: ViewContext) {
        let theme = context.theme
        switch sheet.stage {
        case .reading:
            self.init(
                title: PlanText.title(sheet.target, state),
                facts: [Line("Reading the server and its backups")],
                footer: Line("Esc cancel", style: theme.style(.faint))
            )
        case let .refused(reason):
            self.init(
                title: PlanText.title(sheet.target, state),
                facts: Paragraph(reason.printable).lines(width: 60).map { Line($0, style: theme.style(.failure)) }
                    + [Line("Nothing was sent.")],
                footer: context.keys(["Esc close"], isArmed: sheet.isArmed)
            )
        case let .review(plan, input, problem):
            self.init(
                title: PlanText.title(sheet.target, state),
                facts: PlanText(plan, state, context).lines,
                tail: [Line("Type: \(plan.confirmation)", style: theme.style(.title))],
                footer: context.keys(["Enter \(PlanText.verb(plan.target.act))", "Esc cancel"], isArmed: sheet.isArmed),
                scroll: sheet.scroll
            )
            field = Field(input)
            self.problem = problem.map { Line($0, style: theme.style(.failure)) }
        case .running:
            self.init(running: sheet, state, context)
        }
    }

    private init(running sheet: PlanSheet, _ state: AppState, _ context: ViewContext) {
        let title = PlanText.title(sheet.target, state)
        guard let run = state.runs[sheet.target.location.server] else {
            self.init(title: title, facts: [], footer: Line("Esc close"))
            return
        }
        var facts = PlanText.steps(run, context)
        var footer = Line("Esc leave it running", style: context.theme.style(.faint))
        switch run.stage {
        case let .cancelWindow(endsAt, _):
            let seconds = max(1, Int(endsAt.timeIntervalSince(state.now).rounded(.up)))
            let word = PlanText.participle(run.plan.target.act)
            footer = Line("\(word) in \(seconds) s - any key cancels", style: context.theme.style(.warning))
        case .observing:
            if let line = Self.progress(run, state, context) { facts += [Line(""), line] }
        case .stopping:
            facts += [Line(""), Line("Waiting for \(run.plan.facts.serverName.printable) to report that it stopped")]
        case let .ended(outcome):
            facts += [Line("")] + PlanText.outcome(outcome, context)
            footer = Line("Esc close", style: context.theme.style(.faint))
        case .recheckBeforeAnything, .recheckBeforeAct, .acting, .starting:
            break
        }
        self.init(title: title, facts: facts, footer: footer)
    }

    private static func progress(_ run: PlanRun, _ state: AppState, _ context: ViewContext) -> Line? {
        guard let backup = run.plan.target.act.backup, let server = state.fleet.servers[run.plan.location.server],
              let operation = server.operations[OperationKey(backup: backup, kind: .restore)] else { return nil }
        return OperationViewModel(operation, backup: run.plan.facts.backup, now: state.now)
            .line(width: 64, theme: context.theme, ellipsis: context.ellipsis)
    }
}
