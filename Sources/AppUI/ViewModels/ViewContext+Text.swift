import BackupKit
import TerminalUI

extension ViewContext {
    /// Text in as many rows as it needs, all in one style.
    func wrapped(_ text: String, width: Int, role: Theme.Role = .normal) -> [Line] {
        Paragraph(text).lines(width: width).map { Line($0, style: theme.style(role)) }
    }

    /// A label and its text; further rows of the text stand below its first. Without room for both, one above the
    /// other.
    func labelled(
        _ label: String,
        _ text: String,
        labelWidth: Int,
        width: Int,
        role: Theme.Role = .normal
    ) -> [Line] {
        let faint = theme.style(.faint)
        guard width >= labelWidth + 12 else {
            return wrapped("\(label): \(text)", width: width, role: role)
        }
        return Paragraph(text).lines(width: width - labelWidth).enumerated().map { index, row in
            var line = Line((index == 0 ? label : "").padded(toWidth: labelWidth), style: faint)
            line.append(row, style: theme.style(role))
            return line
        }
    }
}

extension Backup {
    /// The title as it may be drawn.
    var shownTitle: String {
        title.shown
    }
}
