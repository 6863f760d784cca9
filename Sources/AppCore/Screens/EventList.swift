public import BackupKit
import FoundationEssentials

/// The screen of events: the newest lines of the journal, and what is selected among them.
public struct EventList: Equatable, Sendable {
    /// Newest first.
    public internal(set) var lines: [JournalLine] = []
    /// Why they could not be read; nil after a good reading.
    public internal(set) var problem: String?
    /// They were read at least once.
    public internal(set) var isLoaded = false
    /// The number of the selected line; nil when there is none.
    public internal(set) var selection: Int64?
    /// The filter as the user typed it: words that a line must hold; `!` turns one round.
    public internal(set) var filterText = ""

    init() {}

    /// The lines that pass the filter, newest first.
    public var shown: [JournalLine] {
        let words = filterText.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return lines }
        return lines.filter { line in
            let text = line.searchText
            return words.allSatisfy { word in
                let isNegated = word.hasPrefix("!") && word.count > 1
                return text.contains(isNegated ? word.dropFirst() : word) != isNegated
            }
        }
    }
}

extension JournalLine {
    /// Everything of the line that a filter looks at, in lower case.
    fileprivate var searchText: String {
        let (name, detail) = entry.event.words
        return [
            entry.context.rawValue, entry.serverName, entry.server.rawValue, entry.title, entry.backup?.rawValue,
            entry.step, name, detail, user, entry.act.rawValue,
        ].compactMap(\.self).joined(separator: " ").lowercased()
    }
}

/// Moves through the events and takes in what was read.
enum EventListReducer {
    static func show(state: inout AppState) -> [Effect] {
        if state.screen != .events, state.screen != .contexts { state.screenBehindContexts = state.screen }
        state.screen = .events
        return [.loadJournal]
    }

    static func loaded(_ result: Result<[JournalLine], JournalError>, state: inout AppState) {
        switch result {
        case let .failure(error): state.events.problem = error.message
        case let .success(lines):
            state.events.problem = nil
            state.events.isLoaded = true
            state.events.lines = lines
            reselect(state: &state)
        }
    }

    static func move(_ action: UserAction, state: inout AppState) {
        let shown = state.events.shown
        guard !shown.isEmpty else { return }
        let current = shown.firstIndex { $0.number == state.events.selection } ?? 0
        let page = max(1, state.serverList.viewportRows - 1)
        let row = ListStep.row(after: action, from: current, count: shown.count, page: page)
        state.events.selection = shown[row].number
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.events.filterText = text
        reselect(state: &state)
    }

    private static func reselect(state: inout AppState) {
        let shown = state.events.shown
        if let selection = state.events.selection, shown.contains(where: { $0.number == selection }) { return }
        state.events.selection = shown.first?.number
    }
}
