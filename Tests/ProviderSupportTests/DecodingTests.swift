import FoundationEssentials
import ProviderSupport
import Testing

struct DecodingTests {
    private struct Row: Decodable {
        let id: String
        let size: Lenient<Int>
    }

    private func decode<Value: Decodable>(_ json: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }

    @Test func oneBadRowNeverFailsTheList() throws {
        let rows: LossyArray<Row> = try decode("""
        [{"id":"a","size":1},{"id":7},"x",null,[],{"size":2},{"id":"b"},{"id":"c","size":"many"}]
        """)
        #expect(rows.elements.map(\.id) == ["a", "b", "c"])
        #expect(rows.skipped == 5)
        #expect(rows.elements.map(\.size.value) == [1, nil, nil])
        #expect(rows.elements.map(\.size.isUnreadable) == [false, false, true])
    }

    @Test(arguments: ["1.5", "1e300", "99999999999999999999", #""1""#])
    func aNumberThatIsNoWholeOneFailsItsRowOnly(number: String) throws {
        let rows: LossyArray<Int> = try decode("[1,\(number),2]")
        #expect(rows.elements == [1, 2])
        #expect(rows.skipped == 1)
    }

    @Test func aNullFieldIsAbsentNotUnreadable() throws {
        let row: Row = try decode(#"{"id":"a","size":null}"#)
        #expect(row.size.value == nil)
        #expect(!row.size.isUnreadable)
    }

    @Test func whatIsNoListIsAnError() {
        #expect(throws: DecodingError.self) { let _: LossyArray<Row> = try decode(#"{"data":[]}"#) }
    }
}

struct SecretTests {
    @Test func nothingPrintsASecret() {
        let secret = Secret("hunter2-hunter2")
        var dumped = ""
        dump(["token": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\(Optional(secret) as Any)"] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2-hunter2")
    }

    @Test func aSecretThatCameBackIsTakenOut() {
        let secret = Secret("mra_0123456789")
        #expect(secret.redacted(in: "bad token mra_0123456789!") == "bad token <secret>!")
        #expect(secret.redacted(in: "nothing here") == "nothing here")
    }

    @Test func aSecretCannotBeEncoded() {
        #expect((Secret("x") as Any) as? any Encodable == nil)
    }
}
