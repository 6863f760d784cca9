import BackupKit
import FoundationEssentials
import GRDB
import Testing
@testable import LocalState

@Suite(.timeLimit(.minutes(20)))
struct SQLiteJournalTests {
    private let state: ScratchState

    init() throws {
        state = try ScratchState()
    }

    private static let events: [JournalEntry.Event] = [
        .begun, .intent, .accepted, .refused("no"), .notSent("link down"), .ambiguous("504"), .observed("stopped"),
        .ended("succeeded"), .resumed, .putAside, .refused(""),
    ]

    // MARK: Lines

    @Test(arguments: events)
    func everyEventComesBackAsItWentIn(event: JournalEntry.Event) async throws {
        let entry = JournalEntry.sample(event, payload: "{\"a\": 1}")
        let journal = try state.journal()
        try await journal.record(entry)
        let line = try #require(await state.journal().latest(1).first)
        #expect(line.entry == entry)
        #expect(line.number == 1)
        #expect(line.user == "bob")
        #expect(line.sshClient == "192.0.2.7")
    }

    @Test func whatIsNotThereIsNotThereLater() async throws {
        let entry = JournalEntry(
            act: "a", at: Date(timeIntervalSinceReferenceDate: -0.1), context: "", server: "s", world: nil, backup: nil,
            step: "", event: .intent
        )
        let journal = try SQLiteJournal(folder: state.path, author: JournalAuthor(user: "", sshClient: nil))
        try await journal.record(entry)
        let line = try #require(await journal.latest(1).first)
        #expect(line.entry == entry)
        #expect(line.sshClient == nil)
        #expect(line.planDigest == nil)
    }

    @Test(arguments: [
        "a\u{0}b", "\u{0}", "\u{1B}]0;x\u{7}\r\n\t", "'; DROP TABLE lines; --", "e\u{301}", "é", "👩‍👩‍👧‍👦", "\u{202E}gz",
        "\u{FFFD}", "\u{10FFFF}", "12", "1e3", "NULL", " ",
    ])
    func foreignTextComesBackByteForByte(text: String) async throws {
        let entry = JournalEntry(
            act: Identifier(text), at: Date(), context: Identifier(text), server: Identifier(text), serverName: text,
            world: Identifier(text), backup: Identifier(text), title: text, step: text, event: .ended(text),
            payload: text
        )
        let journal = try SQLiteJournal(folder: state.path, author: JournalAuthor(user: text, sshClient: text))
        try await journal.record(.sample(.begun))
        try await journal.record(entry)
        let line = try #require(await journal.latest(1).first)
        #expect(line.entry == entry)
        let texts = [line.entry.act.rawValue, line.entry.title, line.entry.payload, line.user, line.sshClient]
        for kept in texts {
            #expect(kept.map { Array($0.utf8) } == Array(text.utf8))
        }
        #expect(try await journal.unfinished().map(\.count) == [1])
    }

    @Test(arguments: ["x", "日", "a\u{301}\u{302}", "\u{0}"])
    func aHugeNameIsCutAndSaysSo(piece: String) async throws {
        let long = String(repeating: piece, count: 100_000)
        var entry = JournalEntry.sample(.refused(long))
        entry.serverName = long
        entry.title = long
        entry.step = long
        let journal = try SQLiteJournal(folder: state.path, author: JournalAuthor(user: long, sshClient: long))
        try await journal.record(entry)
        let line = try #require(await journal.latest(1).first)
        let kept = [
            line.entry.serverName, line.entry.title, line.entry.step, line.entry.event.words.detail, line.user,
            line.sshClient,
        ]
        for text in kept {
            let scalars = try #require(text).unicodeScalars
            #expect(scalars.count == 4096)
            #expect(scalars.last == "…")
            #expect(long.unicodeScalars.starts(with: scalars.dropLast()))
        }
    }

    @Test func aNameOfTheVeryLengthIsKept() async throws {
        var entry = JournalEntry.sample(.intent)
        entry.title = String(repeating: "x", count: 4096)
        let journal = try state.journal()
        try await journal.record(entry)
        #expect(try await journal.latest(1).first?.entry == entry)
    }

    @Test func aPayloadIsNeverCut() async throws {
        let journal = try state.journal()
        let largest = JournalEntry.sample(.begun, payload: String(repeating: "é", count: 1 << 19))
        try await journal.record(largest)
        let error = await #expect(throws: JournalError.self) {
            try await journal.record(.sample(.begun, act: "act-2", payload: String(repeating: "x", count: 1 << 20 + 1)))
        }
        #expect(error?.message.contains(state.file) == true)
        #expect(try await journal.latest(9).map(\.entry) == [largest])
    }

    @Test func anIdIsNeverCut() async throws {
        let journal = try state.journal()
        var entry = JournalEntry.sample(.intent)
        entry.backup = Backup.ID(String(repeating: "x", count: 4096))
        try await journal.record(entry)
        entry.backup = Backup.ID(String(repeating: "x", count: 4097))
        await #expect(throws: JournalError.self) { try await journal.record(entry) }
        #expect(try await journal.latest(9).count == 1)
    }

    // MARK: The newest

    @Test func theNewestComeFirst() async throws {
        let journal = try state.journal()
        for number in 1 ... 9 {
            try await journal.record(.sample(.observed("\(number)"), act: Identifier("act-\(number % 2)")))
        }
        #expect(try await journal.latest(4).map(\.number) == [9, 8, 7, 6])
        #expect(try await journal.latest(4).map(\.entry.event) == (6 ... 9).reversed().map { .observed("\($0)") })
        #expect(try await journal.latest(100).count == 9)
        #expect(try await journal.latest(0).isEmpty)
        #expect(try await journal.latest(-1).isEmpty)
    }

    @Test func anEventOfANewerVersionIsLeftOut() async throws {
        let journal = try state.journal()
        for event in [JournalEntry.Event.begun, .observed("x"), .intent] {
            try await journal.record(.sample(event))
        }
        try await state.rival().write { db in
            try db.execute(sql: "UPDATE lines SET event = 'paused', detail = NULL WHERE number = 2")
        }
        #expect(try await journal.latest(2).map(\.number) == [3, 1])
        #expect(try await journal.unfinished().map { $0.map(\.number) } == [[1, 3]])
        try await state.rival().write { try $0.execute(sql: "UPDATE lines SET event = x'ff00'") }
        #expect(try await journal.latest(2).isEmpty)
        #expect(try await journal.unfinished().isEmpty)
    }

    // MARK: Acts

    @Test(arguments: [
        ([.intent], true), ([.intent, .accepted], false), ([.intent, .refused("no")], false),
        ([.intent, .notSent("no")], false), ([.intent, .ambiguous("?")], true),
        ([.intent, .ambiguous("?"), .ended("unknown")], false), ([.intent, .ambiguous("?"), .putAside], false),
        ([.begun], true), ([.begun, .intent, .accepted], true), ([.begun, .intent, .refused("no")], true),
        ([.begun, .intent, .accepted, .observed("x"), .ended("succeeded")], false), ([.begun, .putAside], false),
        ([.begun, .putAside, .resumed], true), ([.begun, .ended("x"), .observed("late")], false),
    ] as [([JournalEntry.Event], Bool)])
    func anActIsOpenUntilSomethingEndsIt(events: [JournalEntry.Event], isOpen: Bool) async throws {
        let journal = try state.journal()
        let memory = MemoryJournal()
        for event in events {
            try await journal.record(.sample(event))
            await memory.record(.sample(event))
        }
        let unfinished = try await state.journal().unfinished()
        #expect(unfinished.map { $0.map(\.entry.event) } == (isOpen ? [events] : []))
        #expect(await memory.unfinished().map { $0.map(\.entry) } == unfinished.map { $0.map(\.entry) })
    }

    @Test func openActsComeInTheOrderOfTheirBeginning() async throws {
        let journal = try state.journal()
        let lines: [(Identifier<JournalEntry>, JournalEntry.Event)] = [
            ("z", .begun), ("m", .begun), ("a", .intent), ("z", .intent), ("m", .ended("x")), ("a", .observed("y")),
            ("z", .accepted),
        ]
        for (act, event) in lines {
            try await journal.record(.sample(event, act: act))
        }
        #expect(try await journal.unfinished().map { $0.map(\.number) } == [[1, 4, 7], [3, 6]])
    }

    @Test func everyLineTellsThePlanOfItsAct() async throws {
        let journal = try state.journal()
        try await journal.record(.sample(.begun, payload: "abc"))
        try await journal.record(.sample(.intent, payload: "other"))
        try await journal.record(.sample(.intent, act: "light", payload: "abc"))
        try await journal.record(.sample(.begun, act: "bare"))
        // SHA-256 of "abc", as FIPS 180-2 has it.
        #expect(try await journal.latest(9).map(\.planDigest) == [
            nil, "ba7816bf8f01cfea", "ba7816bf8f01cfea", "ba7816bf8f01cfea",
        ])
        #expect(try await journal.unfinished().first?.map(\.planDigest) == ["ba7816bf8f01cfea", "ba7816bf8f01cfea"])
    }
}
