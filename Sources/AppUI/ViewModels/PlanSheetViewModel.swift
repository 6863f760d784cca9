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
        case let .refused(refusal):
            self.init(
                title: title,
                facts: context.wrapped(refusal.reason.shown, width: width, role: .failure)
                    + context.wrapped("Nothing was sent.", width: width),
                footer: sheet.isArmed ? .keys(Self.remedies(refusal) + ["Esc close"]) : .wait,
                scroll: sheet.scroll
            )
        case let .review(plan, _, _) where plan.level == .light:
            self.init(
                title: title,
                facts: PlanText(plan, state, context, width: width).lines,
                footer: sheet.isArmed
                    ? .keys(
                        ["y \(PlanText.verb(plan.target.act))", "Enter cancel", "Esc cancel"],
                        extra: Self.choice(sheet, state)
                    ) : .wait,
                scroll: sheet.scroll
            )
        case let .review(plan, input, problem):
            let words = plan.confirmation.shown
            self.init(
                title: title,
                facts: PlanText(plan, state, context, width: width).lines,
                prompt: "Type: \(words)",
                needsPrompt: true,
                footer: sheet.isArmed ? .keys(
                    ["Enter \(PlanText.verb(plan.target.act))", "Esc cancel"], extra: Self.choice(sheet, state)
                ) : .wait,
                scroll: sheet.scroll
            )
            field = FieldViewModel(input)
            self.problem = problem?.shown
        case .running:
            self.init(running: sheet, title: title, state, context, width: width)
        }
    }

    /// What Tab changes about the plan.
    private static func choice(_ sheet: PlanSheet, _ state: AppState) -> [String] {
        let traits = state.fleet.capabilities(of: sheet.target.location.server)
        guard let other = sheet.target.alternative(traits) else { return [] }
        if case let .bulk(bulk) = other.act {
            return [bulk.stopsAtFailure ? "Tab stop at the first failure" : "Tab go on after a failure"]
        }
        return [other.makesSafetyBackup ? "Tab with safety backup" : "Tab without safety backup"]
    }

    private static func remedies(_ refusal: PlanRefusal) -> [String] {
        switch refusal.remedy {
        case nil: []
        case .withoutSafety: ["Tab without safety backup"]
        case .makeRoom: ["m make room", "Tab without safety backup"]
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
        case .beginning:
            facts = context.wrapped("Writing the plan into the journal", width: width, role: .running)
        case let .securing(securing):
            facts = Self.safety(securing, run, state, context, width: width)
        case .working:
            facts = Self.items(run, context, width: width)
        case let .startingAgain(outcome):
            facts = context.wrapped(outcome.text.shown, width: width, role: .failure)
                + context.wrapped("Starting \(run.plan.facts.serverName.shown) again", width: width, role: .running)
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
                + (run.bulk == nil ? [] : [Line()] + Self.items(run, context, width: width))
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

    /// The backup of the present state on its way.
    private static func safety(
        _ securing: PlanRun.Securing,
        _ run: PlanRun,
        _ state: AppState,
        _ context: ViewContext,
        width: Int
    ) -> [Line] {
        guard let backup = securing.backup, let server = state.fleet.servers[run.plan.location.server],
              let operation = server.operations[OperationKey(backup: backup, kind: .create)] else {
            return context.wrapped(
                "Making a backup of the present state first: no file is changed before it is whole",
                width: width, role: .running
            )
        }
        let model = OperationViewModel(operation, backup: server.backup(backup), now: state.now)
        return [model.line(width: width, theme: context.theme, ellipsis: context.ellipsis)]
    }

    /// What came of each backup of a bulk act so far.
    private static func items(_ run: PlanRun, _ context: ViewContext, width: Int) -> [Line] {
        guard let bulk = run.bulk else { return [] }
        let titles = Dictionary(
            run.plan.included.map { ($0.id, $0.shownTitle) },
            uniquingKeysWith: { first, _ in first }
        )
        return bulk.order.flatMap { id in
            let (words, role) = (bulk.items[id] ?? .waiting).shown
            let name = (titles[id] ?? id.short).clipped(toWidth: max(8, min(40, width / 2)), ellipsis: context.ellipsis)
            return context.wrapped("\(name)  \(words)", width: width, role: role)
        }
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

extension BulkProgress.Item {
    /// What came of it, in words, and how that is drawn.
    fileprivate var shown: (words: String, role: Theme.Role) {
        switch self {
        case .waiting: ("waits", .faint)
        case .sent: ("asked for", .running)
        case .accepted: ("accepted", .running)
        case .done: ("done", .normal)
        case let .failed(reason): ("failed: \(reason.shown)", .failure)
        case let .unclear(reason): ("no clear answer, not sent again: \(reason.shown)", .unknown)
        case let .refused(change): ("refused: \(change.shown)", .failure)
        case .skipped: ("not asked for", .faint)
        }
    }
}
