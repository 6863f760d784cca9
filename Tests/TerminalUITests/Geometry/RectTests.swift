import TerminalUI
import Testing

@Suite struct RectTests {
    private let rect = Rect(x: 2, y: 3, width: 10, height: 5)

    @Test(arguments: [-4, 0, 1, 3, 5, 99])
    func `a split gives both parts of the whole, whatever the amount`(count: Int) {
        let rows = rect.splitTop(count)
        #expect(rows.top.height + rows.rest.height == rect.height)
        #expect(rows.top.y == rect.y)
        #expect(rows.rest.maxY == rect.maxY)
        let columns = rect.splitRight(count)
        #expect(columns.right.width + columns.rest.width == rect.width)
        #expect(columns.rest.x == rect.x)
        #expect(columns.right.maxX == rect.maxX)
    }

    @Test func `negative extents count as nothing`() {
        #expect(Rect(x: 0, y: 0, width: -1, height: 4).isEmpty)
        #expect(Size(width: -3, height: 2) == Size(width: 0, height: 2))
        #expect(rect.inset(by: 3) == Rect(x: 5, y: 6, width: 4, height: 0))
    }

    @Test func `an intersection outside is empty`() {
        #expect(rect.intersection(Rect(x: 12, y: 3, width: 4, height: 4)).isEmpty)
        #expect(rect.intersection(Rect(x: 11, y: 7, width: 4, height: 4)) == Rect(x: 11, y: 7, width: 1, height: 1))
    }

    @Test(arguments: [
        (4, 2, Rect(x: 5, y: 4, width: 4, height: 2)),
        (99, 99, Rect(x: 2, y: 3, width: 10, height: 5)),
        (-1, 3, Rect(x: 7, y: 4, width: 0, height: 3)),
    ])
    func `a centred rectangle never leaves its bounds`(width: Int, height: Int, expected: Rect) {
        #expect(rect.centered(width: width, height: height) == expected)
    }

    @Test func `a row outside is empty`() {
        #expect(rect.row(4) == Rect(x: 2, y: 7, width: 10, height: 1))
        #expect(rect.row(5).isEmpty)
        #expect(rect.row(-1).isEmpty)
    }
}
