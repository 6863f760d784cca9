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
            self.init(
                title: "Create a backup",
                facts: facts,
                prompt: "Name:",
                footer: sheet.isArmed ? .keys(["Enter create", "Esc cancel"]) : .wait
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
        field = FieldViewModel(sheet.input)
        if let problem = sheet.problem {
            self.problem = problem.shown.clipped(toWidth: 140, ellipsis: context.ellipsis)
        } else if let limit = sheet.nameLimit {
            remark = Line("\(sheet.input.text.count) of \(limit) characters", style: context.theme.style(.faint))
        }
    }

    private static func quotaEffect(_ server: ServerState?) -> (text: String, role: Theme.Role)? {
        guard let quota = server?.quota, let limit = quota.limit, limit > 0 else { return nil }
        let left = limit - quota.used - 1
        if left < 0 { return ("The quota is full (\(quota.used)/\(limit))", .failure) }
        let rest = left == 0 ? "the last free one" : "\(left) stay free"
        return ("It takes slot \(quota.used + 1) of \(limit), \(rest)", left == 0 ? .warning : .normal)
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
