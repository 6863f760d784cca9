/// A picture of a screen as SVG, one text element for each cell, so that no font's widths matter.
public struct SVGExport: Sendable {
    /// Width and height of a cell, in pixels.
    public var cellWidth = 9.0
    /// Height of a cell, in pixels.
    public var cellHeight = 19.0
    /// Size of the glyphs, in pixels.
    public var fontSize = 15.0
    /// Space around the screen, in pixels.
    public var margin = 12.0
    /// The fonts to look for, in order.
    public var fontFamily = "'JetBrains Mono','DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace"
    /// The default colours, `#rrggbb`.
    public var foreground = "#d8dee9"
    /// The default background, `#rrggbb`.
    public var background = "#14171d"
    /// Whether the cursor is drawn where it shows.
    public var showsCursor = true

    /// An export with the usual look.
    public init() {}

    /// The picture of a screen.
    public func svg(of screen: EmulatedScreen) -> String {
        let width = Double(screen.columns) * cellWidth + 2 * margin
        let height = Double(screen.rowCount) * cellHeight + 2 * margin
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(number(width))\" height=\"\(number(height))\" "
                + "viewBox=\"0 0 \(number(width)) \(number(height))\">",
            "<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"\(background)\"/>",
            "<g font-family=\"\(fontFamily)\" font-size=\"\(number(fontSize))\" xml:space=\"preserve\">",
        ]
        for y in 0 ..< screen.rowCount {
            parts += backgrounds(screen, row: y)
            parts += glyphs(screen, row: y)
        }
        parts.append("</g>")
        parts.append("</svg>")
        return parts.joined(separator: "\n") + "\n"
    }

    private func backgrounds(_ screen: EmulatedScreen, row y: Int) -> [String] {
        var parts: [String] = []
        var x = 0
        while x < screen.columns {
            let color = colors(screen, x, y).background
            let start = x
            while x < screen.columns, colors(screen, x, y).background == color {
                x += 1
            }
            guard color != background else { continue }
            let (left, top) = place(start, y)
            let extent = "width=\"\(number(Double(x - start) * cellWidth))\" height=\"\(number(cellHeight))\""
            parts.append("<rect x=\"\(left)\" y=\"\(top)\" \(extent) fill=\"\(color)\"/>")
        }
        return parts
    }

    private func glyphs(_ screen: EmulatedScreen, row y: Int) -> [String] {
        (0 ..< screen.columns).compactMap { x in
            let cell = screen.cell(x: x, y: y)
            guard !cell.text.isEmpty, cell.text != " " || cell.isUnderlined else { return nil }
            let left = number(margin + Double(x) * cellWidth)
            let base = number(margin + Double(y) * cellHeight + cellHeight * 0.76)
            let look = (cell.isBold ? " font-weight=\"bold\"" : "") + (cell.isItalic ? " font-style=\"italic\"" : "")
                + (cell.isUnderlined ? " text-decoration=\"underline\"" : "")
            let color = colors(screen, x, y).foreground
            return "<text x=\"\(left)\" y=\"\(base)\" fill=\"\(color)\"\(look)>\(Self.escaped(cell.text))</text>"
        }
    }

    private func colors(_ screen: EmulatedScreen, _ x: Int, _ y: Int) -> (foreground: String, background: String) {
        let cell = screen.cell(x: x, y: y)
        let front = Self.hex(cell.foreground) ?? foreground
        let back = Self.hex(cell.background) ?? background
        let hasCursor = showsCursor && screen.isCursorVisible && screen.cursor == (x, y)
        return cell.isReverse != hasCursor ? (back, front) : (front, back)
    }

    private func place(_ x: Int, _ y: Int) -> (String, String) {
        (number(margin + Double(x) * cellWidth), number(margin + Double(y) * cellHeight))
    }

    /// At most two decimals: pictures are kept in version control.
    private func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        if hundredths % 100 == 0 {
            return "\(hundredths / 100)"
        }
        let fraction = hundredths % 100
        return "\(hundredths / 100)." + (fraction < 10 ? "0\(fraction)" : "\(fraction)")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}

extension SVGExport {
    /// The sixteen named colours.
    private static let named: [UInt32] = [
        0x3B4252, 0xE06C75, 0x98C379, 0xE5C07B, 0x61AFEF, 0xC678DD, 0x56B6C2, 0xD8DEE9,
        0x7B8494, 0xFF7A85, 0xB5E890, 0xFFD68A, 0x82C4FF, 0xE29BF5, 0x7FDBE6, 0xFFFFFF,
    ]

    private static func hex(_ color: ScreenCell.Color) -> String? {
        switch color {
        case .standard: nil
        case let .rgb(value): hex(value)
        case let .indexed(index): hex(palette(Int(index)))
        }
    }

    private static func palette(_ index: Int) -> UInt32 {
        if index < 16 {
            return named[index]
        }
        if index >= 232 {
            let grey = UInt32(8 + (index - 232) * 10)
            return grey << 16 | grey << 8 | grey
        }
        let levels: [UInt32] = [0, 95, 135, 175, 215, 255]
        let cube = index - 16
        return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6]
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
