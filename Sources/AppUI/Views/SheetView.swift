import AppCore
import TerminalUI

/// Draws a sheet in the middle of the screen, at any size: where rows are scarce, facts go and the tail stays.
struct SheetView {
    let sheet: SheetViewModel
    let context: ViewContext

    /// Draws the sheet; answers where the cursor stands.
    func draw(in buffer: inout Buffer, bounds: Rect) -> Point? {
        let tailCount = sheet.tail.count + (sheet.field == nil ? 0 : 1) + (sheet.problem == nil ? 0 : 1)
        // The title line and the last line, and the lower border where there is room for a frame.
        let room = bounds.height - (isFramed(bounds) ? 3 : 2) - tailCount
        var body = visibleFacts(room: room)
        let fieldRow = body.count + sheet.tail.count
        body += sheet.tail
        if let field = sheet.field { body.append(line(of: field, width: max(8, min(60, bounds.width - 6)))) }
        if let problem = sheet.problem { body.append(problem) }
        let dialog = Dialog(
            title: sheet.title,
            body: body,
            footer: sheet.footer,
            minimumWidth: min(68, bounds.width - 4),
            border: context.border
        )
        let content = dialog.draw(in: &buffer, bounds: bounds)
        guard let field = sheet.field, fieldRow < content.height else { return nil }
        let width = max(8, min(60, bounds.width - 6))
        return content.origin.offset(x: 2 + min(field.cursor, width - 1), y: fieldRow)
    }

    private func isFramed(_ bounds: Rect) -> Bool {
        bounds.width >= 24 && bounds.height >= 8
    }

    /// The facts that fit, with a line that says how many are hidden.
    private func visibleFacts(room: Int) -> [Line] {
        guard sheet.facts.count > room else { return sheet.facts }
        guard room > 1 else { return Array(sheet.facts.prefix(max(0, room))) }
        let offset = min(max(0, sheet.scroll), sheet.facts.count - room + 1)
        let shown = Array(sheet.facts.dropFirst(offset).prefix(room - 1))
        let hidden = sheet.facts.count - shown.count
        return shown + [Line("\(hidden) more lines: up, down", style: context.theme.style(.faint))]
    }

    private func line(of field: SheetViewModel.Field, width: Int) -> Line {
        var line = Line("> ", style: context.theme.style(.key))
        let style = field.isSelected ? Style.plain.reverse : context.theme.style(.field)
        let hidden = max(0, field.cursor - width + 1)
        let shown = hidden == 0 ? field.text : String(field.text.dropFirst(hidden))
        let text = shown.clipped(toWidth: width, ellipsis: "")
        line.append(text, style: style)
        line.append(String(repeating: " ", count: max(0, width - text.displayWidth)), style: context.theme.style(.field))
        return line
    }
}
