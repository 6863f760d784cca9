public import BackupKit
public import FoundationEssentials

/// The screen of events: the newest lines of the journal and what was seen in this session, and what is selected among
/// them.
public struct EventList: Equatable, Sendable {
    /// A line of the list.
    public enum Row: Equatable, Identifiable, Sendable {
        /// An act of this machine.
        case journal(JournalLine)
        /// Something that was seen in this session.
        case seen(EventLog.Entry)

        /// What tells a line from all others.
        public enum ID: Hashable, Sendable {
            case journal(Int64)
            case seen(Int)
        }

        /// What tells it from all others.
        public var id: ID {
            switch self {
            case let .journal(line): .journal(line.number)
            case let .seen(entry): .seen(entry.id)
            }
        }

        /// When it happened, by our clock.
        public var at: Date {
            switch self {
            case let .journal(line): line.entry.at
            case let .seen(entry): entry.at
            }
        }

        /// The server it is about; nil where it is about a source.
        public var server: ServerRef? {
            switch self {
            case let .journal(line): ServerRef(context: line.entry.context, server: line.entry.server)
            case let .seen(entry): entry.server.map { ServerRef(context: entry.context, server: $0) }
            }
        }
    }

    /// Newest first.
    public internal(set) var lines: [JournalLine] = []
    /// Why they could not be read; nil after a good reading.
    public internal(set) var problem: String?
    /// They were read at least once.
    public internal(set) var isLoaded = false
    /// The selected line; nil when there is none.
    public internal(set) var selection: Row.ID?
    /// The filter as the user typed it: words that a line must hold; `!` turns one round.
    public internal(set) var filterText = ""

    init() {}
}

extension AppState {
    /// The events that pass the filter, newest first; of one moment what was seen last comes first.
    public var eventRows: [EventList.Row] {
        let journal = events.lines.map(EventList.Row.journal)
        let seen = watch.log.entries.map(EventList.Row.seen)
        var rows: [EventList.Row] = []
        rows.reserveCapacity(journal.count + seen.count)
        var (left, right) = (journal[...], seen[...])
        while let first = left.first, let other = right.first {
            if first.at >= other.at {
                rows.append(left.removeFirst())
            } else {
                rows.append(right.removeFirst())
            }
        }
        rows += left + right
        let words = WordFilter(events.filterText)
        return words.isEmpty ? rows : rows.filter { words.matches($0.searchText) }
    }
}

extension EventList.Row {
    /// Everything of the line that a filter looks at.
    fileprivate var searchText: String {
        switch self {
        case let .journal(line):
            let entry = line.entry
            let (name, detail) = entry.event.words
            return [
                "journal", entry.context.rawValue, entry.serverName, entry.server.rawValue, entry.title,
                entry.backup?.rawValue, entry.step, name, detail, line.user, entry.act.rawValue,
            ].compactMap(\.self).joined(separator: " ")
        case let .seen(entry):
            return [
                "seen",
                entry.kind.rawValue,
                entry.context.rawValue,
                entry.serverName,
                entry.server?.rawValue,
                entry.text,
                entry.backup,
            ]
            .compactMap(\.self).joined(separator: " ")
        }
    }
}

/// Moves through the events and takes in what was read.
enum EventListReducer {
    static func show(state: inout AppState) -> [Effect] {
        if state.screen.isRoot { state.screenBehind = state.screen }
        state.screen = .events
        reselect(state: &state)
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
        let rows = state.eventRows
        guard !rows.isEmpty else { return }
        let current = rows.firstIndex { $0.id == state.events.selection } ?? 0
        let page = max(1, state.serverList.viewportRows - 1)
        let row = ListStep.row(after: action, from: current, count: rows.count, page: page)
        state.events.selection = rows[row].id
    }

    static func setFilter(_ text: String, state: inout AppState) {
        state.events.filterText = text
        reselect(state: &state)
    }

    /// Goes to the server that the selected event is about.
    static func open(state: inout AppState) -> [Effect] {
        guard let row = state.eventRows.first(where: { $0.id == state.events.selection }) else { return [] }
        guard let ref = row.server else {
            state.notice = Notice(.warning, "This event is about a source, not about a server")
            return []
        }
        guard state.fleet.servers[ref] != nil else {
            state.notice = Notice(.warning, "\(row.serverName ?? ref.server.short) is not in the list of servers")
            return []
        }
        let effects = BackupManagerReducer.open(ref, world: row.world, state: &state)
        state.manager.isOpenedFromServers = true
        return effects
    }

    private static func reselect(state: inout AppState) {
        let rows = state.eventRows
        if let selection = state.events.selection, rows.contains(where: { $0.id == selection }) { return }
        state.events.selection = rows.first?.id
    }
}

extension EventList.Row {
    /// The server's name: untrusted text; nil where none is known.
    public var serverName: String? {
        switch self {
        case let .journal(line): line.entry.serverName
        case let .seen(entry): entry.serverName
        }
    }

    fileprivate var world: World.ID? {
        if case let .journal(line) = self { line.entry.world } else { nil }
    }
}
