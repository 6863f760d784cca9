import BackupKit
import FoundationEssentials

/// Work that earlier sessions left behind: finds it at the start, offers it, goes on with it or puts it aside.
public enum UnfinishedReducer {
    static func loaded(_ result: Result<[[JournalLine]], JournalError>, state: inout AppState) -> [Effect] {
        switch result {
        case let .failure(error):
            state.journalProblem = error.message
            state.notice = Notice(.failure, "Journal: \(error.message)")
            return []
        case let .success(acts):
            state.hasLookedForUnfinished = true
            let own = Set(state.runs.values.map(\.plan.act))
            state.unfinished = acts.compactMap { UnfinishedAct($0) }.filter {
                !own.contains($0.act) && !$0.act.rawValue.hasPrefix("\(state.session)-")
            }
            let places = state.unfinished.compactMap { state.workPlace(of: $0.location.server) }
            return Set(places).sorted { ($0.origin, $0.server) < ($1.origin, $1.server) }.map { .probe($0) }
        }
    }

    /// Another program that holds the lock is still at it: then nothing is left behind.
    static func probed(_ place: WorkPlace, holder: String?, state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        for index in state.unfinished.indices
            where state.workPlace(of: state.unfinished[index].location.server) == place {
            state.unfinished[index].isFree = holder == nil
        }
        // What never sent anything is over; nobody has to be asked.
        for unfinished in state.unfinished where unfinished.isFree == true && unfinished.sentNothing {
            effects.append(line(unfinished, .ended("cancelled: nothing was sent"), state: state))
        }
        state.unfinished.removeAll { $0.isFree == true && $0.sentNothing }
        return effects + offer(state: &state)
    }

    /// Shows the first that nobody was told of, once its server is known and nothing else is on screen.
    static func offer(state: inout AppState) -> [Effect] {
        // The wall takes no answer.
        guard state.screen != .wall, state.overlays.isEmpty, let index = state.unfinished.firstIndex(where: {
            $0.isFree == true && !$0.isOffered && state.fleet.servers[$0.location.server] != nil
        }) else { return [] }
        state.unfinished[index].isOffered = true
        return open(state.unfinished[index], state: &state)
    }

    static func open(_ unfinished: UnfinishedAct, state: inout AppState) -> [Effect] {
        let ref = unfinished.location.server
        let request = Inspection.Request(
            serial: state.nextSerial(),
            location: unfinished.location,
            sequence: state.fleet.servers[ref]?.sequence ?? 0
        )
        let serial = state.nextSerial()
        OverlayReducer.push(.unfinished(UnfinishedSheet(
            serial: serial,
            unfinished: unfinished,
            stage: .reading(request),
            refusal: refusal(of: unfinished, state: state),
            isArmed: false,
            scroll: 0
        )), state: &state)
        return [.inspect(request), OverlayReducer.guardTimer(serial)]
    }

    static func inspected(
        _ request: Inspection.Request,
        _ result: Result<Inspection, ProviderError>,
        state: inout AppState
    ) -> [Effect] {
        for index in state.overlays.indices {
            guard case var .unfinished(sheet) = state.overlays[index],
                  sheet.stage == .reading(request) else { continue }
            switch result {
            case let .success(inspection): sheet.stage = .read(inspection)
            case let .failure(error): sheet.stage = .failed(error.message)
            }
            sheet.refusal = refusal(of: sheet.unfinished, state: state)
            state.overlays[index] = .unfinished(sheet)
        }
        return []
    }

    /// Why such work cannot be gone on with now; nil when it can.
    public static func reason(against unfinished: UnfinishedAct, in state: AppState) -> String? {
        refusal(of: unfinished, state: state)
    }

    /// Why it cannot be gone on with; putting it aside is always possible.
    static func refusal(of unfinished: UnfinishedAct, state: AppState) -> String? {
        let ref = unfinished.location.server
        guard let context = state.fleet.contexts[ref.context] else {
            return "context \(ref.context) is not configured any more"
        }
        guard state.fleet.servers[ref] != nil else { return "the server is not in the list any more" }
        if let reason = Availability.reasonAgainstWriting(in: context, settings: state.settings) { return reason }
        if let problem = state.journalProblem { return "nothing can be journalled: \(problem)" }
        guard unfinished.canResume else { return "this version cannot read what was written down of it" }
        return state.runs[ref]?.isActive == true ? "another plan is being carried out there" : nil
    }

    static func key(_ key: SheetKey, sheet: UnfinishedSheet, state: inout AppState) -> [Effect] {
        guard sheet.isArmed else { return [] }
        switch key {
        case .character("y"):
            guard case .read = sheet.stage else { return [] }
            if let reason = refusal(of: sheet.unfinished, state: state) {
                state.notice = Notice(.warning, "It cannot be gone on with: \(reason)")
                return []
            }
            OverlayReducer.pop(state: &state)
            return resume(sheet.unfinished, state: &state)
        case .character("p"):
            OverlayReducer.pop(state: &state)
            return putAside(sheet.unfinished, state: &state) + offer(state: &state)
        case .escape, .enter, .character("q"):
            OverlayReducer.pop(state: &state)
            state.notice = Notice(.info, "It waits: start Backtop again, or run backtop resume")
            return offer(state: &state)
        case .up, .pageUp, .down, .pageDown:
            var sheet = sheet
            sheet.scroll = max(0, sheet.scroll + key.scrollLines)
            OverlayReducer.replaceTop(.unfinished(sheet), state: &state)
            return []
        default:
            return []
        }
    }

    static func resume(_ unfinished: UnfinishedAct, state: inout AppState) -> [Effect] {
        state.unfinished.removeAll { $0.act == unfinished.act }
        if unfinished.isWorkflow {
            let effects = PlanRunReducer.resume(unfinished, state: &state)
            guard let run = state.runs[unfinished.location.server] else { return effects }
            return effects + PlanSheetReducer.reopen(run, state: &state)
        }
        guard let sent = unfinished.requests.last, let record = sent.record else { return [] }
        let mutation = Mutation(act: unfinished.act, location: unfinished.location, request: record.request)
        let sequence = state.fleet.servers[unfinished.location.server]?.sequence ?? 0
        MutationReducer.rememberUnconfirmed(
            mutation, since: record.sentRequest(sequence: sequence), state: &state
        )
        state.notice = Notice(.info, "Looking for what became of it")
        return [line(unfinished, .resumed, state: state), .loadServer(unfinished.location.server)]
            + FleetReducer.load(unfinished.location, for: .act, state: &state)
    }

    /// Closes it for good, unless another program is at it by now.
    static func putAside(_ unfinished: UnfinishedAct, state: inout AppState) -> [Effect] {
        guard let place = state.workPlace(of: unfinished.location.server) else {
            return closed(unfinished.act, problem: nil, state: &state) + [line(unfinished, .putAside, state: state)]
        }
        return [.close(WorkOrder(
            server: unfinished.location.server,
            place: place,
            entry: entry(unfinished, .putAside, state: state),
            lines: unfinished.lines
        ))]
    }

    static func closed(
        _ act: Identifier<JournalEntry>,
        problem: ProviderError?,
        state: inout AppState
    ) -> [Effect] {
        if let problem {
            state.notice = Notice(.warning, "It was not put aside: \(problem.message)")
            return []
        }
        state.unfinished.removeAll { $0.act == act }
        state.notice = Notice(.info, "Put aside: the journal keeps it")
        return []
    }

    private static func line(_ unfinished: UnfinishedAct, _ event: JournalEntry.Event, state: AppState) -> Effect {
        .journal(entry(unfinished, event, state: state))
    }

    private static func entry(
        _ unfinished: UnfinishedAct,
        _ event: JournalEntry.Event,
        state: AppState
    ) -> JournalEntry {
        JournalEntry(
            act: unfinished.act,
            at: state.now,
            context: unfinished.location.server.context,
            server: unfinished.location.server.server,
            serverName: unfinished.serverName,
            world: unfinished.location.world,
            backup: unfinished.plan?.target.act.backup,
            title: unfinished.title,
            step: unfinished.step,
            event: event
        )
    }
}

extension SheetKey {
    /// How far a key scrolls a sheet.
    var scrollLines: Int {
        switch self {
        case .up: -1
        case .down: 1
        case .pageUp: -5
        case .pageDown: 5
        default: 0
        }
    }
}
