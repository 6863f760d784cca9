import AppCore
import BackupKit
import TerminalUI

/// The status line: what was just answered, else what is wrong, else nothing; at the right where we are in the list.
struct StatusViewModel: Equatable {
    var text: String
    var role: Theme.Role
    var place: String

    init(_ state: AppState) {
        place = Self.place(state)
        (text, role) = Self.message(state)
    }

    private static func message(_ state: AppState) -> (String, Theme.Role) {
        if let notice = state.notice {
            return switch notice.kind {
            case .info: (notice.text.printable, .normal)
            case .success: (notice.text.printable, .good)
            case .warning: (notice.text.printable, .warning)
            case .failure: (notice.text.printable, .failure)
            }
        }
        switch state.screen {
        case .servers:
            for context in state.fleet.contextOrder {
                if let error = state.fleet.contextErrors[context] {
                    return ("\(context): \(error.message)".printable, .failure)
                }
            }
            return state.fleet.answered.isEmpty ? ("Reading the servers", .faint) : ("", .normal)
        case .backups:
            return backupsMessage(state)
        }
    }

    private static func backupsMessage(_ state: AppState) -> (String, Theme.Role) {
        guard let location = state.location, let server = state.visibleServer else { return ("", .normal) }
        let place = state.fleet[location]
        if let error = place?.error { return (error.message.printable, .failure) }
        if let error = server.linkError, server.feed == .down {
            return ("No live events, lists go on: \(error.message)".printable, .warning)
        }
        guard let place, place.fetchedAt != nil else { return ("Reading the backups", .faint) }
        if place.backups.isEmpty { return ("No backups yet: press c to make one", .normal) }
        if state.manager.rows.isEmpty { return ("Nothing matches the filter: Esc clears it", .warning) }
        if place.unreadable > 0 {
            return ("\(place.unreadable) values of the list could not be read and are shown as ?", .warning)
        }
        return ("", .normal)
    }

    private static func place(_ state: AppState) -> String {
        guard state.screen == .backups else {
            let order = state.fleet.serverOrder
            guard let selection = state.serverList.selection, let index = order.firstIndex(of: selection) else { return "" }
            return "\(index + 1)/\(order.count)"
        }
        let manager = state.manager
        var words: [String] = []
        if manager.paused != nil { words.append("PAUSED") }
        if manager.isFollowing { words.append("FOLLOW") }
        if manager.rangeStart != nil { words.append("RANGE") }
        if !manager.marks.isEmpty { words.append("\(manager.marks.count) marked") }
        if !manager.filterText.isEmpty { words.append("[/\(manager.filterText.printable.clipped(toWidth: 20))]") }
        words.append(manager.rows.isEmpty ? "0/0" : "\(manager.selectedRow + 1)/\(manager.rows.count)")
        return words.joined(separator: " ")
    }

    func line(width: Int, theme: Theme, ellipsis: String) -> Line {
        let right = place.clipped(toWidth: max(0, width / 2), ellipsis: ellipsis)
        let room = max(0, width - right.displayWidth - 1)
        var line = Line()
        line.append(text.fitted(toWidth: room, ellipsis: ellipsis), style: theme.style(role))
        line.append(" ")
        line.append(right, style: theme.style(.faint))
        return line
    }
}
