/// A grid of cells: what a frame shows, or what a part of it is drawn into.
///
/// Everything outside is clipped, so a view may draw without asking for the size. A wide glyph is never split: its
/// right half is a continuation cell, and overwriting one half blanks the other.
public struct Buffer: Sendable {
    /// Columns and rows.
    public let size: Size
    var cells: [PackedCell]
    /// Glyphs of more than one code point; cells refer to them by index.
    var clusters: [Character] = []
    private var clusterIndices: [Character: Int] = [:]

    /// A blank grid.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The whole grid as a rectangle.
    public var bounds: Rect {
        Rect(origin: .zero, size: size)
    }

    /// The cell at a position; outside the grid reading gives a blank cell and writing does nothing.
    public subscript(point: Point) -> Cell {
        get { self[point.x, point.y] }
        set { self[point.x, point.y] = newValue }
    }

    /// The cell at a column and row; outside the grid reading gives a blank cell and writing does nothing.
    public subscript(x: Int, y: Int) -> Cell {
        get {
            guard isInside(x, y) else { return .blank }
            let cell = cells[y * size.width + x]
            return Cell(character: character(of: cell), style: Style(packed: cell.style), width: cell.width)
        }
        set {
            guard !newValue.isContinuation else { return }
            write(String(newValue.character), at: Point(x: x, y: y), style: newValue.style)
        }
    }

    /// The glyphs of a row as text, without spaces at the end; empty outside the grid.
    public func text(row: Int) -> String {
        guard (0 ..< size.height).contains(row) else { return "" }
        var text = ""
        var spaces = 0
        for cell in cells[row * size.width ..< (row + 1) * size.width] where cell.width > 0 {
            if cell.glyph == 0x20 {
                spaces += 1
            } else {
                text += String(repeating: " ", count: spaces)
                text.append(character(of: cell))
                spaces = 0
            }
        }
        return text
    }

    func isInside(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < size.width && y < size.height
    }

    func character(of cell: PackedCell) -> Character {
        if let index = cell.clusterIndex {
            return clusters[index]
        }
        return Unicode.Scalar(cell.glyph).map(Character.init) ?? " "
    }

    mutating func glyph(for character: Character) -> UInt32 {
        let scalars = character.unicodeScalars
        if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
            return first.value
        }
        if let known = clusterIndices[character] {
            return PackedCell.cluster(known)
        }
        clusters.append(character)
        clusterIndices[character] = clusters.count - 1
        return PackedCell.cluster(clusters.count - 1)
    }
}

extension Buffer: Equatable {
    /// Whether both show the same; the order in which glyphs were first used does not matter.
    public static func == (left: Buffer, right: Buffer) -> Bool {
        guard left.size == right.size else { return false }
        if left.clusters.isEmpty, right.clusters.isEmpty {
            return left.cells == right.cells
        }
        return left.cells.indices.allSatisfy { left.hasSameCell(as: right, at: $0) }
    }

    func hasSameCell(as other: Buffer, at index: Int) -> Bool {
        let own = cells[index]
        let others = other.cells[index]
        guard own.clusterIndex != nil, others.clusterIndex != nil else { return own == others }
        return own.appearance == others.appearance && character(of: own) == other.character(of: others)
    }
}
