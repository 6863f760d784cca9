import AppCore
import BackupKit
import TerminalUI

extension SheetViewModel {
    init(_ sheet: NameSheet, _ state: AppState, _ context: ViewContext) {
        let server = state.fleet.servers[sheet.location.server]
        let serverName = (server?.server.name ?? "").printable
        let world = server?.server.worlds.first { $0.id == sheet.location.world }
        let place = serverName + (world.map { ", world \($0.name.printable)" } ?? "")
        var facts: [Line] = []
        switch sheet.purpose {
        case .create:
            facts.append(Line("A new backup of \(place)"))
            if let effect = Self.quotaEffect(server) { facts.append(effect.line(context.theme)) }
            self.init(
                title: "Create a backup",
                facts: facts,
                tail: [Line("Name:")],
                footer: context.keys(["Enter create", "Esc cancel"], isArmed: sheet.isArmed)
            )
        case let .rename(_, current):
            facts.append(Line("\"\(current.printable)\" on \(place)"))
            self.init(
                title: "Rename a backup",
                facts: facts,
                tail: [Line("New name:")],
                footer: context.keys(["Enter rename", "Esc cancel"], isArmed: sheet.isArmed)
            )
        }
        field = Field(sheet.input)
        if let problem = sheet.problem {
            self.problem = Line(problem.printable, style: context.theme.style(.failure))
        } else if let limit = sheet.nameLimit {
            problem = Line("\(sheet.input.text.count) of \(limit) characters", style: context.theme.style(.faint))
        }
    }

    private struct Effect {
        var text: String
        var role: Theme.Role

        func line(_ theme: Theme) -> Line {
            Line(text, style: theme.style(role))
        }
    }

    private static func quotaEffect(_ server: ServerState?) -> Effect? {
        guard let quota = server?.quota, let limit = quota.limit else { return nil }
        let left = limit - quota.used - 1
        if left < 0 { return Effect(text: "The quota is full (\(quota.used)/\(limit))", role: .failure) }
        let rest = left == 0 ? "the last free one" : "\(left) stay free"
        return Effect(text: "It takes slot \(quota.used + 1) of \(limit), \(rest)", role: left == 0 ? .warning : .normal)
    }
}

extension SheetViewModel {
    init(_ sheet: ConfirmSheet, _ context: ViewContext) {
        self.init(
            title: sheet.title,
            facts: sheet.lines.map { Line($0.printable) },
            footer: context.keys(["y \(sheet.verb)", "Enter cancel", "Esc cancel"], isArmed: sheet.isArmed)
        )
    }
}
