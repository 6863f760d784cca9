import AppCore
import BackupKit
import TerminalUI

extension SheetViewModel {
    init(_ sheet: NameSheet, _ state: AppState, _ context: ViewContext, width: Int) {
        let server = state.fleet.servers[sheet.location.server]
        let serverName = (server?.server.name ?? "").shown.clipped(toWidth: 40, ellipsis: context.ellipsis)
        let world = server?.server.worlds.first { $0.id == sheet.location.world }
        let worldName = world?.name.shown.clipped(toWidth: 40, ellipsis: context.ellipsis)
        let place = serverName + (worldName.map { ", world \($0)" } ?? "")
        switch sheet.purpose {
        case .create:
            var facts = context.wrapped("A new backup of \(place)", width: width)
            if let effect = Self.quotaEffect(server) {
                facts += context.wrapped(effect.text, width: width, role: effect.role)
            }
            let keys = sheet.fields.count > 1
                ? ["Enter create", "Tab next field", "Esc cancel"] : ["Enter create", "Esc cancel"]
            self.init(
                title: "Create a backup",
                facts: facts + Self.otherFields(sheet, context, width: width),
                prompt: Self.prompt(sheet),
                footer: sheet.isArmed ? .keys(keys) : .wait
            )
        case let .rename(_, current):
            let shown = current.shown.clipped(toWidth: 100, ellipsis: context.ellipsis)
            self.init(
                title: "Rename a backup",
                facts: context.wrapped("\"\(shown)\" on \(place)", width: width),
                prompt: "New name:",
                footer: sheet.isArmed ? .keys(["Enter rename", "Esc cancel"]) : .wait
            )
        }
        field = Self.field(sheet)
        if let problem = sheet.problem {
            self.problem = problem.shown.clipped(toWidth: 140, ellipsis: context.ellipsis)
        } else if sheet.focus == .label, let limit = sheet.nameLimit {
            remark = Line("\(sheet.input.text.count) of \(limit) characters", style: context.theme.style(.faint))
        } else if let text = Self.remark(sheet.focus) {
            remark = Line(text, style: context.theme.style(.faint))
        }
    }

    private static func prompt(_ sheet: NameSheet) -> String {
        switch sheet.focus {
        case .label: sheet.label == .name ? "Name:" : "Description (may be empty):"
        case .patterns: "Leave out:"
        case .lock: "Lock:"
        }
    }

    private static func remark(_ field: NameSheet.Field) -> String? {
        switch field {
        case .label: nil
        case .patterns: "commas between: *.log, cache/"
        case .lock: "Space changes it"
        }
    }

    private static func field(_ sheet: NameSheet) -> FieldViewModel? {
        switch sheet.focus {
        case .label: FieldViewModel(sheet.input)
        case .patterns: sheet.patterns.map { FieldViewModel($0) }
        case .lock: FieldViewModel(TextInput(sheet.isLocked == true ? "[x] locked" : "[ ] not locked"))
        }
    }

    /// The fields that are not being edited, with what they hold.
    private static func otherFields(_ sheet: NameSheet, _ context: ViewContext, width: Int) -> [Line] {
        sheet.fields.filter { $0 != sheet.focus }.flatMap { field in
            let (label, text): (String, String) = switch field {
            case .label: (sheet.label == .name ? "Name" : "Description", sheet.input.text)
            case .patterns:
                (
                    "Leave out",
                    sheet.patterns.map { $0.text.isEmpty ? "nothing added" : $0.text } ?? ""
                )
            case .lock: ("Lock", sheet.isLocked == true ? "[x] yes" : "[ ] no")
            }
            return context.labelled(
                label, text.shown.clipped(toWidth: 120, ellipsis: context.ellipsis), labelWidth: 12, width: width,
                role: .normal
            )
        }
    }

    private static func quotaEffect(_ server: ServerState?) -> (text: String, role: Theme.Role)? {
        guard let quota = server?.quota, let limit = quota.limit, limit > 0, let used = quota.used else { return nil }
        let left = limit - used - 1
        if left < 0 { return ("The quota is full (\(used)/\(limit))", .failure) }
        let rest = left == 0 ? "the last free one" : "\(left) stay free"
        return ("It takes slot \(used + 1) of \(limit), \(rest)", left == 0 ? .warning : .normal)
    }
}

extension SheetViewModel {
    init(_ sheet: ConfirmSheet, _ context: ViewContext, width: Int) {
        self.init(
            title: sheet.title.shown,
            facts: sheet.lines.flatMap { line in
                context.wrapped(line.shown.clipped(toWidth: 240, ellipsis: context.ellipsis), width: width)
            },
            footer: sheet.isArmed ? .keys(["y \(sheet.verb)", "Enter cancel", "Esc cancel"]) : .wait
        )
    }
}
