import AppCore
import TerminalUI

/// Draws menus and the palette: lines in a box, one of them under the cursor, its reason in full below.
struct MenuView {
    let menu: MenuViewModel
    let popup: Popup

    /// Draws the menu; answers where the cursor of its field stands.
    func draw(in buffer: inout Buffer) -> Point? {
        let context = popup.context
        let footer = SheetFooter.keys(menu.footer).line(width: popup.width, context: context)
        let heading = menu.field == nil ? 0 : 1
        var room = max(1, popup.rows - 1 - heading)
        let reason = reasonLines(room: room)
        room = max(1, room - reason.count)
        // The title gives way to the second line of a menu.
        if !popup.isFramed, room > 2 { room -= 1 }
        let first = max(0, min(menu.cursor - room / 2, menu.lines.count - room))
        let shown = menu.lines.dropFirst(first).prefix(room).map(line)
        let body = Array(repeating: Line(), count: heading) + shown + reason
        let content = popup.draw(body, footer: footer, minimumWidth: min(60, popup.width), in: &buffer)
        if menu.lines.indices.contains(menu.cursor) {
            buffer.restyle(content.row(heading + menu.cursor - first), adding: .reverse)
        }
        return menu.field?.draw(sign: ": ", in: &buffer, rect: content.row(0), theme: context.theme)
    }

    private func line(_ entry: MenuViewModel.Entry) -> Line {
        let theme = popup.context.theme
        let isOff = entry.reason != nil
        var line = Line(entry.key.padded(toWidth: 8), style: theme.style(isOff ? .faint : .key))
        line.append(entry.label, style: theme.style(isOff ? .faint : .normal))
        if let reason = entry.reason {
            line.append(String(repeating: " ", count: max(2, 20 - entry.label.displayWidth)))
            line.append(reason, style: theme.style(.faint))
        }
        return line.clipped(toWidth: popup.width, ellipsis: popup.context.ellipsis)
    }

    /// The reason of the line under the cursor, where the line itself does not hold all of it.
    private func reasonLines(room: Int) -> [Line] {
        guard menu.lines.indices.contains(menu.cursor), let reason = menu.lines[menu.cursor].reason,
              28 + reason.displayWidth > popup.width, room > 1 else { return [] }
        let entry = menu.lines[menu.cursor]
        let rows = popup.context.wrapped("\(entry.label): \(reason)", width: popup.width, role: .warning)
        return Array(rows.prefix(min(3, room - 1)))
    }
}
