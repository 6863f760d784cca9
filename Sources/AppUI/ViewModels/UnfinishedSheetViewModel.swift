import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

extension SheetViewModel {
    /// Work that an earlier session left behind: what was sent, and what the service tells now.
    init(_ sheet: UnfinishedSheet, _ state: AppState, _ context: ViewContext, width: Int) {
        let work = sheet.unfinished
        let name = work.title.map { " \"\($0.shown.clipped(toWidth: 40))\"" } ?? ""
        var facts: [Line] = []
        func add(_ label: String, _ text: String, _ role: Theme.Role = .normal) {
            facts += context.labelled(label, text.shown, labelWidth: 9, width: width, role: role)
        }
        func time(_ moment: Date) -> String {
            context.time.second(moment, utc: state.manager.timeStyle == .utc)
        }
        add("Server", "\(work.serverName) (\(work.location.server.context))", .title)
        add("Began", "\(time(work.beganAt)), \(TimeText.age(of: work.beganAt, now: state.now)) ago, by \(work.user)")
        for sent in work.requests {
            add("Sent", "\(sent.step), \(time(sent.at)): \(Self.words(sent.answer))", Self.role(sent.answer))
        }
        switch sheet.stage {
        case .reading: add("Now", "reading the server and its backups", .running)
        case let .failed(reason): add("Now", "unknown: \(reason)", .failure)
        case let .read(inspection):
            for line in Self.present(inspection, work, state) { add("Now", line) }
        }
        if let refusal = sheet.refusal { add("Off", "it cannot be gone on with: \(refusal)", .warning) }
        var keys = ["p put it aside", "Esc later"]
        if sheet.refusal == nil, case .read = sheet.stage { keys.insert("y go on", at: 0) }
        self.init(
            title: "Left unfinished: \(work.step)\(name)".shown,
            facts: facts,
            footer: sheet.isArmed ? .keys(keys) : .wait,
            scroll: sheet.scroll
        )
    }

    private static func words(_ answer: JournalEntry.Event?) -> String {
        switch answer {
        case .accepted?: "accepted"
        case let .refused(reason)?: "refused, \(reason)"
        case let .notSent(reason)?: "not sent, \(reason)"
        case let .ambiguous(reason)?: "no clear answer, \(reason)"
        default: "its answer is not known; it is not sent again"
        }
    }

    private static func role(_ answer: JournalEntry.Event?) -> Theme.Role {
        switch answer {
        case .accepted?: .normal
        case .refused?, .notSent?: .failure
        default: .unknown
        }
    }

    private static func present(
        _ inspection: Inspection,
        _ work: UnfinishedAct,
        _ state: AppState
    ) -> [String] {
        let known = state.fleet.servers[work.location.server]
        let power = inspection.server.power ?? known?.power ?? .unknown
        var lines = ["power \(power.words), \(inspection.server.condition.words)"]
        if let id = work.plan?.target.act.backup {
            let backup = inspection.listing.backups.first { $0.id == id }
            lines
                .append(backup.map { "\"\($0.title)\" is \($0.state.rawValue)" } ?? "the backup is not listed any more")
        }
        for report in inspection.listing.operations where !report.state.hasEnded {
            let title = inspection.listing.backups.first { $0.id == report.backup }?.title ?? report.backup.short
            lines.append("\(report.kind.rawValue) of \"\(title)\" runs")
        }
        return lines
    }
}
