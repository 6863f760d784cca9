import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// All facts of the selected backup, label by label; what is asked for most stands first.
struct DetailViewModel: Equatable {
    struct Fact: Equatable {
        var label: String
        var text: String
        var role: Theme.Role = .normal
    }

    /// Cells of the label column.
    static let labelWidth = 10
    /// A name of any length must not push the other facts off the screen.
    private static let longestText = 200

    var facts: [Fact]

    init?(_ state: AppState, _ context: ViewContext) {
        guard let backup = state.selectedBackup, let server = state.visibleServer,
              let capabilities = state.visibleCapabilities else { return nil }
        let utc = state.manager.timeStyle == .utc
        let row = BackupRowViewModel.state(of: backup, operations: server.operations)
        facts = [
            Fact(label: "Name", text: backup.shownTitle, role: .title),
            Fact(label: "State", text: row.text == "ok" ? "ok (completed)" : row.text, role: row.role),
        ]
        facts += Self.work(on: backup, server: server)
        if backup.state == .failed, backup.isGood {
            facts.append(Fact(label: "Archive", text: "whole, it was a restore that failed", role: .good))
        }
        if let failure = backup.failure { facts.append(Fact(label: "Failure", text: failure.shown, role: .failure)) }
        if let report = RunActs.unacknowledgedOutcome(in: state) {
            let key = context.keymap.key(for: .acknowledge).map { " (\($0) dismisses)" } ?? ""
            let role: Theme.Role = report.state == .done ? .good : .failure
            facts.append(Fact(label: "Outcome", text: report.outcomeWords.shown + key, role: role))
        }
        facts += Self.verified(server.verifications[backup.id], context, utc: utc)
        facts.append(Fact(label: "Created", text: Self.moment(backup.createdAt, context, utc: utc) ?? "unknown"))
        if state.settings.showsClock {
            let now = server.serviceTime(at: state.now)
            facts.append(Fact(label: "Age", text: TimeText.age(of: backup.createdAt, now: now)))
        }
        if server.clockOffset != 0 {
            let side = server.clockOffset > 0 ? "ahead of" : "behind"
            let text = "the service's is \(TimeText.span(abs(server.clockOffset))) \(side) ours"
            facts.append(Fact(label: "Clock", text: text, role: .warning))
        }
        if capabilities.facts.contains(.size) {
            let size = backup.size.map {
                capabilities.facts.contains(.sizeInMegabytes)
                    ? ByteText.megabytes($0) : "\(ByteText.size($0)) (\($0) bytes)"
            }
            facts.append(Fact(label: "Size", text: size ?? "unknown"))
        }
        if capabilities.facts.contains(.kind) { facts.append(Fact(label: "Kind", text: backup.kind.rawValue)) }
        if let creator = backup.creator { facts.append(Fact(label: "Made by", text: creator.shown)) }
        if let restorer = backup.restorer { facts.append(Fact(label: "Restored", text: "by \(restorer.shown)")) }
        if capabilities.facts.contains(.lock) {
            let text = backup.isLocked.map { $0 ? "yes" : "no" } ?? "unknown"
            facts.append(Fact(label: "Locked", text: text, role: backup.isLocked == true ? .lock : .normal))
        }
        if let world = server.server.worlds.first(where: { $0.id == state.location?.world }) {
            facts.append(Fact(label: "World", text: world.name.shown + (world.isActive ? " (active)" : "")))
        }
        if let completed = Self.moment(backup.completedAt, context, utc: utc) {
            facts.append(Fact(label: "Completed", text: completed))
        }
        if let expires = Self.moment(backup.expiresAt, context, utc: utc) {
            facts.append(Fact(label: "Expires", text: expires))
        }
        facts.append(Fact(label: "Id", text: backup.id.rawValue.shown))
        if capabilities.facts.contains(.checksum) {
            let text = backup.checksum.map { "\($0.algorithm.rawValue) \($0.value.shown)" } ?? "none"
            facts.append(Fact(label: "Checksum", text: text))
        }
        if let patterns = backup.ignoredPatterns, !patterns.isEmpty {
            facts.append(Fact(label: "Ignored", text: patterns.map(\.shown).joined(separator: ", ")))
        }
    }

    private static func work(on backup: Backup, server: ServerState) -> [Fact] {
        server.visibleOperations.filter { $0.key.backup == backup.id }.map {
            let role: Theme.Role = $0.state == .failed ? .failure : $0.isOpen ? .running : .normal
            let who = $0.initiator.map { " by \($0.shown)" } ?? ""
            return Fact(label: "Work", text: "\($0.key.kind.rawValue) \($0.state.rawValue)\(who)", role: role)
        }
    }

    /// What the user has just asked for stands high up.
    private static func verified(_ verification: Verification?, _ context: ViewContext, utc: Bool) -> [Fact] {
        switch verification {
        case let .matches(moment)?:
            let text = "the downloaded file matches, \(context.time.second(moment, utc: utc))"
            return [Fact(label: "Verified", text: text, role: .good)]
        case let .differs(reason)?: return [Fact(label: "Verified", text: "NO: \(reason.shown)", role: .failure)]
        case .running?: return [Fact(label: "Verified", text: "reading the file", role: .running)]
        case nil: return []
        }
    }

    private static func moment(_ moment: Date?, _ context: ViewContext, utc: Bool) -> String? {
        moment.map { context.time.second($0, utc: utc) }
    }

    /// The facts as lines, wrapped to the width; the last line says how many more there are where they do not fit.
    func lines(width: Int, height: Int, context: ViewContext) -> [Line] {
        let lines = facts.flatMap { fact in
            context.labelled(
                fact.label,
                fact.text.clipped(toWidth: Self.longestText, ellipsis: context.ellipsis),
                labelWidth: Self.labelWidth,
                width: width,
                role: fact.role
            )
        }
        guard lines.count > height, height > 1 else { return lines }
        let hidden = lines.count - height + 1
        return lines.prefix(height - 1) + [Line("\(hidden) more lines", style: context.theme.style(.faint))]
    }
}
