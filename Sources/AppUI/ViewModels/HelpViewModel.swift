import AppCore
import TerminalUI

/// The help page, made from the live keymap: every key, what it does, and why it is off right now.
struct HelpViewModel: Equatable {
    var lines: [Line]

    init(_ state: AppState, _ context: ViewContext, width: Int) {
        let theme = context.theme
        var lines: [Line] = []
        for group in KeyBinding.Group.allCases {
            if !lines.isEmpty { lines.append(Line("")) }
            lines.append(Line(group.rawValue, style: theme.style(.title)))
            for binding in context.keymap.bindings where binding.group == group {
                let reason = Availability.reason(against: binding.action, in: state)
                var line = Line()
                line.append("  " + binding.keysText.padded(toWidth: 13), style: theme.style(reason == nil ? .key : .faint))
                line.append(binding.help, style: theme.style(reason == nil ? .normal : .faint))
                if let reason { line.append(" (off: \(reason.printable))", style: theme.style(.faint)) }
                lines.append(line.clipped(toWidth: width, ellipsis: context.ellipsis))
            }
        }
        lines.append(Line(""))
        lines.append(Line("In sheets: Enter submits a name, y accepts a light act, Esc cancels.", style: theme.style(.faint)))
        lines.append(Line("Restores and deletes show a plan and want its text typed.", style: theme.style(.faint)))
        self.lines = lines.map { $0.clipped(toWidth: width, ellipsis: context.ellipsis) }
    }
}
