import TerminalUI
import Testing

@Suite struct ScrollWindowTests {
    private func window(_ change: (inout ScrollWindow) -> Void) -> [Int] {
        var window = ScrollWindow(count: 100, height: 10, selection: 50, offset: 45)
        change(&window)
        return [window.selection, window.offset]
    }

    @Test func `moving scrolls only at the edges`() {
        #expect(window { $0.move(by: 4) } == [54, 45])
        #expect(window { $0.move(by: 5) } == [55, 46])
        #expect(window { $0.move(by: -6) } == [44, 44])
        #expect(window { $0.move(by: 1000) } == [99, 90])
        #expect(window { $0.move(by: .min) } == [0, 0])
        #expect(window { $0.move(by: .max) } == [99, 90])
    }

    @Test func `pages move selection and screen together`() {
        #expect(window { $0.pageDown() } == [59, 54])
        #expect(window { $0.pageUp() } == [41, 36])
        #expect(window { $0.halfPageDown() } == [55, 50])
        #expect(window { $0.halfPageUp() } == [45, 40])
        #expect(window { $0.selectFirst() } == [0, 0])
        #expect(window { $0.selectLast() } == [99, 90])
    }

    @Test(arguments: [(0, 10), (3, 10), (100, 0), (100, 1), (20, 10), (100, 200)])
    func `a new extent keeps the selection in the list and on screen`(count: Int, height: Int) {
        var window = ScrollWindow(count: 100, height: 10, selection: 50, offset: 45)
        window.resize(count: count, height: height)
        #expect(window.selection == max(0, min(50, count - 1)))
        #expect(count == 0 || height == 0 || window.visible.contains(window.selection))
        #expect(window.visible.count == min(count, height) || window.offset + height > count)
        #expect(window.offset >= 0)
    }
}
