import ProviderSupport
import Testing

struct SSEParserTests {
    private func records(_ pieces: [UInt8]..., limit: Int = 1 << 20) -> [SSERecord] {
        var parser = SSEParser(limit: limit)
        return pieces.flatMap { parser.take($0) }
    }

    private func records(_ text: String, limit: Int = 1 << 20) -> [SSERecord] {
        records(Array(text.utf8), limit: limit)
    }

    @Test(arguments: [
        ("data: one\n\n", [SSERecord(data: "one")]),
        ("data:one\n\n", [SSERecord(data: "one")]),
        ("data:  two blanks\n\n", [SSERecord(data: " two blanks")]),
        ("data: a\ndata: b\ndata\ndata:c\n\n", [SSERecord(data: "a\nb\n\nc")]),
        ("data\n\n", [SSERecord(data: "")]),
        ("event: ping\ndata: x\nid: 7\n\n", [SSERecord(event: "ping", data: "x", id: "7")]),
        ("id\n\n", [SSERecord(id: "")]),
        ("id: 1\nid: 2\n\n", [SSERecord(id: "2")]),
        ("id: a\u{0}b\ndata: x\n\n", [SSERecord(data: "x")]),
        ("retry: 1500\n\n", [SSERecord(retry: .milliseconds(1500))]),
        ("retry: 15s\n\n", []),
        ("retry: -1\n\n", []),
        ("retry:\n\n", []),
        ("retry: 99999999999999999999\n\n", [SSERecord(retry: .milliseconds(86_400_000))]),
        (": a comment\n\n", []),
        (": a comment\ndata: x\n: another\n\n", [SSERecord(data: "x")]),
        ("\n\n\n", []),
        ("data: unfinished\n", []),
        ("colour: blue\ndata: x\n\n", [SSERecord(data: "x")]),
        ("data: a:b\n\n", [SSERecord(data: "a:b")]),
        ("data: 1\n\ndata: 2\n\n", [SSERecord(data: "1"), SSERecord(data: "2")]),
        ("data: grüße 😀\n\n", [SSERecord(data: "grüße 😀")]),
        ("\u{FEFF}data: x\n\n", [SSERecord(data: "x")]),
        ("data: x\n\n\u{FEFF}data: y\n\n", [SSERecord(data: "x")]),
    ] as [(String, [SSERecord])])
    func streamsAreTakenApart(text: String, expected: [SSERecord]) {
        #expect(records(text) == expected)
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func everyLineEndIsOneWhereverThePiecesEnd(lineEnd: String) {
        let lines = ["\u{FEFF}retry: 2000", ": hello", "", "id: 1", "data: å1", "data: 2", "", "data: next", "", ""]
        let bytes = Array(lines.joined(separator: lineEnd).utf8)
        let expected = [
            SSERecord(retry: .seconds(2)), SSERecord(data: "å1\n2", id: "1"), SSERecord(data: "next"),
        ]
        #expect(records(bytes) == expected)
        for cut in 0 ... bytes.count {
            #expect(records(Array(bytes[..<cut]), [], Array(bytes[cut...])) == expected, "cut at \(cut)")
        }
        var parser = SSEParser()
        #expect(bytes.flatMap { parser.take([$0]) } == expected)
    }

    @Test func aReturnAtTheEndOfAPieceIsNotReadTwice() {
        var parser = SSEParser()
        #expect(parser.take(Array("data: x\r".utf8)) == [])
        #expect(parser.take(Array("\n\r".utf8)) == [SSERecord(data: "x")])
        #expect(parser.take(Array("\ndata: y\n\n".utf8)) == [SSERecord(data: "y")])
    }

    @Test func brokenTextNeverStopsTheStream() {
        let bytes = Array("data: a".utf8) + [0xFF, 0xC3] + Array("\n\ndata: b\n\n".utf8)
        #expect(records(bytes).count == 2)
        #expect(records(bytes).last == SSERecord(data: "b"))
    }

    @Test func anOverlongRecordIsSaidToBeOneAndTheNextIsWhole() {
        let long = String(repeating: "x", count: 100)
        #expect(records("id: 5\ndata: \(long)\ndata: y\n\ndata: z\n\n", limit: 40)
            == [SSERecord(id: "5", isOverlong: true), SSERecord(data: "z")])
        #expect(records("data: \(long)", limit: 40) == [])
    }

    @Test func hoursOfCommentsAreNoRecord() {
        let comments = String(repeating: ": still here\n", count: 1000)
        #expect(records(comments + "data: x\n\n", limit: 40) == [SSERecord(data: "x")])
    }
}
