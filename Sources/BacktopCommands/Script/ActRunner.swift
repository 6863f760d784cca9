import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// Carries out one act: makes its plan, looks at its confirmation, and follows it to its end.
@MainActor
struct ActRunner {
    let session: ScriptSession
    let options: ActOptions
    let form: OutputOptions.Form
    let isQuiet: Bool

    private var state: AppState {
        session.store.state
    }

    /// A light act is one request; everything else goes through a plan that is read afresh.
    func run(
        _ act: PlanTarget.Act,
        at place: ScriptPlace,
        makesSafetyBackup: Bool = false
    ) async throws(ScriptFailure) -> CommandOutput {
        if case let .download(backup) = act { return try await download(backup, at: place) }
        if isLight(act, at: place) { return try await light(act, at: place) }
        if act.concernsPower { try await knowPower(of: place.location.server) }
        let target = PlanTarget(act: act, location: place.location, makesSafetyBackup: makesSafetyBackup)
        session.store.send(.script(.plan(target)))
        try await session.wait { if case .reading? = $0.topPlanStage { false } else { true } }
        switch state.topPlanStage {
        case let .refused(refusal)?:
            throw ScriptFailure(ScriptFailure.Code(refusal), refusal.reason)
        case let .review(plan, _, _)?:
            return try await carryOut(plan)
        case .reading?, .running?, nil:
            throw ScriptFailure(.failed, "no plan was made")
        }
    }

    /// A plan that stops a server rests on its power, which the live feed tells a moment after it is up.
    private func knowPower(of server: ServerRef) async throws(ScriptFailure) {
        try await session.wait { state in
            guard let known = state.fleet.servers[server], known.capabilities.news.hasLiveEvents else { return true }
            return known.power != .unknown || known.feed == .down
        }
    }

    private func isLight(_ act: PlanTarget.Act, at place: ScriptPlace) -> Bool {
        switch act {
        case .create, .rename, .setLock, .retry, .acknowledge, .power(.start): return true
        case let .cancel(run):
            let operation = place.server.operations[OperationKey(backup: run.backup, kind: run.kind)]
            return run.kind != .restore || operation?.state == .queued
        case .restore, .delete, .power, .download, .bulk: return false
        }
    }

    // MARK: Plans

    private func carryOut(_ plan: Plan) async throws(ScriptFailure) -> CommandOutput {
        if options.dryRun { return document(plan) }
        if plan.level == .light {
            guard options.yes else { throw unconfirmed("accept it with --yes", plan) }
        } else {
            guard let text = options.confirm else {
                throw unconfirmed("confirm it with --confirm=\"\(plan.confirmation.printable)\"", plan)
            }
            guard text == plan.confirmation else {
                throw ScriptFailure(
                    .refused,
                    "the confirmation is not this plan's; give --confirm=\"\(plan.confirmation.printable)\""
                )
            }
        }
        if case let .bulk(bulk) = plan.target.act, bulk.kind == .download {
            return try await downloads(plan)
        }
        session.store.send(.script(.confirm(options.confirm ?? "")))
        let server = plan.location.server
        var told = ""
        try await session.wait { state in
            if let run = state.runs[server], run.plan.act == plan.act { say(run, &told) }
            return state.runs[server]?.outcome != nil
        }
        return try end(of: plan)
    }

    private func end(of plan: Plan) throws(ScriptFailure) -> CommandOutput {
        guard let run = state.runs[plan.location.server], let outcome = run.outcome else {
            throw ScriptFailure(.failed, "the plan was not carried out")
        }
        if let code = state.exitCode, outcome.kind == .cancelled {
            throw ScriptFailure(signal: code, outcome.text)
        }
        let code = run.exitCode ?? ScriptFailure.Code.failed.rawValue
        let words = [outcome.text, outcome.next].compactMap(\.self).joined(separator: ". ").printable
        let report = ActReport(plan, run, fetchedAt: state.now)
        return CommandOutput(
            stdout: form == .table ? Self.rows(of: run) : ScriptJSON.line(report),
            stderr: isQuiet && code == 0 ? "" : "\(outcome.kind.rawValue): \(words)\n",
            exitCode: code
        )
    }

    /// What became of each backup of a bulk act, and why others were left out; empty for other acts.
    private static func rows(of run: PlanRun) -> String {
        guard let bulk = run.bulk else { return "" }
        let rows = run.plan.rows.map { row in
            let (result, reason) = row.exclusion.map { ("left out", $0) }
                ?? ActReport.words(bulk.items[row.backup.id] ?? .waiting)
            return [row.backup.id.rawValue, row.backup.title, result, reason ?? ""]
        }
        return TableText.table(["BACKUP", "NAME", "RESULT", "REASON"], rows, showsHeading: true)
    }

    /// Tells each new step once.
    private func say(_ run: PlanRun, _ told: inout String) {
        guard !isQuiet else { return }
        let words: String
        switch run.stage {
        case .cancelWindow:
            words = "\(Self.title(of: run.plan)) begins in \(Int(run.plan.cancelWindow / .seconds(1))) s - Ctrl-C cancels"
        case .ended: return
        default:
            let step = run.plan.steps.indices.contains(run.stepsDone) ? run.plan.steps[run.stepsDone].words : "done"
            words = "\(run.stepsDone + 1)/\(run.plan.steps.count) \(step)"
        }
        guard words != told else { return }
        told = words
        session.say(words.printable)
    }

    private static func title(of plan: Plan) -> String {
        guard case let .bulk(bulk) = plan.target.act else { return plan.target.act.step.capitalized }
        return "\(bulk.kind.rawValue.capitalized) of \(plan.included.count)"
    }

    private func document(_ plan: Plan) -> CommandOutput {
        let document = PlanDocument(plan, in: state)
        let text = document.lines.map { "\($0.label): \($0.text)".printable }.joined(separator: "\n") + "\n"
        return CommandOutput(stdout: form == .table ? text : ScriptJSON.line(PlanReport(
            plan,
            document,
            configuration: state.settings.namedConfiguration,
            fetchedAt: state.now
        )))
    }

    private func unconfirmed(_ advice: String, _ plan: Plan) -> ScriptFailure {
        let text = PlanDocument(plan, in: state).lines.map { "\($0.label): \($0.text)".printable }
            .joined(separator: "\n")
        return ScriptFailure(.refused, "nothing was changed: \(advice)\n\(text)")
    }

    // MARK: Light acts

    private func light(_ act: PlanTarget.Act, at place: ScriptPlace) async throws(ScriptFailure) -> CommandOutput {
        if let refusal = LightPlan.refusal(of: act, at: place.location, in: state) {
            throw ScriptFailure(ScriptFailure.Code(refusal), refusal.reason.printable)
        }
        guard options.yes, !options.dryRun else {
            session.store.send(.script(.light(act, at: place.location, sends: false)))
            guard let plan = state.lastPlan else { throw ScriptFailure(.failed, "no plan was made") }
            if options.dryRun { return document(plan) }
            throw unconfirmed("accept it with --yes", plan)
        }
        session.store.send(.script(.light(act, at: place.location, sends: true)))
        guard let plan = state.lastPlan, plan.target.act == act else {
            throw ScriptFailure(.failed, state.notice?.text.printable ?? "nothing was sent")
        }
        switch try await session.answer(to: plan.act) {
        case let .accepted(backup): return try await accepted(plan, backup)
        case let .refused(error): throw ScriptFailure(ScriptFailure.Code(error.code), error.message.printable)
        case let .notSent(reason): throw ScriptFailure(.failed, "nothing was sent: \(reason.printable)")
        case let .ambiguous(error): return try await lookFor(plan, error)
        }
    }

    private func accepted(_ plan: Plan, _ backup: Backup.ID?) async throws(ScriptFailure) -> CommandOutput {
        var outcome = Outcome(.succeeded, "\(plan.target.act.step) was accepted")
        if options.wait, let id = backup ?? plan.target.act.backup, plan.target.act.startsWork {
            try await session.wait { state in
                switch state.fleet[plan.location]?[id]?.state {
                case .completed, .failed, .cancelled: true
                case .pending, .running, .restoring, .unknown, nil: false
                }
            }
            let end = state.fleet[plan.location]?[id]
            outcome = end?.state == .completed
                ? Outcome(.succeeded, "\"\(end?.title ?? "")\" is completed")
                : Outcome(.failed, "\"\(end?.title ?? "")\" \(end?.state.rawValue ?? "is gone")")
        }
        let report = ActReport(plan, outcome, backup: backup, fetchedAt: state.now)
        let id = backup.map { $0.rawValue.printable + "\n" } ?? ""
        return CommandOutput(
            stdout: form == .table ? id : ScriptJSON.line(report),
            stderr: isQuiet ? "" : outcome.text.printable + "\n",
            exitCode: outcome.kind == .succeeded ? 0 : 1
        )
    }

    /// No clear answer came: the lists that follow tell, and nothing is sent again.
    private func lookFor(_ plan: Plan, _ error: ProviderError) async throws(ScriptFailure) -> CommandOutput {
        session.say("no clear answer, not sent again, looking for it: \(error.message.printable)")
        try await session.wait { !$0.isLookingFor(plan.act, at: plan.location.server) }
        let notice = state.notice
        guard notice?.kind == .success else {
            throw ScriptFailure(.failed, notice?.text.printable ?? "what became of it is unknown")
        }
        return CommandOutput(stderr: (notice?.text.printable ?? "") + "\n")
    }

    // MARK: Downloads

    private func download(_ backup: Backup.ID, at place: ScriptPlace) async throws(ScriptFailure) -> CommandOutput {
        if let refusal = LightPlan.refusal(of: .download(backup), at: place.location, in: state) {
            throw ScriptFailure(ScriptFailure.Code(refusal), refusal.reason.printable)
        }
        if options.dryRun {
            session.store.send(.script(.light(.download(backup), at: place.location, sends: false)))
            if let plan = state.lastPlan { return document(plan) }
        }
        session.store.send(.script(.download(backup, at: place.location)))
        return try await transfers([backup], on: place.location.server)
    }

    private func downloads(_ plan: Plan) async throws(ScriptFailure) -> CommandOutput {
        for backup in plan.included { session.store.send(.script(.download(backup.id, at: plan.location))) }
        return try await transfers(plan.included.map(\.id), on: plan.location.server)
    }

    /// Waits for the end of each; an ended one stays in the state for some seconds only, so it is noted at once.
    private func transfers(_ backups: [Backup.ID], on server: ServerRef) async throws(ScriptFailure) -> CommandOutput {
        var ends: [Backup.ID: Transfer.State] = [:]
        try await session.wait { state in
            for id in backups {
                guard let transfer = state.fleet.servers[server]?.transfers[id], !transfer.isRunning else { continue }
                ends[id] = transfer.state
            }
            return backups.allSatisfy { ends[$0] != nil }
        }
        var (paths, problems) = ("", "")
        for id in backups {
            switch ends[id] {
            case let .done(receipt)?:
                paths += receipt.path.printable + "\n"
                if let doubt = receipt.doubt { problems += "\(receipt.path.printable): in doubt (\(doubt))\n" }
            case let .failed(reason)?: problems += "\(id.rawValue.printable): \(reason.printable)\n"
            case .cancelled?, .running?, nil: problems += "\(id.rawValue.printable): cancelled\n"
            }
        }
        let hasFailed = ends.values.contains { if case .done = $0 { false } else { true } }
        return CommandOutput(stdout: paths, stderr: problems, exitCode: hasFailed ? 1 : 0)
    }
}

extension PlanTarget.Act {
    /// Its acceptance is only the beginning of work at the service.
    fileprivate var startsWork: Bool {
        switch self {
        case .create, .retry: true
        default: false
        }
    }
}

extension AppState {
    /// How far the plan sheet on top has come.
    fileprivate var topPlanStage: PlanSheet.Stage? {
        if case let .plan(sheet)? = overlays.last { sheet.stage } else { nil }
    }
}
