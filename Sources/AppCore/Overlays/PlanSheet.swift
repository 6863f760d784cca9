import BackupKit

/// Shows a plan from its first reading to the end of the work.
public struct PlanSheet: Equatable, Sendable {
    /// How far the sheet has come.
    public enum Stage: Equatable, Sendable {
        /// What the plan rests on is being read from the service.
        case reading(Inspection.Request)
        /// No plan can be made, and why.
        case refused(PlanRefusal)
        /// The plan waits for its text, a light one for `y`.
        case review(Plan, TextInput, problem: String?)
        /// The plan is being carried out, or has ended: see `AppState.runs`.
        case running
    }

    let serial: Int
    /// Captured when the key was pressed; everything that follows is about this and nothing else.
    public let target: PlanTarget
    /// The name the backup had then: the list behind the sheet may say something else by now. Nil for acts on servers.
    public let backupTitle: String?
    /// How far the sheet has come.
    public internal(set) var stage: Stage
    /// False for the first 400 ms of a sheet, and again of its plan: keys are swallowed.
    public internal(set) var isArmed: Bool
    /// First line of the plan on screen, when it does not fit.
    public internal(set) var scroll: Int
}

extension PlanSheet {
    /// One line or five; the end is known to the view, which sends `overlayScrolled`.
    mutating func scroll(by key: SheetKey) {
        scroll = max(0, scroll + key.scrollLines)
    }
}
