import TerminalUI

/// Rows as text: a table for people, CSV for programs.
enum TableText {
    /// Columns padded to their widest cell, two blanks apart; text from elsewhere is made safe.
    static func table(_ heading: [String], _ rows: [[String]], showsHeading: Bool) -> String {
        let safe = rows.map { $0.map(\.printable) }
        let all = (showsHeading ? [heading] : []) + safe
        let widths = heading.indices.map { column in all.map { $0[column].displayWidth }.max() ?? 0 }
        return all.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell.padded(toWidth: widths[index])
            }
            return cells.joined(separator: "  ").trimmingTrailingBlanks + "\n"
        }.joined()
    }

    /// RFC 4180 with line feeds. Like a table it may end up on a terminal: text from elsewhere is made safe, and JSON
    /// has it as it is.
    static func csv(_ heading: [String], _ rows: [[String]], showsHeading: Bool) -> String {
        ((showsHeading ? [heading] : []) + rows.map { $0.map(\.printable) }).map { row in
            row.map(quoted).joined(separator: ",") + "\n"
        }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        // A spreadsheet would take a cell that begins so for a formula.
        let risky = cell.first.map { "=+-@\t\r".contains($0) } ?? false
        let text = risky ? "'" + cell : cell
        guard text.contains(where: { "\",\n\r".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Safe to draw, with its line end.
    var printableLine: String {
        hasSuffix("\n") ? String(dropLast()).printable + "\n" : printable
    }
}
