import TerminalUI
import Testing

@Suite struct DialogTests {
    private let dialog = Dialog(
        title: "Delete backup",
        body: ["Type: smp-main", "second", "third", "fourth"],
        footer: "Enter delete · Esc cancel",
        minimumWidth: 10,
        border: .ascii
    )

    @Test func `a box stands in the middle with its frame`() {
        var buffer = Buffer(size: Size(width: 40, height: 10))
        buffer.fill(buffer.bounds, with: ".")
        let body = dialog.draw(in: &buffer, bounds: buffer.bounds)
        #expect(buffer.text(row: 1) == ".....+ Delete backup ------------+......")
        #expect(buffer.text(row: 2) == ".....| Type: smp-main            |......")
        #expect(buffer.text(row: 6) == ".....| Enter delete · Esc cancel |......")
        #expect(buffer.text(row: 8) == String(repeating: ".", count: 40))
        #expect(body == Rect(x: 7, y: 2, width: 25, height: 4))
    }

    @Test(arguments: [(20, 4), (23, 12), (80, 3), (12, 2)])
    func `where rows or columns are scarce the keys stay readable`(width: Int, height: Int) {
        var buffer = Buffer(size: Size(width: width, height: height))
        dialog.draw(in: &buffer, bounds: buffer.bounds)
        let rows = buffer.bounds.rows.map { buffer.text(row: $0) }
        #expect(rows.contains { $0.contains("Enter delet") })
        #expect(!rows.joined().contains("+"))
    }

    @Test(arguments: [(1, 1), (0, 0), (2, 1), (3, 9)])
    func `any size is survived`(width: Int, height: Int) {
        var buffer = Buffer(size: Size(width: width, height: height))
        let body = dialog.draw(in: &buffer, bounds: buffer.bounds)
        #expect(body.width <= width)
        #expect(body.height <= height)
    }

    @Test func `at twenty by four the title, the first row and the keys show`() {
        var buffer = Buffer(size: Size(width: 20, height: 4))
        dialog.draw(in: &buffer, bounds: buffer.bounds)
        #expect(buffer.bounds.rows.map { buffer.text(row: $0) } == [
            "Delete backup", "Type: smp-main", "second", "Enter delete · Esc ~",
        ])
    }
}
