import AppCore
import BackupKit
import TerminalUI

/// The status line: what was just answered, else what is wrong, else nothing; at the right where we are in the list.
struct StatusViewModel: Equatable {
    /// A word at the right end, such as `PAUSED` or `3/12`.
    struct Mark: Equatable {
        var text: String
        var role: Theme.Role
    }

    var text: String
    var role: Theme.Role
    /// From the most to the least important: `PAUSED` first, the place in the list last.
    var marks: [Mark]

    init(_ state: AppState) {
        marks = Self.marks(state)
        (text, role) = Self.message(state)
    }

    private static func message(_ state: AppState) -> (String, Theme.Role) {
        if let notice = state.notice {
            let role: Theme.Role = switch notice.kind {
            case .info: .normal
            case .success: .good
            case .warning: .warning
            case .failure: .failure
            }
            return (notice.text.shown, role)
        }
        switch state.screen {
        case .servers: return serversMessage(state)
        case .backups: return backupsMessage(state)
        case .contexts: return contextMessage(state)
        case .operations, .wall: return ("", .normal)
        case .events: return (state.events.problem.map { "Journal: \($0)".shown } ?? "", .failure)
        }
    }

    private static func contextMessage(_ state: AppState) -> (String, Theme.Role) {
        guard let selection = state.contextSelection, let error = state.fleet.contextErrors[selection] else {
            return ("", .normal)
        }
        return ("\(selection): \(error.message)".shown, .failure)
    }

    private static func serversMessage(_ state: AppState) -> (String, Theme.Role) {
        let failed = state.fleet.contextOrder.filter { state.fleet.contextErrors[$0] != nil }
        if let first = failed.first, let error = state.fleet.contextErrors[first] {
            let others = failed.count > 1 ? " (and \(failed.count - 1) more)" : ""
            return ("\(first): \(error.message)\(others)".shown, .failure)
        }
        guard !state.fleet.serverOrder.isEmpty else { return ("", .normal) }
        let missing = state.fleet.contextOrder.count - state.fleet.answered.count
        return missing > 0 ? ("Reading more servers", .faint) : ("", .normal)
    }

    private static func backupsMessage(_ state: AppState) -> (String, Theme.Role) {
        guard let location = state.location, let server = state.visibleServer else { return ("", .normal) }
        let place = state.fleet[location]
        if let error = place?.error {
            return (error.message.shown, error.code == .conflict ? .warning : .failure)
        }
        if let error = server.linkError, server.feed == .down {
            return ("No live events, lists go on: \(error.message)".shown, .warning)
        }
        if let place, place.withheld > 0 {
            let all = place.backups.count + place.withheld
            return ("The list is not whole: the service sent \(place.backups.count) of \(all) backups", .warning)
        }
        if place?.hasMore == true {
            return ("The list is not whole: the service points at more, which cannot be read", .warning)
        }
        if let place, place.unreadable > 0 {
            let values = place.unreadable == 1 ? "1 value" : "\(place.unreadable) values"
            return ("\(values) of the list could not be read", .warning)
        }
        return ("", .normal)
    }

    private static func marks(_ state: AppState) -> [Mark] {
        switch state.screen {
        case .servers:
            let paused = state.serverList.isPaused ? [Mark(text: "PAUSED", role: .warning)] : []
            return paused + filter(of: state) + place(of: state.serverList.selection, in: state.listedServers)
        case .operations:
            let rows = state.operationRows.map(\.id)
            return filter(of: state) + place(of: state.operations.selection, in: rows)
        case .wall: return []
        case .contexts: return place(of: state.contextSelection, in: state.fleet.contextOrder)
        case .events: return filter(of: state) + place(of: state.events.selection, in: state.eventRows.map(\.id))
        case .backups: break
        }
        let manager = state.manager
        var marks: [Mark] = []
        if manager.paused != nil { marks.append(Mark(text: "PAUSED", role: .warning)) }
        marks += filter(of: state)
        if !manager.marks.isEmpty { marks.append(Mark(text: "\(manager.marks.count) marked", role: .key)) }
        if manager.rangeStart != nil { marks.append(Mark(text: "RANGE", role: .key)) }
        if manager.isFollowing { marks.append(Mark(text: "FOLLOW", role: .key)) }
        let row = manager.rows.isEmpty ? 0 : manager.selectedRow + 1
        marks.append(Mark(text: "\(row)/\(manager.rows.count)", role: .faint))
        return marks
    }
}

extension StatusViewModel {
    /// A list that shows only a part must say so before anything else is told of it.
    private static func filter(of state: AppState) -> [Mark] {
        guard !state.filterText.isEmpty else { return [] }
        return [Mark(text: "[/\(state.filterText.shown.clipped(toWidth: 20))]", role: .key)]
    }

    /// Where the cursor stands in a plain list.
    private static func place<Row: Equatable>(of selection: Row?, in order: [Row]) -> [Mark] {
        guard let selection, let index = order.firstIndex(of: selection) else { return [] }
        return [Mark(text: "\(index + 1)/\(order.count)", role: .faint)]
    }

    /// The message in as many rows as it needs, at most `limit`; the marks stand at the end of the last one.
    func lines(width: Int, limit: Int, theme: Theme, ellipsis: String) -> [Line] {
        let marks = fittingMarks(width: width)
        let marksWidth = Self.width(of: marks)
        var rows = text.displayWidth + marksWidth <= width ? [text] : Paragraph(text).lines(width: width)
        // The marks want a row that has room for them.
        if rows.count > 1, rows.last.map({ $0.displayWidth + marksWidth > width }) == true { rows.append("") }
        if rows.count > limit {
            let kept = rows.prefix(max(0, limit - 1))
            rows = kept + [rows.dropFirst(kept.count).joined(separator: " ")]
        }
        return rows.enumerated().map { index, row in
            guard index == rows.count - 1 else { return Line(row, style: theme.style(role)) }
            let room = max(0, width - marksWidth)
            var line = Line(row.fitted(toWidth: room, ellipsis: ellipsis), style: theme.style(role))
            for mark in marks {
                line.append(" ")
                line.append(mark.text, style: theme.style(mark.role))
            }
            return line
        }
    }

    /// The marks that fit beside a message: what was set by the user before the place in the list.
    private func fittingMarks(width: Int) -> [Mark] {
        var kept = marks
        while kept.count > 1, Self.width(of: kept) > max(14, width * 2 / 3) { kept.removeLast() }
        return kept
    }

    /// Cells of the marks with a space before each.
    private static func width(of marks: [Mark]) -> Int {
        marks.reduce(0) { $0 + $1.text.displayWidth + 1 }
    }
}
