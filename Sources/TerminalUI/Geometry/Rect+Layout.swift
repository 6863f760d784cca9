extension Rect {
    /// The rectangle without `amount` cells on each side; empty when nothing is left.
    public func inset(by amount: Int) -> Rect {
        inset(dx: amount, dy: amount)
    }

    /// The rectangle without `dx` columns left and right and `dy` rows above and below.
    public func inset(dx: Int, dy: Int) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width - 2 * dx, height: height - 2 * dy)
    }

    /// The first `count` rows, fewer when there are fewer.
    public func top(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: width, height: clamp(count, to: height))
    }

    /// The last `count` rows, fewer when there are fewer.
    public func bottom(_ count: Int) -> Rect {
        let taken = clamp(count, to: height)
        return Rect(x: x, y: maxY - taken, width: width, height: taken)
    }

    /// The first `count` columns, fewer when there are fewer.
    public func left(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: clamp(count, to: width), height: height)
    }

    /// The last `count` columns, fewer when there are fewer.
    public func right(_ count: Int) -> Rect {
        let taken = clamp(count, to: width)
        return Rect(x: maxX - taken, y: y, width: taken, height: height)
    }

    /// What is left below the first `count` rows.
    public func removingTop(_ count: Int) -> Rect {
        bottom(height - clamp(count, to: height))
    }

    /// What is left above the last `count` rows.
    public func removingBottom(_ count: Int) -> Rect {
        top(height - clamp(count, to: height))
    }

    /// What is left beside the last `count` columns.
    public func removingRight(_ count: Int) -> Rect {
        left(width - clamp(count, to: width))
    }

    /// The first `count` rows, and the rest below them.
    public func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
        (top(count), removingTop(count))
    }

    /// The last `count` rows, and the rest above them.
    public func splitBottom(_ count: Int) -> (bottom: Rect, rest: Rect) {
        (bottom(count), removingBottom(count))
    }

    /// The last `count` columns, and the rest beside them.
    public func splitRight(_ count: Int) -> (right: Rect, rest: Rect) {
        (right(count), removingRight(count))
    }

    /// One row, counted from the rectangle's own top; empty when there is no such row.
    public func row(_ index: Int) -> Rect {
        rows.contains(y + index) ? Rect(x: x, y: y + index, width: width, height: 1) : Rect(
            x: x,
            y: y,
            width: 0,
            height: 0
        )
    }

    /// A rectangle of at most this extent in the middle, never larger than this one.
    public func centered(width wanted: Int, height wantedHeight: Int) -> Rect {
        let newWidth = clamp(wanted, to: width)
        let newHeight = clamp(wantedHeight, to: height)
        return Rect(
            x: x + (width - newWidth) / 2,
            y: y + (height - newHeight) / 2,
            width: newWidth,
            height: newHeight
        )
    }

    private func clamp(_ count: Int, to limit: Int) -> Int {
        min(max(0, count), limit)
    }
}
