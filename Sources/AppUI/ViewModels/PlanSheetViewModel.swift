import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

extension SheetViewModel {
    init(_ sheet: PlanSheet, _ state: AppState, _ context: ViewContext, width: Int) {
        let title = PlanText.title(sheet, state)
        switch sheet.stage {
        case .reading:
            self.init(
                title: title,
                facts: context.wrapped("Reading the server and its backups", width: width),
                footer: .keys(["Esc cancel"])
            )
        case let .refused(reason):
            self.init(
                title: title,
                facts: context.wrapped(reason.shown, width: width, role: .failure)
                    + context.wrapped("Nothing was sent.", width: width),
                footer: sheet.isArmed ? .keys(["Esc close"]) : .wait,
                scroll: sheet.scroll
            )
        case let .review(plan, input, problem):
            let words = plan.confirmation.shown
            self.init(
                title: title,
                facts: PlanText(plan, state, context, width: width).lines,
                prompt: "Type: \(words)",
                needsPrompt: true,
                footer: sheet.isArmed ? .keys(["Enter \(PlanText.verb(plan.target.act))", "Esc cancel"]) : .wait,
                scroll: sheet.scroll
            )
            field = FieldViewModel(input)
            self.problem = problem?.shown
        case .running:
            self.init(running: sheet, title: title, state, context, width: width)
        }
    }

    private init(
        running sheet: PlanSheet,
        title: String,
        _ state: AppState,
        _ context: ViewContext,
        width: Int
    ) {
        guard let run = state.runs[sheet.target.location.server] else {
            self.init(title: title, facts: [], footer: .keys(["Esc close"]))
            return
        }
        var facts: [Line] = []
        var footer = SheetFooter.keys(["Esc hide, it goes on"])
        switch run.stage {
        case let .cancelWindow(endsAt, _):
            let seconds = max(1, Int(endsAt.timeIntervalSince(state.now).rounded(.up)))
            let word = PlanText.participle(run.plan.target.act)
            facts = context.wrapped(PlanText.summary(run.plan, context), width: width, role: .title)
            footer = .sentence(
                "\(word) in \(seconds) s - any key cancels", short: "any key cancels \(seconds) s"
            )
        case .observing:
            facts = Self.progress(run, state, context, width: width)
        case .stopping:
            let name = run.plan.facts.serverName.shown
            facts = context.wrapped("Waiting for \(name) to report that it stopped", width: width, role: .running)
        case .starting:
            let name = run.plan.facts.serverName.shown
            facts = context.wrapped("Waiting for \(name) to report that it runs", width: width, role: .running)
        case .recheckBeforeAnything, .recheckBeforeAct:
            facts = context.wrapped("Reading the server and its backups once more", width: width, role: .running)
        case .acting:
            // A service that answers only when it is done shows the work while its answer is awaited.
            let isShown = run.operation.map { state.fleet.servers[run.plan.location.server]?.operations[$0] != nil }
            facts = isShown == true
                ? Self.progress(run, state, context, width: width)
                : context.wrapped("Sending the request", width: width, role: .running)
        case let .ended(outcome):
            facts = PlanText.outcome(outcome, context, width: width)
            footer = .keys(["Esc close"])
        }
        self.init(
            title: title,
            facts: facts + [Line()] + PlanText.steps(run, context, width: width),
            footer: footer,
            // In the window no key scrolls: any of them cancels.
            scroll: run.isInCancelWindow ? nil : sheet.scroll
        )
    }

    private static func progress(_ run: PlanRun, _ state: AppState, _ context: ViewContext, width: Int) -> [Line] {
        guard let key = run.operation, let server = state.fleet.servers[run.plan.location.server],
              let operation = server.operations[key] else {
            return context.wrapped("Waiting for the first news of the restore", width: width, role: .running)
        }
        guard key.kind == .restore else {
            return context.wrapped("Waiting for a list without the backup", width: width, role: .running)
        }
        let model = OperationViewModel(operation, backup: run.plan.facts.backup, now: state.now)
        return [model.line(width: width, theme: context.theme, ellipsis: context.ellipsis)]
    }
}
