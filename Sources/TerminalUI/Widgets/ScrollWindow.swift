/// Which rows of a list are on screen, and which one is chosen. Offsets and selections count rows from 0.
public struct ScrollWindow: Hashable, Sendable {
    /// Rows in the list.
    public private(set) var count: Int
    /// Rows on screen.
    public private(set) var height: Int
    /// The first row on screen.
    public private(set) var offset: Int
    /// The chosen row; 0 in an empty list.
    public private(set) var selection: Int

    /// A window onto a list.
    public init(count: Int = 0, height: Int = 0, selection: Int = 0, offset: Int = 0) {
        self.count = max(0, count)
        self.height = max(0, height)
        self.selection = selection
        self.offset = offset
        settle()
    }

    /// The rows on screen.
    public var visible: Range<Int> {
        offset ..< min(count, offset + height)
    }

    /// Takes over a new list length or screen height; the selection stays visible.
    public mutating func resize(count: Int, height: Int) {
        self.count = max(0, count)
        self.height = max(0, height)
        settle()
    }

    /// Chooses a row, the nearest one where there is no such row.
    public mutating func select(_ row: Int) {
        selection = row
        settle()
    }

    /// Moves the selection; stops at the ends.
    public mutating func move(by rows: Int) {
        select(selection.addingReportingOverflow(rows).overflow ? (rows > 0 ? count : 0) : selection + rows)
    }

    /// A page down, with one row kept in sight.
    public mutating func pageDown() {
        turn(by: max(1, height - 1))
    }

    /// A page up, with one row kept in sight.
    public mutating func pageUp() {
        turn(by: -max(1, height - 1))
    }

    /// Half a page down.
    public mutating func halfPageDown() {
        turn(by: max(1, height / 2))
    }

    /// Half a page up.
    public mutating func halfPageUp() {
        turn(by: -max(1, height / 2))
    }

    /// The first row.
    public mutating func selectFirst() {
        select(0)
    }

    /// The last row.
    public mutating func selectLast() {
        select(count - 1)
    }

    private mutating func turn(by rows: Int) {
        offset += rows
        selection += rows
        settle()
    }

    private mutating func settle() {
        selection = max(0, min(selection, count - 1))
        offset = max(0, min(offset, count - height))
        guard height > 0 else { return }
        if selection < offset {
            offset = selection
        } else if selection >= offset + height {
            offset = selection - height + 1
        }
    }
}
