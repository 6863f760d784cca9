/// A part of the watch that works on this machine and can fail while all services answer.
public enum WatchPart: Int, CaseIterable, Comparable, Sendable {
    /// The program of the user's that is run when an alarm begins.
    case alarmProgram
    /// The file of acknowledged alarms.
    case acknowledgements
    /// The file in which what is known is kept for the next start.
    case snapshots

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension AppState {
    /// Notes why a part of the watch does not work, which is told once, or with nil that it does.
    mutating func note(_ problem: String?, of part: WatchPart) {
        if let problem, watch.problems[part] == nil { notice = Notice(.warning, problem) }
        watch.problems[part] = problem
    }
}
