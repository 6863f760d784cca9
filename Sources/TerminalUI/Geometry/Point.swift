/// A cell position; `x` is the column, `y` the row, both from 0 at the top left.
public struct Point: Hashable, Sendable {
    /// Column, from 0 at the left; may lie outside any buffer.
    public var x: Int
    /// Row, from 0 at the top; may lie outside any buffer.
    public var y: Int

    /// The top left corner.
    public static let zero = Point(x: 0, y: 0)

    /// A position; any value is allowed, drawing clips.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// The position moved by columns and rows.
    public func offset(x dx: Int = 0, y dy: Int = 0) -> Point {
        Point(x: x + dx, y: y + dy)
    }
}
