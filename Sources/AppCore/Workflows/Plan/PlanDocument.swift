import BackupKit
import FoundationEssentials

/// A plan as plain text: for the clipboard, for a dry run, for a message to a colleague.
public struct PlanDocument: Sendable {
    /// A label and what stands beside it.
    public struct Line: Equatable, Sendable {
        /// In a word; empty for a further line of the same.
        public var label: String
        /// One line, free of control characters.
        public var text: String
    }

    /// The title and all lines in order.
    public let lines: [Line]

    /// A plan in words, with times in UTC.
    public init(_ plan: Plan, in state: AppState) {
        let context = state.fleet.contexts[plan.location.server.context]
        var lines: [Line] = []
        func add(_ label: String, _ text: String) {
            lines.append(Line(label: label, text: text.oneLine))
        }
        add("Plan", plan.target.act.step)
        add("Server", "\(plan.facts.serverName) (\(plan.location.server.server))")
        if let context { add("Context", "\(context.id) (\(context.provider), \(context.origin))") }
        if let world = plan.facts.worldName { add("World", "\(world) (\(plan.location.world?.rawValue ?? ""))") }
        if let backup = plan.facts.backup {
            add("Backup", "\"\(backup.title)\" (\(backup.id))")
            add("Created", backup.createdAt?.formatted(.iso8601) ?? "unknown")
        }
        for row in plan.rows {
            let age = AgeText.age(of: row.backup.createdAt, now: plan.serviceTime)
            let verdict = row.exclusion.map { $0.hasPrefix("kept") ? $0 : "left out, \($0)" } ?? row.reason ?? plan
                .target.act.step
            add("Row", "\"\(row.backup.title)\" (\(row.backup.id)), \(age): \(verdict)")
        }
        for consequence in plan.consequences { add(consequence.label, consequence.text) }
        if plan.target.act.concernsPower { add("Power", plan.facts.power.words) }
        add("Steps", plan.steps.enumerated().map { "\($0 + 1) \($1.words)" }.joined(separator: "  "))
        add("Level", plan.level.words)
        if !plan.confirmation.isEmpty { add("Type", plan.confirmation) }
        if let note = plan.confirmationNote { add("Note", note) }
        add("Command", PlanCommandLine(plan, configuration: state.settings.namedConfiguration).text)
        self.lines = lines
    }

    /// All of it, a line each.
    public var text: String {
        lines.map { "\($0.label): \($0.text)" }.joined(separator: "\n") + "\n"
    }
}

extension PlanTarget.Act {
    /// The server's process is part of the act.
    public var concernsPower: Bool {
        switch self {
        case .restore, .power: true
        default: false
        }
    }
}

extension GateLevel {
    /// The level in a word.
    public var words: String {
        switch self {
        case .light: "light"
        case .severe: "severe"
        case .extreme: "extreme"
        }
    }
}

extension Plan.Step {
    /// The step in words.
    public var words: String {
        switch self {
        case .recheck: "re-check"
        case .stop: "stop"
        case .confirmStopped: "confirm stopped"
        case .safety: "safety backup"
        case .restore: "restore"
        case .start: "start"
        case .delete: "delete"
        case .cancel: "cancel"
        case let .power(signal): signal.rawValue
        case let .send(word): word
        case .bulk: "one after the other"
        }
    }
}

extension String {
    /// Without line breaks and control characters, which would do harm where the text is pasted.
    var oneLine: String {
        String(unicodeScalars.map { $0.value < 0x20 || (0x7F ... 0x9F).contains($0.value) ? " " : Character($0) })
    }
}
