import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// Everything about the selected server: the three signals apart, what is wrong and what to do about it.
struct FleetDetailViewModel: Equatable {
    private struct Fact: Equatable {
        var label: String
        var text: String
        var role: Theme.Role = .normal
    }

    private var title: String
    private var facts: [Fact]
    private var alarms: [Fact]

    init?(_ state: AppState, _ context: ViewContext) {
        guard let ref = state.serverList.selection, let server = state.fleet.servers[ref],
              let standing = state.watch.standings[ref] else { return nil }
        title = FleetRowViewModel.name(of: server)
        let row = FleetRowViewModel(ref, state, context)
        facts = [
            Fact(label: "Context", text: ref.context.rawValue.shown),
            Fact(label: "Id", text: ref.server.rawValue.shown),
            Self.source(ref, server, state),
            Self.backup(server, standing, state, context),
            Self.job(row),
        ]
        if let quota = row.cells[.quota], !quota.text.isEmpty {
            let words = server.quotaForecast.words
            let figures = quota.short ?? quota.text
            facts.append(Fact(label: "Quota", text: words.isEmpty ? figures : "\(figures), \(words)", role: quota.role))
        }
        if let attempt = row.cells[.attempt], !attempt.text.isEmpty {
            facts.append(Fact(label: "Attempt", text: attempt.text, role: attempt.role))
        }
        facts.append(Fact(label: "Power", text: server.power.words))
        if server.server.condition != .available {
            facts.append(Fact(label: "Service", text: server.server.condition.words.shown, role: .warning))
        }
        alarms = standing.alarms.flatMap { Self.alarm($0, state, context) }
    }

    private static func source(_ ref: ServerRef, _ server: ServerState, _ state: AppState) -> Fact {
        let feed = server.feed == .live ? ", live" : ""
        switch state.dataAge(of: ref) {
        case .none: return Fact(label: "Source", text: "not read yet", role: .faint)
        case let .current(age):
            let words = state.settings.showsClock ? "read \(TimeText.span(age)) ago" : "read lately"
            return Fact(label: "Source", text: words + feed)
        case let .aging(age): return Fact(
                label: "Source",
                text: "read \(TimeText.span(age)) ago\(feed)",
                role: .warning
            )
        case let .old(age):
            let words = server.isFromSnapshot ? "known from \(TimeText.span(age)) ago" : "read \(TimeText.span(age)) ago"
            return Fact(label: "Source", text: words + ": may be wrong", role: .unknown)
        }
    }

    private static func backup(
        _ server: ServerState,
        _ standing: ServerStanding,
        _ state: AppState,
        _ context: ViewContext
    ) -> Fact {
        guard let made = standing.lastGoodAt, let backup = server.lastGood else {
            let words = standing.health == .never ? "never" : "unknown"
            return Fact(label: "Last good", text: words, role: standing.health.role)
        }
        let target = TimeText.span(standing.target)
        let when = FleetRowViewModel.moment(made, state, context)
        return Fact(
            label: "Last good", text: "\(when) of \(target): \(backup.shownTitle)",
            role: standing.isProtected ? .normal : .warning
        )
    }

    private static func job(_ row: FleetRowViewModel) -> Fact {
        let cell = row.cells[.work] ?? FleetRowViewModel.Cell(text: "")
        return Fact(label: "Job", text: cell.text.isEmpty ? "none runs" : cell.text, role: cell.role)
    }

    private static func alarm(_ alarm: Alarm, _ state: AppState, _ context: ViewContext) -> [Fact] {
        let seen = state.watch.acknowledged[alarm.id].flatMap { $0.holds(at: state.now) ? $0 : nil }
        let word = alarm.id.kind.words
        let label = seen
            .map { "\(word) (seen, quiet until \(context.time.minute($0.until, utc: state.manager.timeStyle == .utc)))"
            } ?? word
        return [
            Fact(label: label, text: alarm.cause(at: state.now).shown, role: seen == nil ? .warning : .faint),
            Fact(label: "", text: alarm.next, role: .normal),
        ]
    }

    /// As many rows as fit: alarms first, since they are what somebody looks for.
    func lines(width: Int, height: Int, context: ViewContext) -> [Line] {
        var lines = [Line(
            title.clipped(toWidth: width, ellipsis: context.ellipsis),
            style: context.theme.style(.title)
        )]
        for alarm in alarms {
            if !alarm.label.isEmpty {
                lines += context.wrapped(
                    alarm.label.prefix(1).uppercased() + alarm.label.dropFirst(),
                    width: width,
                    role: alarm.role
                )
            }
            lines += context.wrapped(alarm.text, width: max(8, width - 2), role: .normal).map { line in
                var indented = Line("  ")
                indented.spans += line.spans
                return indented
            }
        }
        for fact in facts {
            lines += context.labelled(fact.label, fact.text, labelWidth: 11, width: width, role: fact.role)
        }
        return Array(lines.prefix(height))
    }
}
