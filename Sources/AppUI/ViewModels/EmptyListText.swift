import AppCore
import BackupKit
import TerminalUI

/// What stands in place of the rows of a list that has none: why, and what to do.
enum EmptyListText {
    private static let noMatch = "Nothing matches the filter: Esc clears it."

    /// Nil when the list of the screen has rows.
    static func text(_ state: AppState) -> String? {
        switch state.screen {
        case .servers: servers(state)
        case .backups: backups(state)
        case .contexts: nil
        case .events: events(state)
        case .operations: operations(state)
        case .wall: nil
        }
    }

    private static func events(_ state: AppState) -> String? {
        guard state.eventRows.isEmpty else { return nil }
        if let problem = state.events.problem { return "The journal could not be read: \(problem.shown)" }
        if !state.events.isLoaded { return "Reading the journal" }
        return state.events.filterText.isEmpty ? "Nothing has happened yet." : noMatch
    }

    private static func operations(_ state: AppState) -> String? {
        guard state.operationRows.isEmpty else { return nil }
        return state.operations.filterText.isEmpty ? "Nothing runs, and nothing has ended in this session." : noMatch
    }

    private static func servers(_ state: AppState) -> String? {
        guard state.fleet.serverOrder.isEmpty else {
            return state.listedServers.isEmpty ? noMatch : nil
        }
        if !state.fleet.contextErrors.isEmpty { return "The servers could not be read; it is tried again." }
        if state.fleet.answered.isEmpty { return "Reading the servers" }
        return "These accounts see no servers."
    }

    private static func backups(_ state: AppState) -> String? {
        guard let location = state.location, state.manager.rows.isEmpty else { return nil }
        guard let place = state.fleet[location], place.fetchedAt != nil else {
            let hasFailed = state.fleet[location]?.error != nil
            return hasFailed ? "The backups could not be read; it is tried again." : "Reading the backups"
        }
        if !state.manager.filterText.isEmpty { return noMatch }
        if let reason = Availability.reason(against: .create, in: state) {
            return "No backups yet. None can be made here: \(reason.shown)."
        }
        return "No backups yet: press c to make one."
    }
}
