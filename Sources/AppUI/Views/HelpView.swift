import AppCore
import TerminalUI

/// Draws the help page over the whole screen; in two columns where it is wide.
struct HelpView {
    private let popup: Popup
    private let lines: [Line]

    init(_ state: AppState, popup: Popup) {
        self.popup = popup
        let inner = popup.isFramed ? popup.bounds.width - 4 : popup.bounds.width
        let isWide = inner >= 150
        let column = isWide ? (inner - 3) / 2 : inner
        let single = HelpViewModel(state, popup.context, width: column).lines
        lines = isWide ? Self.beside(single, width: column + 3) : single
    }

    /// The furthest the page can be scrolled.
    var scrollLimit: Int {
        max(0, lines.count - room)
    }

    func draw(scroll: Int, in buffer: inout Buffer) {
        let offset = min(max(0, scroll), scrollLimit)
        let shown = Array(lines.dropFirst(offset).prefix(room))
        let inner = popup.isFramed ? popup.bounds.width - 4 : popup.bounds.width
        let place = "\(offset + 1)-\(offset + shown.count) of \(lines.count)"
        let hints = scrollLimit == 0 ? ["Esc close"] : ["j k scroll", place, "Esc close"]
        let footer = SheetFooter.keys(hints).line(width: inner, context: popup.context)
        popup.draw(shown, footer: footer, minimumWidth: inner, in: &buffer)
    }

    private var room: Int {
        max(1, popup.rows - 1 - (popup.isFramed || popup.rows < 4 ? 0 : 1))
    }

    /// The second half beside the first; a group is not torn apart.
    private static func beside(_ lines: [Line], width: Int) -> [Line] {
        let half = (lines.count + 1) / 2
        let middle = lines.indices.last { $0 <= half && lines[$0].width == 0 } ?? half
        let left = Array(lines[..<middle])
        let right = Array(lines[middle...].drop { $0.width == 0 })
        return (0 ..< max(left.count, right.count)).map { index in
            var line = index < left.count ? left[index] : Line()
            guard index < right.count else { return line }
            line.append(String(repeating: " ", count: max(0, width - line.width)))
            line.spans += right[index].spans
            return line
        }
    }
}
