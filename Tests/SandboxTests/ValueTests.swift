import Foundation
import Testing
@testable import Sandbox

struct ValueTests {
    @Test(arguments: [
        (#"{"jwt":"abc","event":"auth"}"#, #"{"jwt":"***","event":"auth"}"#),
        (#"{"token" : "a\"b\\"}"#, #"{"token" : "***"}"#),
        (#"{"name":"jwt","x":"token"}"#, #"{"name":"jwt","x":"token"}"#),
        (#"{"password":7,"secret":null,"token":["a"]}"#, #"{"password":7,"secret":null,"token":["a"]}"#),
        ("plain KNOWN text", "plain *** text"),
        ("see eyJhbGci.eyJz.s_i-g, ok", "see ***, ok"),
        (#"{"jwt":"unended"#, #"{"jwt":"unended"#),
        ("", ""),
    ])
    func `secrets in A body are covered and nothing else`(_ body: String, _ covered: String) {
        #expect(SecretMask(tokens: ["KNOWN"]).text(body) == covered)
    }

    @Test(arguments: [
        ("/archon-v1/v1/servers", true), ("/v1/servers", true), ("/v1/serv", true), ("/backups", true),
        ("*/backups", true), ("/v1/*/backups", true), ("*", true), ("*servers*worlds*", true),
        ("*/restore", false), ("/v1/servers/*/worlds", false), ("/v2", false), ("servers/S/", false),
        ("*/backups/*", false), ("/v1/servers/S/worlds/W/backups*backups", false),
    ])
    func `a pattern without A star is A prefix or suffix and one with is for the whole path`(
        _ pattern: String,
        _ matches: Bool
    ) {
        let path = "/v1/servers/S/worlds/W/backups"
        let call = Call(method: "GET", fullPath: "/archon-v1\(path)", path: path)
        #expect(RequestPattern(method: nil, path: pattern).matches(call) == matches)
        #expect(RequestPattern(method: "get", path: pattern).matches(call) == matches)
        #expect(!RequestPattern(method: "POST", path: pattern).matches(call))
    }

    @Test func `json is written as foundation reads it`() throws {
        let json: JSON = [
            "text": "quote \" slash \\ line \n bell \u{07} 🎮", "list": [1, -2.5, true, nil, []],
            "mask": .unsigned(.max), "object": ["empty": [:]], "raw": .rendered(Array(#"{"a":1}"#.utf8)),
        ]
        let read = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
        #expect(read["text"] as? String == "quote \" slash \\ line \n bell \u{07} 🎮")
        #expect((read["list"] as? [Any])?.count == 5)
        #expect(read["mask"] as? UInt64 == .max)
        #expect((read["raw"] as? [String: Int]) == ["a": 1])
    }

    @Test func `json is read back as it was written`() {
        let json: JSON = ["a": [1, 2.5, "x", true, nil, ["b": .unsigned(.max)]]]
        #expect(JSON(parsing: json.bytes) == json)
        #expect(JSON(parsing: Array("{".utf8)) == nil)
    }

    @Test func `seeded ids are version 4 UUI ds and repeat`() {
        var first = SeededGenerator(seed: 5, purpose: "ids")
        var again = SeededGenerator(seed: 5, purpose: "ids")
        var other = SeededGenerator(seed: 5, purpose: "other")
        for _ in 0 ..< 100 {
            let id = first.uuid()
            #expect(UUID(uuidString: id)?.uuidString.lowercased() == id)
            #expect(id.dropFirst(14).first == "4")
            #expect(id == again.uuid())
            #expect(id != other.uuid())
        }
    }

    @Test(arguments: [("a%20b%2Fc", "a b/c"), ("%zz%4", "%zz%4"), ("za%C5%BC", "zaż"), ("", "")])
    func `percent escapes are decoded and broken ones kept`(_ text: String, _ decoded: String) {
        #expect(text.percentDecoded == decoded)
    }

    @Test func `http dates are in GMT`() {
        #expect(HTTPDate.text(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func `a pace reports rising fractions below one`() async throws {
        let clock = ServiceClock(speed: 1000, wall: { Date() }, waiting: ContinuousClock())
        var pace = Pace(total: 10000, duration: .seconds(10), clock: clock)
        var fractions: [Double] = []
        for _ in 0 ..< 100 {
            if let fraction = try await pace.moved(100) {
                fractions.append(fraction)
            }
        }
        #expect(fractions.count >= 3)
        #expect(fractions == fractions.sorted())
        #expect(fractions.allSatisfy { $0 < 1 })
    }

    @Test func `a removed backup leaves the others findable`() {
        var shelf = BackupShelf()
        let ids = (0 ..< 5).map { StoredBackup.ID(text: "\($0)") }
        for id in ids {
            shelf.append(StoredBackup(
                id: id, physicalID: "", world: .init(text: "w"), name: id.text, createdAt: Date(),
                isAutomated: false, isLocked: false, state: .completed
            ))
        }
        let before = shelf.revision
        shelf.remove(ids[1])
        shelf.remove(ids[1])
        #expect(shelf.revision == before + 1)
        #expect(shelf[ids[1]] == nil)
        for id in [ids[0], ids[2], ids[3], ids[4]] {
            #expect(shelf[id]?.name == id.text)
        }
        shelf.update(ids[4]) { $0.name = "changed" }
        #expect(shelf[ids[4]]?.name == "changed")
        #expect(shelf[ids[4]]?.revision == shelf.revision)
        #expect(shelf[ids[3]]?.revision != shelf.revision)
    }
}
