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

    /// The inverse of an accepted request; nil where it has none.
    init?(of mutation: Mutation, before: Backup?) {
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
    }

    /// Opens the sheet of the inverse.
    func open(state: inout AppState) -> [Effect] {
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
