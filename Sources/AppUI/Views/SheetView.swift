import AppCore
import TerminalUI

/// Draws a sheet at any size. Where rows are scarce the empty ones go first, then facts, the title, the prompt; the
/// field, what is wrong with it and the last line stay.
struct SheetView {
    let sheet: SheetViewModel
    let popup: Popup

    /// Draws the sheet; answers where the cursor stands.
    func draw(in buffer: inout Buffer) -> Point? {
        let context = popup.context
        let rows = arranged()
        let footer = sheet.footer.line(width: popup.width, context: context)
        let content = popup.draw(rows.body, footer: footer, in: &buffer)
        guard let field = sheet.field, let row = rows.fieldRow, row < content.height else { return nil }
        return field.draw(sign: "> ", in: &buffer, rect: content.row(row), theme: context.theme)
    }

    /// The furthest the facts can be scrolled.
    var scrollLimit: Int {
        let room = factRoom(end: end().lines.count)
        return sheet.facts.count > room && room > 1 ? sheet.facts.count - room + 1 : 0
    }

    private func arranged() -> (body: [Line], fieldRow: Int?) {
        let end = end()
        let facts = visibleFacts(room: factRoom(end: end.lines.count))
        var spare = popup.rows - 1 - titleRows - facts.count - end.lines.count
        var body = facts
        if !facts.isEmpty, !end.lines.isEmpty, spare > 0 {
            body.append(Line())
            spare -= 1
        }
        let fieldRow = end.fieldRow.map { body.count + $0 }
        body += end.lines
        if popup.isFramed, spare > 0 { body.append(Line()) }
        return (body, fieldRow)
    }

    private var titleRows: Int {
        popup.isFramed ? 0 : 1
    }

    /// Rows for facts, once the end of the sheet, the title and the last line have theirs.
    private func factRoom(end: Int) -> Int {
        max(0, popup.rows - 1 - titleRows - end)
    }

    /// Prompt, field, problem and remark, as far as there is room.
    private func end() -> (lines: [Line], fieldRow: Int?) {
        guard sheet.field != nil else { return ([], nil) }
        // The field and the last line of the sheet always have theirs.
        var left = max(0, popup.rows - 2)
        let problem = sheet.problem.map { wrapped($0, rows: left, role: .failure) } ?? []
        left -= problem.count
        var prompt: [Line] = []
        if sheet.needsPrompt, problem.isEmpty {
            prompt = sheet.prompt.map { wrapped($0, rows: left, role: .title) } ?? []
            left -= prompt.count
        }
        left -= min(titleRows, left)
        if prompt.isEmpty, let text = sheet.prompt {
            let lines = wrapped(text, rows: .max, role: .title)
            prompt = lines.count <= left ? lines : []
            left -= prompt.count
        }
        let remark = left > 0 && problem.isEmpty ? sheet.remark.map { [$0] } ?? [] : []
        return (prompt + [Line()] + problem + remark, prompt.count)
    }

    /// Text in at most `rows` rows. Text to type that does not fit between words is broken wherever a row ends.
    private func wrapped(_ text: String, rows: Int, role: Theme.Role) -> [Line] {
        let lines = popup.context.wrapped(text, width: popup.width, role: role)
        guard lines.count > rows, sheet.needsPrompt else { return Array(lines.prefix(rows)) }
        var rest = text
        return (0 ..< max(0, rows)).map { _ in
            let row = rest.clipped(toWidth: popup.width, ellipsis: "")
            rest = String(rest.dropFirst(row.count))
            return Line(row, style: popup.context.theme.style(role))
        }
    }

    /// The facts that fit, with a line that says how many are hidden.
    private func visibleFacts(room: Int) -> [Line] {
        guard sheet.facts.count > room else { return sheet.facts }
        guard room > 1 else { return Array(sheet.facts.prefix(room)) }
        let offset = min(max(0, sheet.scroll ?? 0), scrollLimit)
        let shown = Array(sheet.facts.dropFirst(offset).prefix(room - 1))
        let hint = "\(sheet.facts.count - shown.count) more lines" + (sheet.scroll == nil ? "" : ": up, down")
        return shown + [Line(hint, style: popup.context.theme.style(.faint))]
    }
}
