public import BackupKit

/// What a command asks of the state, where the screen would have a key and a sheet. The plans, checks and workflows are
/// the same.
public enum ScriptAct: Equatable, Sendable {
    /// Reads what a plan rests on and makes it; it opens as a sheet whose stage tells what came of it.
    case plan(PlanTarget)
    /// Makes the plan of a light act; `sends` carries it out.
    case light(PlanTarget.Act, at: LocationRef, sends: Bool)
    /// Carries out the plan on top, whose text was typed or given; a wrong text leaves it open.
    case confirm(String)
    /// Fetches an archive into the download folder.
    case download(Backup.ID, at: LocationRef)
    /// Goes on with the work that an earlier session left behind.
    case resume(Identifier<JournalEntry>)
    /// Leaves such work as it is, for good.
    case putAside(Identifier<JournalEntry>)
}

/// Carries out what a command asks for.
enum ScriptReducer {
    static func perform(_ act: ScriptAct, state: inout AppState) -> [Effect] {
        switch act {
        case let .plan(target):
            return PlanSheetReducer.open(target, state: &state)
        case let .light(act, location, sends):
            guard let plan = LightPlan.make(act, at: location, state: &state) else { return [] }
            return sends ? LightPlan.carryOut(plan, title: act.step, state: &state) : []
        case let .download(backup, location):
            guard let backup = state.fleet[location]?[backup] else { return [] }
            return TransferReducer.startAll([backup], at: location, state: &state)
        case let .confirm(text):
            return PlanSheetReducer.confirm(text, state: &state)
        case let .resume(act):
            guard let unfinished = state.unfinished.first(where: { $0.act == act }),
                  UnfinishedReducer.refusal(of: unfinished, state: state) == nil else { return [] }
            return UnfinishedReducer.resume(unfinished, state: &state)
        case let .putAside(act):
            guard let unfinished = state.unfinished.first(where: { $0.act == act }) else { return [] }
            return UnfinishedReducer.putAside(unfinished, state: &state)
        }
    }
}
