import AppCore
import BackupKit
import FoundationEssentials

/// What came of an act, in the stable JSON form.
struct ActReport: Encodable {
    private struct Named: Encodable {
        var id: String
        var name: String
    }

    private struct Item: Encodable {
        var backup: String
        var result: String
        @OrNull var reason: String?
    }

    private let schema = "backtop.act/1"
    private let fetchedAt: String
    private let context: String
    private let server: Named
    private let act: String
    private let step: String
    @OrNull private var backup: String?
    private let outcome: String
    private let text: String
    @OrNull private var next: String?
    @OrNull private var safetyBackup: String?
    private let items: [Item]
    private let errors: [String] = []

    private enum CodingKeys: String, CodingKey {
        case schema, context, server, act, step, backup, outcome, text, next, items, errors
        case fetchedAt = "fetched_at"
        case safetyBackup = "safety_backup"
    }

    init(_ plan: Plan, _ run: PlanRun, fetchedAt: Date) {
        self.init(
            plan, run.outcome ?? Outcome(.unknown, ""), backup: plan.target.act.backup, fetchedAt: fetchedAt,
            safety: run.safetyBackup, items: run.bulk
        )
    }

    init(
        _ plan: Plan,
        _ outcome: Outcome,
        backup: Backup.ID?,
        fetchedAt: Date,
        safety: Backup.ID? = nil,
        items: BulkProgress? = nil
    ) {
        self.fetchedAt = fetchedAt.formatted(.iso8601)
        context = plan.location.server.context.rawValue
        server = Named(id: plan.location.server.server.rawValue, name: plan.facts.serverName)
        act = plan.act.rawValue
        step = plan.target.act.step
        self.backup = (backup ?? plan.target.act.backup)?.rawValue
        self.outcome = outcome.kind.rawValue
        text = KeyAdvice.forCommands(outcome.text)
        next = outcome.next.map(KeyAdvice.forCommands)
        safetyBackup = safety?.rawValue
        self.items = items.map { progress in
            progress.order.map { id in
                let (result, reason) = Self.words(progress.items[id] ?? .waiting)
                return Item(backup: id.rawValue, result: result, reason: reason)
            }
        } ?? []
    }

    static func words(_ item: BulkProgress.Item) -> (String, String?) {
        switch item {
        case .waiting, .skipped: ("skipped", nil)
        case .sent: ("sent", nil)
        case .accepted: ("accepted", nil)
        case .done: ("done", nil)
        case let .failed(reason): ("failed", reason)
        case let .unclear(reason): ("unknown", reason)
        case let .refused(change): ("refused", change)
        }
    }
}

/// A plan that was not carried out, in the stable JSON form.
struct PlanReport: Encodable {
    private struct Line: Encodable {
        var label: String
        var text: String
    }

    private let schema = "backtop.plan/1"
    private let fetchedAt: String
    private let context: String
    private let server: String
    private let level: String
    @OrNull private var confirm: String?
    private let steps: [String]
    private let lines: [Line]
    private let command: [String]

    private enum CodingKeys: String, CodingKey {
        case schema, context, server, level, confirm, steps, lines, command
        case fetchedAt = "fetched_at"
    }

    init(_ plan: Plan, _ document: PlanDocument, configuration: String?, fetchedAt: Date) {
        self.fetchedAt = fetchedAt.formatted(.iso8601)
        context = plan.location.server.context.rawValue
        server = plan.location.server.server.rawValue
        level = plan.level.words
        confirm = plan.confirmation.isEmpty ? nil : plan.confirmation
        steps = plan.steps.map(\.words)
        lines = document.lines.map { Line(label: $0.label, text: $0.text) }
        command = PlanCommandLine(plan, configuration: configuration).words
    }
}

/// Values as lines of JSON.
enum ScriptJSON {
    /// One line with its end; empty where a value cannot be written.
    static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try String(decoding: encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            return ""
        }
    }
}
