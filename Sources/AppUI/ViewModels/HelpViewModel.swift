import AppCore
import TerminalUI

/// The help page, made from the live keymap: every key, what it does, and why it is off right now.
struct HelpViewModel: Equatable {
    private static let keyWidth = 15

    var lines: [Line]

    init(_ state: AppState, _ context: ViewContext, width: Int) {
        let theme = context.theme
        var lines: [Line] = []
        for group in KeyBinding.Group.allCases {
            if !lines.isEmpty { lines.append(Line()) }
            lines.append(Line(group.rawValue, style: theme.style(.title)))
            for binding in context.keymap.bindings where binding.group == group {
                let reason = Availability.reason(against: binding.action, in: state)
                lines += Self.rows(binding, reason: reason?.shown, width: width, theme: theme)
            }
        }
        lines.append(Line())
        for sentence in [
            "In sheets: Enter submits a name, y accepts a light act, Esc cancels.",
            "Restores and deletes show a plan and want its text typed.",
        ] {
            lines += context.wrapped(sentence, width: width, role: .faint)
        }
        self.lines = lines
    }

    private static func rows(_ binding: KeyBinding, reason: String?, width: Int, theme: Theme) -> [Line] {
        let isOn = reason == nil
        let text = binding.help + (reason.map { " (off: \($0))" } ?? "")
        guard width >= 2 * keyWidth else {
            let role: Theme.Role = isOn ? .normal : .faint
            return Paragraph("\(binding.keysText): \(text)").lines(width: width)
                .map { Line($0, style: theme.style(role)) }
        }
        let rows = Paragraph(text).lines(width: width - keyWidth)
        return rows.enumerated().map { index, row in
            let keys = index == 0 ? "  " + binding.keysText : ""
            var line = Line(keys.padded(toWidth: keyWidth), style: theme.style(isOn ? .key : .faint))
            line.append(row, style: theme.style(isOn ? .normal : .faint))
            return line
        }
    }
}
