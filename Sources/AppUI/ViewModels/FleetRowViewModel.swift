import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// One server of the fleet: how it stands, in words that need no colour.
struct FleetRowViewModel: Equatable {
    /// A piece of text and what it means.
    struct Cell: Equatable {
        var text: String
        var role: Theme.Role = .normal
        /// Says the most important of it in fewer cells.
        var short: String?
    }

    var cells: [FleetTableLayout.Column: Cell]
    var isSelected: Bool

    /// - Parameter columns: only these are made: a frame of many rows must cost no more than it shows.
    init(
        _ ref: ServerRef,
        _ state: AppState,
        _ context: ViewContext,
        columns: some Sequence<FleetTableLayout.Column> = FleetTableLayout.Column.allCases
    ) {
        isSelected = ref == state.serverList.selection
        cells = [:]
        guard let server = state.fleet.servers[ref], let standing = state.watch.standings[ref] else { return }
        let age = state.dataAge(of: standing, turn: state.sweepTime(of: ref.context))
        for column in columns {
            cells[column] = switch column {
            case .state: Self.health(standing, age: age, isSeen: Self.isSeen(standing, state))
            case .name: Cell(text: Self.name(of: server))
            case .context: Cell(text: ref.context.rawValue.shown, role: .faint)
            case .lastGood: Self.lastGood(standing, age: age, state: state, context)
            case .attempt: Self.attempt(standing, state: state, context)
            case .quota: Self.quota(server)
            case .source: Self.source(server, age: age)
            case .work: Self.work(server, now: state.now, ascii: !context.traits.unicode)
            case .power: Self.power(server)
            }
        }
    }

    /// The name to show, never an empty one.
    static func name(of server: ServerState) -> String {
        let name = server.server.name.shown
        return name.isEmpty ? "(no name) \(server.ref.server.short.shown)" : name
    }

    private static func isSeen(_ standing: ServerStanding, _ state: AppState) -> Bool {
        !standing.alarms.isEmpty && standing.alarms.allSatisfy { state.watch.isAcknowledged($0.id, at: state.now) }
    }

    private static func health(_ standing: ServerStanding, age: DataAge, isSeen: Bool) -> Cell {
        let word = standing.health.shownWord
        if isSeen { return Cell(text: word + " seen", role: .faint) }
        // Never good from data that may be wrong by now.
        if standing.health == .good, case .old = age { return Cell(text: "?", role: .unknown) }
        return Cell(text: word, role: standing.health.role)
    }

    private static func lastGood(
        _ standing: ServerStanding,
        age: DataAge,
        state: AppState,
        _ context: ViewContext
    ) -> Cell {
        guard let made = standing.lastGoodAt else {
            return Cell(text: standing.health == .never ? "never" : "?", role: standing.health.role)
        }
        let text = moment(made, state, context)
        let target = "/" + TimeText.span(standing.target)
        let isOld = if case .old = age { true } else { false }
        let role: Theme.Role = standing.isProtected ? (isOld ? .faint : .normal) : .warning
        return Cell(text: text + target + (isOld ? " ?" : ""), role: role)
    }

    /// An age, or the moment itself where the screen is not to change by time alone.
    static func moment(_ moment: Date, _ state: AppState, _ context: ViewContext) -> String {
        state.settings.showsClock
            ? TimeText.age(of: moment, now: state.now)
            : context.time.minute(moment, utc: state.manager.timeStyle == .utc)
    }

    private static func attempt(_ standing: ServerStanding, state: AppState, _ context: ViewContext) -> Cell {
        guard let attempt = standing.lastAttempt else { return Cell(text: "") }
        let word = attempt.state == .completed ? "ok" : attempt.state == .failed ? "FAIL" : "cancelled"
        return Cell(
            text: "\(word) \(moment(attempt.at, state, context))",
            role: attempt.state == .failed ? .failure : .faint
        )
    }

    private static func quota(_ server: ServerState) -> Cell {
        guard let quota = server.quota, let limit = quota.limit else {
            return Cell(text: server.quota?.used.map { "\($0)" } ?? "", role: .faint)
        }
        let figures = (quota.used.map { "\($0)" } ?? "?") + "/\(limit)"
        let forecast = server.quotaForecast
        return Cell(
            text: figures + (forecast.short.map { " \($0)" } ?? ""),
            role: forecast.role,
            short: figures
        )
    }

    private static func source(_ server: ServerState, age: DataAge) -> Cell {
        let isLive = server.feed == .live
        switch age {
        case .none: return Cell(text: "reading", role: .faint)
        case let .current(seconds):
            return Cell(text: isLive ? "live" : TimeText.span(seconds), role: isLive ? .normal : .faint)
        case let .aging(seconds): return Cell(text: "\(TimeText.span(seconds)) old", role: .warning)
        case let .old(seconds): return Cell(text: "? \(TimeText.span(seconds)) old", role: .unknown)
        }
    }

    private static func work(_ server: ServerState, now: Date, ascii: Bool) -> Cell {
        let open = server.shownOperations.filter(\.isOpen)
        // What has ended is no work any more; its end is shown for a moment.
        let ended = server.shownOperations.first { $0.endedAt.map { now.timeIntervalSince($0) < 5 } == true }
        guard let operation = open.first ?? ended else { return Cell(text: "") }
        let line = OperationViewModel(operation, backup: nil, now: now)
        let gauge = Gauge(line.gauge, width: 10).text
        let more = open.count > 1 ? " +\(open.count - 1)" : ""
        let words = line.silence ?? (line.percent.isEmpty ? line.phase : line.percent)
        return Cell(
            text: "\(line.kind) \(gauge) \(words)\(more)",
            role: line.role,
            short: "\(line.kind) \(line.percent.isEmpty ? line.phase : line.percent)"
        )
    }

    private static func power(_ server: ServerState) -> Cell {
        switch server.power {
        case .unknown: Cell(text: "?", role: .faint)
        case .crashed: Cell(text: "crashed", role: .failure)
        case .running, .starting, .stopping, .stopped: Cell(text: server.power.words)
        }
    }
}

extension QuotaForecast {
    /// How it looks.
    fileprivate var role: Theme.Role {
        switch self {
        case .unknown, .room: self == .room(1) ? .warning : .normal
        case .nextIsRefused: .failure
        case .manualIsRefused, .effectUnknown, .overLimit: .warning
        }
    }
}

extension ServerStanding.Health {
    /// As it stands in the first column: what is wrong stands out without colour.
    var shownWord: String {
        switch self {
        case .never, .late, .stuck, .shrunk, .full: word.uppercased()
        case .failed: "FAIL"
        case .unknown: "?"
        case .good: "ok"
        }
    }

    /// How it looks.
    var role: Theme.Role {
        switch self {
        case .never, .failed: .failure
        case .late, .stuck, .shrunk, .full: .warning
        case .unknown: .unknown
        case .good: .good
        }
    }
}
