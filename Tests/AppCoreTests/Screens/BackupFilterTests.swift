import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The filter language")
struct BackupFilterTests {
    private static let backups = [
        Sample.backup("a1", name: "Daily World", hoursOld: 1, kind: .automatic, size: 500),
        Sample.backup("b2", name: "before update", hoursOld: 25, kind: .manual, size: 5_000_000, isLocked: true),
        Sample.backup("c3", name: "broken", hoursOld: 30, state: .failed, kind: .automatic),
        Sample.backup("d4", name: "ageless", hoursOld: nil, state: .running, kind: .unknown, size: 2_000_000_000),
        Sample.backup("E5", name: "old daily", hoursOld: 24 * 8, state: .unknown, kind: .manual, isLocked: nil),
    ]

    private func kept(_ text: String) -> String {
        let filter = BackupFilter(text)
        return Self.backups.filter { filter.matches($0, now: Sample.now) }.map { String($0.id.rawValue.prefix(1)) }
            .joined()
    }

    @Test(arguments: [
        ("", "abcdE"), ("   ", "abcdE"),
        ("daily", "aE"), ("DAILY", "aE"), ("daily world", "a"), ("world daily", "a"), ("zzz", ""),
        ("a1", "a"), ("e5", "E"), ("1", ""),
        ("state:failed", "c"), ("state:completed", "ab"), ("state:ok", "ab"), ("ok", "ab"), ("STATE:Running", "d"),
        ("state:unknown", "E"),
        ("auto", "ac"), ("automatic", "ac"), ("man", "bE"), ("manual", "bE"), ("kind:automatic", "ac"),
        ("kind:unknown", "d"),
        ("locked", "b"), ("!locked", "acdE"),
        ("age>26h", "cE"), ("age<26h", "ab"), ("age>1d", "bcE"), ("age>1w", "E"), ("age<90m", "a"), ("age<0s", ""),
        ("age>0.5h", "abcE"),
        ("size>1m", "bd"), ("size<1k", "a"), ("size>1g", "d"), ("size>0b", "abd"), ("size>1t", ""),
        ("!auto", "bdE"), ("!daily", "bcd"), ("!state:failed", "abdE"), ("!age>26h", "abd"),
        ("state:failed age>26h", "c"), ("state:failed age>26h !auto", ""), ("auto !state:failed", "a"),
        ("!auto !manual", "d"),
        ("!", ""), ("!!auto", "abcdE"),
    ])
    func everyTermMeansWhatItSays(text: String, expected: String) {
        #expect(kept(text) == expected)
    }

    @Test(arguments: [
        "state:fantastic", "state:", "kind:", "kind:x", "age>", "age>h", "age>5", "age>5y", "age>-3h", "age>nanh",
        "age>infh", "size>", "size<x", "size>5q", "age=5h:", "color:red", ">", "size>1e999g",
    ])
    func nonsenseIsNamedAndTakenAsPlainText(text: String) {
        let filter = BackupFilter(text)
        #expect(filter.terms.doubtful == [text])
        #expect(filter.terms.all == [FilterTerms.Term(test: .text(text), isNegated: false)])
        let named = Sample.backup("x", name: "has \(text) in it")
        #expect(filter.matches(named, now: Sample.now))
        #expect(kept(text).isEmpty)
    }

    @Test func theUserIsToldOfNonsenseWhenTheFilterIsTaken() {
        var bench = Bench.opened()
        bench.press(.filter)
        bench.type("state:fantastic")
        bench.key(.enter)
        #expect(bench.state.notice?.text == "\"state:fantastic\" is no known condition: taken as plain text")
    }

    @Test func onlyAgesDependOnTheTime() {
        #expect(BackupFilter("!age>26h daily").dependsOnTime)
        #expect(BackupFilter("age<1d").dependsOnTime)
        #expect(!BackupFilter("state:failed size>1m auto").dependsOnTime)
    }

    @Test func aFilterByAgeFollowsTheClock() {
        var bench = Bench.opened([Sample.backup("b1", hoursOld: 1)])
        BackupManagerReducer.setFilter("age>61m", state: &bench.state)
        #expect(bench.rows.isEmpty)
        bench.wait(120)
        bench.send(.timerFired(.second))
        #expect(bench.rows == ["b1"])
    }

    @Test func aTickThatChangesNothingOrdersNothingAnew() {
        var bench = Bench.opened()
        BackupManagerReducer.setFilter("age>1m", state: &bench.state)
        bench.state.manager.rows.reverse()
        bench.tick(1)
        #expect(bench.rows == ["b3", "b2", "b1"], "a hundred thousand rows are not sorted every second")
    }

    @Test func aHugeNameAndAHugeFilterAreNoProblem() {
        let name = String(repeating: "x", count: 10000)
        let filter = BackupFilter(String(repeating: "x", count: 5000) + " !y")
        #expect(filter.matches(Sample.backup("b", name: name), now: Sample.now))
    }

    @Test func escapeBringsTheOldFilterBackAndEnterKeepsTheNew() {
        var bench = Bench.opened()
        bench.press(.filter)
        bench.type("b1")
        bench.key(.enter)
        #expect(bench.rows == ["b1"])
        bench.press(.filter)
        #expect(bench.state.overlays == [.filter(FilterLine(text: "b1", on: .backups))])
        bench.type("b2")
        #expect(bench.rows == ["b2"], "the prefilled text is replaced by the first character")
        bench.key(.escape)
        #expect(bench.rows == ["b1"])
        #expect(bench.state.manager.filterText == "b1")
    }

    @Test func arrowsMoveTheListWhileTheFilterIsTyped() {
        var bench = Bench.opened()
        bench.press(.filter)
        bench.key(.down)
        #expect(bench.selection == "b2")
        bench.key(.up)
        #expect(bench.selection == "b1")
    }

    @Test func aPasteGoesIntoTheFilterWithoutLineBreaks() {
        var bench = Bench.opened()
        bench.press(.filter)
        bench.key(.paste("copy\n b2\r\n\u{1B}"))
        #expect(bench.state.manager.filterText == "copy b2")
        #expect(bench.rows == ["b2"])
    }
}
