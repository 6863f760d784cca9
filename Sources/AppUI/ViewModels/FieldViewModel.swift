import AppCore
import TerminalUI

/// A line of text being edited, made safe to draw, with the cursor between two parts.
struct FieldViewModel: Equatable {
    var before: String
    var after: String
    var isSelected: Bool

    init(_ input: TextInput) {
        before = String(input.characters.prefix(input.cursor)).shown
        after = String(input.characters.dropFirst(input.cursor)).shown
        isSelected = input.isAllSelected
    }

    /// The part around the cursor that fits, and the cells before the cursor.
    func window(width: Int) -> (text: String, cursor: Int) {
        guard width > 0 else { return ("", 0) }
        var shown = Substring(before)
        while shown.displayWidth > width - 1 { shown.removeFirst() }
        let cursor = shown.displayWidth
        return ((shown + after).clipped(toWidth: width, ellipsis: ""), cursor)
    }

    /// Draws a sign and the field in one row; answers where the cursor stands.
    func draw(sign: String, in buffer: inout Buffer, rect: Rect, theme: Theme) -> Point? {
        guard !rect.isEmpty else { return nil }
        let room = max(1, rect.width - sign.displayWidth)
        let shown = window(width: room)
        let start = rect.origin.offset(x: sign.displayWidth)
        buffer.write(sign, at: rect.origin, style: theme.style(.key), maxWidth: rect.width)
        buffer.write(
            shown.text.padded(toWidth: room), at: start, style: theme.style(.field), maxWidth: room
        )
        if isSelected { buffer.write(shown.text, at: start, style: theme.style(.badge), maxWidth: room) }
        return start.offset(x: min(shown.cursor, room - 1))
    }
}

extension Substring {
    fileprivate static func + (left: Substring, right: String) -> String {
        String(left) + right
    }
}
