/// A rectangle of cells; its width and height are never negative.
public struct Rect: Hashable, Sendable {
    /// Leftmost column.
    public let x: Int
    /// Topmost row.
    public let y: Int
    /// Columns, 0 or more.
    public let width: Int
    /// Rows, 0 or more.
    public let height: Int

    /// No cells.
    public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

    /// A rectangle; a negative width or height counts as 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// A rectangle from a corner and an extent.
    public init(origin: Point, size: Size) {
        self.init(x: origin.x, y: origin.y, width: size.width, height: size.height)
    }

    /// The column after the last one.
    public var maxX: Int {
        x + width
    }

    /// The row after the last one.
    public var maxY: Int {
        y + height
    }

    /// The top left corner.
    public var origin: Point {
        Point(x: x, y: y)
    }

    /// The extent.
    public var size: Size {
        Size(width: width, height: height)
    }

    /// Whether there is no cell in it.
    public var isEmpty: Bool {
        width == 0 || height == 0
    }

    /// The columns, half open.
    public var columns: Range<Int> {
        x ..< maxX
    }

    /// The rows, half open.
    public var rows: Range<Int> {
        y ..< maxY
    }

    /// Whether the cell lies in the rectangle.
    public func contains(_ point: Point) -> Bool {
        columns.contains(point.x) && rows.contains(point.y)
    }

    /// The common part; empty when there is none.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left,
            y: top,
            width: min(maxX, other.maxX) - left,
            height: min(maxY, other.maxY) - top
        )
    }
}
