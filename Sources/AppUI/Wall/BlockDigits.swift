import TerminalUI

/// Figures five rows high, to be read from across a room: digits, and the few signs that counts and ages need.
struct BlockDigits: Equatable {
    /// Blocks from top to bottom.
    private static let height = 5

    /// What is written; a sign that has no blocks becomes a gap.
    let text: String
    /// Columns of one block.
    let columns: Int
    /// Rows of one block.
    let rowsPerBlock: Int

    init(_ text: String, columns: Int = 1, rows: Int = 1) {
        self.text = text
        self.columns = columns
        rowsPerBlock = rows
    }

    /// Columns the figure takes.
    var width: Int {
        let blocks = glyphs.reduce(0) { $0 + ($1.first?.count ?? 0) } + max(0, glyphs.count - 1)
        return blocks * columns
    }

    /// Rows the figure takes.
    var height: Int {
        Self.height * rowsPerBlock
    }

    /// The figure row by row: of `#`, or of full blocks where the terminal has them.
    func rows(unicode: Bool) -> [String] {
        let ink: Character = unicode ? "\u{2588}" : "#"
        return (0 ..< Self.height).flatMap { row in
            let text = glyphs.map { glyph in
                glyph[row].map { String(repeating: $0 == "#" ? ink : " ", count: columns) }.joined()
            }
            .joined(separator: String(repeating: " ", count: columns))
            return Array(repeating: text, count: rowsPerBlock)
        }
    }

    private var glyphs: [[String]] {
        text.map { Self.font[$0] ?? Self.gap }
    }

    private static let gap = ["  ", "  ", "  ", "  ", "  "]

    private static let font: [Character: [String]] = [
        "0": ["####", "#  #", "#  #", "#  #", "####"],
        "1": [" # ", "## ", " # ", " # ", "###"],
        "2": ["####", "   #", "####", "#   ", "####"],
        "3": ["####", "   #", " ###", "   #", "####"],
        "4": ["#  #", "#  #", "####", "   #", "   #"],
        "5": ["####", "#   ", "####", "   #", "####"],
        "6": ["####", "#   ", "####", "#  #", "####"],
        "7": ["####", "   #", "  # ", " #  ", " #  "],
        "8": ["####", "#  #", "####", "#  #", "####"],
        "9": ["####", "#  #", "####", "   #", "####"],
        "d": ["   #", "   #", " ###", "#  #", " ###"],
        "h": ["#   ", "#   ", "### ", "#  #", "#  #"],
        "m": ["     ", "     ", "#### ", "# # #", "# # #"],
        "s": ["    ", " ###", "##  ", "  ##", "### "],
        "?": ["### ", "   #", " ## ", "    ", " #  "],
        "-": ["    ", "    ", "####", "    ", "    "],
        "/": ["  #", "  #", " # ", "#  ", "#  "],
    ]
}
