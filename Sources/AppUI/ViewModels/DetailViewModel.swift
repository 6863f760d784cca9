import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// All facts of the selected backup, label by label.
struct DetailViewModel: Equatable {
    struct Fact: Equatable {
        var label: String
        var text: String
        var role: Theme.Role = .normal
    }

    var facts: [Fact]

    init?(_ state: AppState, _ context: ViewContext) {
        guard let backup = state.selectedBackup, let server = state.visibleServer,
              let capabilities = state.visibleContext?.capabilities else { return nil }
        let utc = state.manager.timeStyle == .utc
        let row = BackupRowViewModel.state(of: backup, operations: server.operations)
        facts = [
            Fact(label: "Name", text: backup.title.printable),
            Fact(label: "State", text: row.text == "ok" ? "ok (completed)" : row.text, role: row.role),
            Fact(label: "Id", text: backup.id.rawValue.printable),
        ]
        let created = backup.createdAt.map { context.time.second($0, utc: utc) } ?? "unknown"
        facts.append(Fact(label: "Created", text: created))
        if state.settings.showsClock {
            facts.append(Fact(label: "Age", text: TimeText.age(of: backup.createdAt, now: state.now)))
        }
        if let completedAt = backup.completedAt {
            facts.append(Fact(label: "Completed", text: context.time.second(completedAt, utc: utc)))
        }
        facts.append(Fact(label: "Kind", text: backup.kind.rawValue))
        if capabilities.facts.contains(.size) {
            facts.append(Fact(label: "Size", text: backup.size.map { "\(ByteText.size($0)) (\($0) bytes)" } ?? "unknown"))
        }
        if capabilities.facts.contains(.lock) {
            let text = backup.isLocked.map { $0 ? "yes" : "no" } ?? "unknown"
            facts.append(Fact(label: "Locked", text: text, role: backup.isLocked == true ? .lock : .normal))
        }
        if capabilities.facts.contains(.checksum) {
            let text = backup.checksum.map { "\($0.algorithm.rawValue) \($0.value)" } ?? "none"
            facts.append(Fact(label: "Checksum", text: text))
        }
        if let expiresAt = backup.expiresAt {
            facts.append(Fact(label: "Expires", text: context.time.second(expiresAt, utc: utc)))
        }
        if let patterns = backup.ignoredPatterns, !patterns.isEmpty {
            facts.append(Fact(label: "Ignored", text: patterns.map(\.printable).joined(separator: ", ")))
        }
        if let world = server.server.worlds.first(where: { $0.id == state.location?.world }) {
            facts.append(Fact(label: "World", text: world.name.printable + (world.isActive ? " (active)" : "")))
        }
        for operation in server.visibleOperations where operation.key.backup == backup.id {
            facts.append(Fact(
                label: "Work",
                text: "\(operation.key.kind.rawValue) \(operation.state.rawValue)",
                role: operation.state == .failed ? .failure : .running
            ))
        }
    }

    /// The facts as lines, wrapped to the width.
    func lines(width: Int, theme: Theme) -> [Line] {
        let labelWidth = 11
        return facts.flatMap { fact -> [Line] in
            let rows = Paragraph(fact.text).lines(width: max(1, width - labelWidth))
            return rows.enumerated().map { index, text in
                var line = Line()
                line.append((index == 0 ? fact.label : "").padded(toWidth: labelWidth), style: theme.style(.faint))
                line.append(text, style: theme.style(fact.role))
                return line
            }
        }
    }
}
