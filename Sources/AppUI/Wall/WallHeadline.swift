import AppCore
import BackupKit
import TerminalUI

/// The three figures that are read first, from across the room: who is not protected, the oldest last good backup, and
/// what runs.
struct WallHeadline: Equatable {
    /// A figure and what stands under it.
    struct Figure: Equatable {
        /// In block digits.
        var digits: String
        /// Where there is no room for all of it.
        var short: String
        var caption: String
        /// The caption where the figure is the short one: what that lacks stands here.
        var shortCaption: String
        /// Under the caption; cut where it is too long.
        var note: String
        /// After the note, never cut.
        var tail: String
        var role: Theme.Role
    }

    /// The same in words.
    struct Sentence: Equatable {
        /// The longest first: the first one that fits is shown.
        var texts: [String]
        var role: Theme.Role
    }

    var figures: [Figure]
    var sentences: [Sentence]
    /// That all is well, where it is.
    var calm: String?

    init(_ counts: WallCounts, _ state: AppState) {
        let protection = Self.protection(counts)
        let oldest = Self.oldest(counts, state)
        let running = Self.running(counts)
        figures = [protection, oldest, running]
        let isCalm = counts.hasHeard && counts.silent.isEmpty && counts.notProtected == 0
        calm = isCalm ? Self.calm(counts.total) : nil
        sentences = [
            Sentence(texts: Self.protectionTexts(counts, protection), role: Self.spoken(protection.role)),
            Sentence(
                texts: [
                    "oldest last good backup \(oldest.digits): \(oldest.note)\(oldest.tail)",
                    "oldest \(oldest.digits) \(oldest.note)\(oldest.tail)",
                ],
                role: Self.spoken(oldest.role)
            ),
            Sentence(
                texts: !counts.hasHeard ? ["what runs is not known"] : counts.runningCount == 0
                    ? ["nothing runs"] : ["\(counts.runningCount) running: \(running.note)"],
                role: Self.spoken(running.role)
            ),
        ]
    }

    /// Small text that is faint besides could not be read from afar.
    private static func spoken(_ role: Theme.Role) -> Theme.Role {
        role == .faint ? .normal : role
    }

    private static func calm(_ total: Int) -> String {
        switch total {
        case 0: "There are no servers"
        case 1: "The one server is protected"
        default: "All \(total) servers are protected"
        }
    }

    // MARK: Who is not protected

    private static func protection(_ counts: WallCounts) -> Figure {
        let total = counts.total
        var figure = Figure(
            digits: total == 0 ? "0" : "\(counts.notProtected)/\(total)", short: "\(counts.notProtected)",
            caption: "NOT PROTECTED",
            shortCaption: "of \(total) NOT PROTECTED", note: "", tail: "",
            role: counts.unprotected > 0 ? .failure : counts.unknown > 0 ? .unknown : .faint
        )
        guard counts.hasHeard else {
            figure.digits = "?"
            figure.short = "?"
            figure.shortCaption = figure.caption
            figure.note = counts.isLost ? "no source answers" : "reading"
            figure.role = counts.isLost ? .failure : .unknown
            return figure
        }
        if counts.notProtected == 0 {
            figure.caption = "not protected"
            figure.shortCaption = "of \(total) not protected"
        }
        if counts.unknown > 0 {
            figure.note = counts.unprotected == 0 && total > 1 ? "all of them unknown" : "\(counts.unknown) of them unknown"
            figure.tail = counts.unread > 0 && !counts.isLost ? " (reading)" : ""
        }
        if let first = counts.silent.first {
            let others = counts.silent.count > 1 ? " +\(counts.silent.count - 1)" : ""
            figure.note += (figure.note.isEmpty ? "" : figure.tail + ", ") + "not heard: \(first.rawValue.shown)\(others)"
            figure.tail = ""
            if counts.notProtected == 0 { figure.role = .unknown }
        }
        return figure
    }

    private static func protectionTexts(_ counts: WallCounts, _ figure: Figure) -> [String] {
        guard counts.hasHeard else {
            return counts.isLost
                ? ["No source answers: nothing is known", "NO SOURCE ANSWERS", "? NO SOURCE"]
                : ["Nothing is known yet: reading", "? reading"]
        }
        let (bad, total) = (counts.notProtected, counts.total)
        guard bad > 0 || !counts.silent.isEmpty else {
            return [calm(total), "\(total)/\(total) protected", "\(total)/\(total) OK"]
        }
        let note = figure.note + figure.tail
        let more = note.isEmpty ? [] : ["\(bad) of \(total) servers NOT PROTECTED, \(note)"]
        let unknown = counts.unknown > 0 ? ["\(bad)/\(total) NOT PROTECTED, \(counts.unknown) unknown"] : []
        return more + (note.isEmpty ? ["\(bad) of \(total) servers NOT PROTECTED"] : []) + unknown
            + ["\(bad)/\(total) NOT PROTECTED", "\(bad)/\(total) NOT OK"]
    }

    // MARK: The oldest, and what runs

    private static func oldest(_ counts: WallCounts, _ state: AppState) -> Figure {
        let never = counts.never > 0 ? "\(counts.never) never" : ""
        var figure = Figure(
            digits: "?", short: "?", caption: "OLDEST LAST GOOD", shortCaption: "OLDEST LAST GOOD", note: never,
            tail: "",
            role: counts.never > 0 ? .failure : .faint
        )
        guard let oldest = counts.oldest else {
            figure.digits = counts.never > 0 && counts.never == counts.total ? "-" : "?"
            figure.short = figure.digits
            if never.isEmpty { figure.note = counts.total == 0 && counts.hasHeard ? "no servers" : "none known" }
            return figure
        }
        figure.digits = TimeText.age(of: oldest.at, now: state.now)
        figure.short = Self.firstUnit(figure.digits)
        figure.shortCaption = "OLDEST GOOD \(figure.digits)"
        figure.note = oldest.name
        figure.tail = (oldest.isOld ? " ?" : "") + (never.isEmpty ? "" : ", " + never)
        figure.role = oldest.isOld ? .unknown : oldest.isLate ? .warning : .faint
        return figure
    }

    private static func firstUnit(_ age: String) -> String {
        guard let unit = age.firstIndex(where: { !$0.isNumber }) else { return age }
        return String(age[...unit])
    }

    private static func running(_ counts: WallCounts) -> Figure {
        let kinds = OperationKind.allCases.compactMap { kind in
            counts.running[kind].map { "\($0) \(kind.rawValue)" }
        }
        guard counts.hasHeard else {
            return Figure(
                digits: "?", short: "?", caption: "running", shortCaption: "running", note: "", tail: "", role: .faint
            )
        }
        let isIdle = counts.runningCount == 0
        let caption = isIdle ? "running" : "RUNNING"
        return Figure(
            digits: "\(counts.runningCount)", short: "\(counts.runningCount)", caption: caption,
            shortCaption: caption, note: kinds.joined(separator: ", "), tail: "", role: isIdle ? .faint : .running
        )
    }
}
