import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// One alarm as it stands on the wall: what is wrong, for how long, with what, why, and what to do.
struct WallAlarm: Equatable {
    var word: String
    var lasting: String
    /// The server, or the source.
    var name: String
    /// The server and its context, or the source.
    var subject: String
    var cause: String
    var next: String
    var isSeen: Bool
    var role: Theme.Role
    /// What it belongs to.
    var context: String

    init(_ entry: AlarmBook.Entry, _ state: AppState) {
        let subject = entry.alarm.id.subject
        let kind = entry.alarm.id.kind
        isSeen = state.watch.isAcknowledged(entry.alarm.id, at: state.now)
        word = kind == .never ? "NEVER" : kind.words.uppercased()
        context = subject.context.rawValue.shown
        if let ref = subject.server {
            name = state.fleet.servers[ref].map(FleetRowViewModel.name) ?? ref.server.short.shown
            self.subject = state.fleet.contextOrder.count > 1 ? "\(name) (\(context))" : name
        } else {
            name = context
            self.subject = "source \(context)"
        }
        cause = entry.alarm.cause(at: state.now).shown
        next = entry.alarm.next
        lasting = Self.lasting(entry, at: state.now)
        role = isSeen ? .faint : kind.wallRole
    }

    /// How long it lasts, where the fact tells; else how long it was seen here, which is the least.
    private static func lasting(_ entry: AlarmBook.Entry, at now: Date) -> String {
        func span(_ since: Date) -> String { TimeText.span(max(0, now.timeIntervalSince(since))) }
        switch entry.alarm.fact {
        case let .old(made, target): return span(made.addingTimeInterval(target / .seconds(1)))
        case let .silent(_, since, _), let .silentWork(_, since): return span(since)
        case .tokenEnds, .noBackup, .failedAttempt, .small, .full: return span(entry.since) + "+"
        }
    }
}

extension Alarm.Kind {
    /// As the same words look in a list of servers.
    fileprivate var wallRole: Theme.Role {
        switch self {
        case .never, .failed, .unreachable: .failure
        case .late, .stuck, .shrunk, .quotaFull, .tokenExpiring: .warning
        }
    }
}
