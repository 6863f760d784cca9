/// An extent in cells, never negative.
public struct Size: Hashable, Sendable {
    /// Columns, 0 or more.
    public let width: Int
    /// Rows, 0 or more.
    public let height: Int

    /// No cells at all.
    public static let zero = Size(width: 0, height: 0)

    /// An extent; negative values count as 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Whether there is no cell to draw into.
    public var isEmpty: Bool {
        width == 0 || height == 0
    }

    /// Whether this extent has at least that many columns and rows.
    public func fits(width: Int, height: Int) -> Bool {
        self.width >= width && self.height >= height
    }
}
