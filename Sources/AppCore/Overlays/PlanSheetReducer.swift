import BackupKit
import FoundationEssentials

/// The sheet of a severe or extreme act, from the key press to the result.
enum PlanSheetReducer {
    /// Captures the target and reads everything the plan will rest on.
    static func open(_ target: PlanTarget, state: inout AppState, replacing isInPlace: Bool = false) -> [Effect] {
        if isInPlace { OverlayReducer.pop(state: &state) }
        let request = Inspection.Request(
            serial: state.nextSerial(),
            location: target.location,
            archive: target.archiveToProve,
            sequence: state.fleet.servers[target.location.server]?.sequence ?? 0,
            asksForUnlocks: target.act.isDelete
        )
        let serial = state.nextSerial()
        OverlayReducer.push(.plan(PlanSheet(
            serial: serial,
            target: target,
            backupTitle: target.act.backup.flatMap {
                state.fleet.servers[target.location.server]?.backup($0)?.title
            },
            stage: .reading(request),
            isArmed: false,
            scroll: 0
        )), state: &state)
        return [.inspect(request), OverlayReducer.guardTimer(serial)]
    }

    /// Shows the plan that is being carried out on the server, or the last one.
    static func reopen(_ run: PlanRun, state: inout AppState) -> [Effect] {
        let serial = state.nextSerial()
        OverlayReducer.push(.plan(PlanSheet(
            serial: serial,
            target: run.plan.target,
            backupTitle: run.plan.facts.backup?.title,
            stage: .running,
            isArmed: false,
            scroll: 0
        )), state: &state)
        return [OverlayReducer.guardTimer(serial)]
    }

    static func inspected(
        _ request: Inspection.Request,
        _ result: Result<Inspection, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        for index in state.overlays.indices {
            guard case let .plan(sheet) = state.overlays[index], sheet.stage == .reading(request) else { continue }
            switch result {
            case let .failure(error):
                return turn(index, to: .refused(PlanRefusal(error)), state: &state)
            case let .success(inspection):
                switch PlanBuilder.build(sheet.target, from: inspection, as: state.nextPlan(), state: state) {
                case let .failure(refusal):
                    return turn(index, to: .refused(refusal), state: &state)
                case let .success(plan):
                    state.lastPlan = plan
                    return turn(index, to: .review(plan, TextInput(limit: 80), problem: nil), state: &state)
                }
            }
        }
        return []
    }

    /// Shows something new in an open sheet. The guard time begins again: keys meant for what was there before must
    /// neither confirm this nor close it unread.
    private static func turn(_ index: Int, to stage: PlanSheet.Stage, state: inout AppState) -> [Effect] {
        guard case let .plan(sheet) = state.overlays[index] else { return [] }
        let serial = state.nextSerial()
        state.overlays[index] = .plan(PlanSheet(
            serial: serial,
            target: sheet.target,
            backupTitle: sheet.backupTitle,
            stage: stage,
            isArmed: false,
            scroll: 0
        ))
        return [OverlayReducer.guardTimer(serial)]
    }

    static func key(_ key: SheetKey, sheet: PlanSheet, state: inout AppState) -> [Effect] {
        switch sheet.stage {
        case .reading:
            if key == .escape { OverlayReducer.pop(state: &state) }
            return []
        case let .refused(refusal):
            if sheet.isArmed, let remedy = refusal.remedy, key == .tab || key == .character("m") {
                return mend(sheet, by: remedy, key, state: &state)
            }
            if sheet.isArmed, key == .escape || key == .enter || key == .character("q") {
                OverlayReducer.pop(state: &state)
            } else {
                var sheet = sheet
                sheet.scroll(by: key)
                OverlayReducer.replaceTop(.plan(sheet), state: &state)
            }
            return []
        case let .review(plan, input, _):
            guard sheet.isArmed else { return [] }
            if key == .tab,
               let target = sheet.target.alternative(state.fleet.capabilities(of: sheet.target.location.server)) {
                return open(target, state: &state, replacing: true)
            }
            if plan.level == .light { return light(key, sheet: sheet, plan: plan, state: &state) }
            return review(key, sheet: sheet, plan: plan, input: input, state: &state)
        case .running:
            return running(key, sheet: sheet, state: &state)
        }
    }

    /// A way out of a refusal: the plan without its safety backup, or room for one.
    private static func mend(
        _ sheet: PlanSheet,
        by remedy: PlanRefusal.Remedy,
        _ key: SheetKey,
        state: inout AppState
    ) -> [Effect] {
        if key == .tab {
            var target = sheet.target
            target.makesSafetyBackup = false
            return open(target, state: &state, replacing: true)
        }
        guard remedy == .makeRoom else { return [] }
        OverlayReducer.pop(state: &state)
        return MakeRoomReducer.open(
            sheet.target.location, sparing: sheet.target.act.backup, state: &state
        )
    }

    /// A light plan of several rows: Cancel is chosen, `y` accepts.
    private static func light(_ key: SheetKey, sheet: PlanSheet, plan: Plan, state: inout AppState) -> [Effect] {
        switch key {
        case .character("y"):
            if let problem = reasonAgainstStart(of: plan, state: state) {
                var sheet = sheet
                sheet.stage = .refused(PlanRefusal(problem))
                OverlayReducer.replaceTop(.plan(sheet), state: &state)
                return []
            }
            if case let .bulk(bulk) = plan.target.act, bulk.kind == .download {
                OverlayReducer.pop(state: &state)
                return TransferReducer.startAll(plan.included, at: plan.location, state: &state)
            }
            var sheet = sheet
            sheet.stage = .running
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
            return PlanRunReducer.start(plan, state: &state)
        case .enter, .escape, .character("n"), .character("q"):
            OverlayReducer.pop(state: &state)
            state.notice = Notice(.info, "Nothing was sent")
        case .up, .pageUp, .down, .pageDown:
            var sheet = sheet
            sheet.scroll(by: key)
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
        default: break
        }
        return []
    }

    /// Carries out the plan on top where the text is its own; a light one takes any. The way of commands, which have
    /// no keys to guard against.
    static func confirm(_ text: String, state: inout AppState) -> [Effect] {
        guard case var .plan(sheet)? = state.overlays.last, case let .review(plan, input, _) = sheet.stage else {
            return []
        }
        guard plan.level == .light || text == plan.confirmation else {
            sheet.stage = .review(plan, input, problem: "Type exactly: \(plan.confirmation)")
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
            return []
        }
        if let problem = reasonAgainstStart(of: plan, state: state) {
            sheet.stage = .refused(PlanRefusal(problem))
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
            return []
        }
        sheet.stage = .running
        OverlayReducer.replaceTop(.plan(sheet), state: &state)
        return PlanRunReducer.start(plan, state: &state)
    }

    /// Why a plan that lay open is not taken any more.
    static func reasonAgainstStart(of plan: Plan, state: AppState) -> String? {
        if state.runs[plan.location.server]?.isActive == true {
            return "Another plan is being carried out on this server"
        }
        guard (0 ... staleAfter).contains(state.now.timeIntervalSince(plan.madeAt)) else {
            return "The plan is over 10 minutes old: press Esc and make it again"
        }
        return nil
    }

    private static func review(
        _ key: SheetKey,
        sheet: PlanSheet,
        plan: Plan,
        input: TextInput,
        state: inout AppState
    ) -> [Effect] {
        var sheet = sheet
        var input = input
        switch key {
        case .escape:
            OverlayReducer.pop(state: &state)
            state.notice = Notice(.info, "Nothing was sent")
            return []
        case .up, .pageUp, .down, .pageDown: sheet.scroll(by: key)
        case .paste:
            // A pasted name is no proof that anybody read it.
            sheet.stage = .review(plan, input, problem: "Type it: paste is not taken here")
        case .enter:
            guard input.text == plan.confirmation else {
                sheet.stage = .review(plan, input, problem: "Type exactly: \(plan.confirmation)")
                break
            }
            if let problem = reasonAgainstStart(of: plan, state: state) {
                sheet.stage = .refused(PlanRefusal(problem))
                break
            }
            sheet.stage = .running
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
            return PlanRunReducer.start(plan, state: &state)
        default:
            guard input.apply(key) else { return [] }
            sheet.stage = .review(plan, input, problem: nil)
        }
        OverlayReducer.replaceTop(.plan(sheet), state: &state)
        return []
    }

    /// A plan that lay open this long is made again rather than trusted; the re-checks hold in any case.
    private static let staleAfter: TimeInterval = 600

    private static func running(_ key: SheetKey, sheet: PlanSheet, state: inout AppState) -> [Effect] {
        guard sheet.isArmed || state.runs[sheet.target.location.server]?.isActive != true else { return [] }
        switch key {
        case .escape, .enter, .character("q"):
            OverlayReducer.pop(state: &state)
            if let run = state.runs[sheet.target.location.server], run.isActive {
                state.notice = Notice(.info, "The plan goes on; press r to see it")
            }
        case .up, .pageUp, .down, .pageDown:
            var sheet = sheet
            sheet.scroll(by: key)
            OverlayReducer.replaceTop(.plan(sheet), state: &state)
        default: break
        }
        return []
    }

    /// A backup that vanished while its plan lay open: say so at once, nothing can be confirmed any more.
    static func refuseVanished(state: inout AppState) -> [Effect] {
        state.overlays.indices.flatMap { index -> [Effect] in
            guard case let .plan(sheet) = state.overlays[index], case .review = sheet.stage,
                  let backup = sheet.target.act.backup,
                  let place = state.fleet[sheet.target.location], place.fetchedAt != nil, place[backup] == nil
            else { return [] }
            return turn(index, to: .refused(PlanRefusal("The backup is gone: somebody else deleted it")), state: &state)
        }
    }
}
