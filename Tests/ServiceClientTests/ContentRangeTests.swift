import Testing
@testable import ServiceClient

struct ContentRangeTests {
    @Test(arguments: [
        ("bytes 100-199/200", 100, 200), ("bytes 0-0/1", 0, 1), ("Bytes 5-9/*", 5, nil),
    ] as [(String, Int64, Int64?)])
    func aPartSaysWhereItBegins(text: String, first: Int64, total: Int64?) {
        let range = ContentRange(text)
        #expect(range?.first == first)
        #expect(range?.total == total)
    }

    @Test(arguments: ["", "bytes", "bytes */200", "items 0-1/2", "bytes 1-2"])
    func whatIsNoRangeIsNotTaken(text: String) {
        #expect(ContentRange(text) == nil)
    }
}
