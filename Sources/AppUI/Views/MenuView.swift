import AppCore
import TerminalUI

/// Draws menus, the palette and help: lines in a box, one of them under the cursor.
struct MenuView {
    let context: ViewContext

    func draw(_ menu: MenuViewModel, in buffer: inout Buffer, bounds: Rect) {
        draw(title: menu.title, lines: menu.lines, cursor: menu.cursor, footer: menu.footer, in: &buffer, bounds: bounds)
    }

    func draw(_ palette: Palette, state: AppState, in buffer: inout Buffer, bounds: Rect) -> Point? {
        let theme = context.theme
        let lines = palette.matches.map { action in
            let reason = Availability.reason(against: action, in: state)
            var line = Line()
            line.append(action.rawValue.padded(toWidth: 18), style: theme.style(reason == nil ? .normal : .faint))
            line.append((context.keymap.key(for: action) ?? "").padded(toWidth: 8), style: theme.style(.key))
            if let reason { line.append(reason.printable, style: theme.style(.faint)) }
            return line
        }
        let footer = Line(["Enter run", "Esc close"].joined(separator: context.dot), style: theme.style(.faint))
        let prompt = Line(": " + palette.input.text.printable)
        let content = draw(
            title: "Actions by name", lines: lines, cursor: palette.cursor, heading: prompt, footer: footer,
            in: &buffer, bounds: bounds
        )
        return content.origin.offset(x: 2 + palette.input.cursor)
    }

    func draw(help: HelpViewModel, scroll: Int, in buffer: inout Buffer, bounds: Rect) {
        let room = max(1, bounds.height - 3)
        let offset = min(scroll, max(0, help.lines.count - room))
        let footer = Line(["j k scroll", "Esc close"].joined(separator: context.dot), style: context.theme.style(.faint))
        Dialog(
            title: "Help",
            body: Array(help.lines.dropFirst(offset).prefix(room)),
            footer: footer,
            minimumWidth: max(0, bounds.width - 4),
            border: context.border
        ).draw(in: &buffer, bounds: bounds)
    }

    @discardableResult
    private func draw(
        title: String,
        lines: [Line],
        cursor: Int,
        heading: Line? = nil,
        footer: Line,
        in buffer: inout Buffer,
        bounds: Rect
    ) -> Rect {
        let fixed = 3 + (heading == nil ? 0 : 1)
        let room = max(1, min(lines.count, bounds.height - fixed))
        let first = max(0, min(cursor - room / 2, lines.count - room))
        let body = (heading.map { [$0] } ?? []) + Array(lines.dropFirst(first).prefix(room))
        let dialog = Dialog(
            title: title, body: body, footer: footer, minimumWidth: min(56, bounds.width - 4), border: context.border
        )
        let content = dialog.draw(in: &buffer, bounds: bounds)
        if lines.indices.contains(cursor) {
            buffer.restyle(content.row(cursor - first + (heading == nil ? 0 : 1)), adding: .reverse)
        }
        return content
    }
}
