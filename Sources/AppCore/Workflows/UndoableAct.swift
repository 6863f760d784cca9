import BackupKit
import FoundationEssentials

/// The last act of this session that has a true inverse: a rename or a lock.
public struct UndoableAct: Equatable, Sendable {
    /// What takes it back.
    public let inverse: PlanTarget.Act
    /// Where.
    public let location: LocationRef
    /// The backup as it is called since then: untrusted text.
    public let title: String
    /// When it was accepted, by our clock.
    let doneAt: Date

    /// The inverse of an accepted request; nil where it has none.
    init?(of mutation: Mutation, before: Backup?, at moment: Date) {
        guard let before else { return nil }
        switch mutation.request {
        case let .rename(backup, name):
            guard let old = before.name, !old.trimmed.isEmpty, old != name else { return nil }
            inverse = .rename(backup, to: old)
            title = name
        case let .setLock(backup, isLocked):
            guard before.isLocked == !isLocked else { return nil }
            inverse = .setLock(backup, !isLocked)
            title = before.title
        default:
            return nil
        }
        location = mutation.location
        doneAt = moment
    }

    /// What somebody did to the backup since, in words; nil while it is as this session left it, as far as a list that
    /// was asked for later tells.
    func change(in state: AppState) -> String? {
        guard let id = inverse.backup, let place = state.fleet[location], let now = place[id] else {
            return "the backup is gone"
        }
        guard let fetchedAt = place.fetchedAt, fetchedAt > doneAt else { return nil }
        switch inverse {
        case .rename where now.name != title: return "it was renamed to \"\(now.title)\" since"
        case let .setLock(_, isLocked) where now.isLocked == isLocked:
            return isLocked ? "it was locked again since" : "it was unlocked since"
        default: return nil
        }
    }

    /// Opens the sheet of the inverse, and has the backup read meanwhile.
    func open(state: inout AppState) -> [Effect] {
        if let change = change(in: state) {
            state.notice = Notice(.warning, "There is nothing to undo: \(change)")
            return []
        }
        return FleetReducer.load(location, for: .act, state: &state) + openSheet(state: &state)
    }

    private func openSheet(state: inout AppState) -> [Effect] {
        switch inverse {
        case let .rename(_, name):
            LightPlan.open(
                inverse, at: location, title: "Undo the rename",
                lines: ["\"\(title)\" is called \"\(name)\" again."], verb: "rename", state: &state
            )
        case let .setLock(_, isLocked):
            LightPlan.open(
                inverse, at: location, title: isLocked ? "Undo the unlock" : "Undo the lock",
                lines: [isLocked
                    ? "\"\(title)\" cannot be deleted while it is locked."
                    : "\"\(title)\" can be deleted after that, by anybody and by schedules."],
                verb: isLocked ? "lock" : "unlock", state: &state
            )
        default: []
        }
    }
}
