import BackupKit
import FoundationEssentials
import GRDB
import Testing
@testable import LocalState

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.timeLimit(.minutes(20)))
struct JournalSharingTests {
    private let state: ScratchState

    init() throws {
        state = try ScratchState()
    }

    // MARK: Several programs

    @Test func allLinesOfTwoProgramsArrive() async throws {
        let journals = try [state.journal(), state.journal()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, journal) in journals.enumerated() {
                for number in 1 ... 40 {
                    group.addTask {
                        try await journal.record(.sample(.observed("\(number)"), act: Identifier("act-\(index)")))
                    }
                }
            }
            try await group.waitForAll()
        }
        let lines = try await journals[0].latest(500)
        #expect(lines.map(\.number) == (1 ... 80).reversed())
        for index in 0 ... 1 {
            let own = lines.filter { $0.entry.act == Identifier("act-\(index)") }
            #expect(Set(own.map(\.entry.event)) == Set((1 ... 40).map { .observed("\($0)") }))
        }
    }

    @Test func oneProgramSeesWhatAnotherEnded() async throws {
        let (one, two) = try (state.journal(), state.journal())
        try await one.record(.sample(.begun, payload: "plan"))
        #expect(try await two.unfinished().count == 1)
        try await two.record(.sample(.putAside))
        #expect(try await one.unfinished().isEmpty)
        #expect(try await one.latest(1).first?.planDigest != nil)
    }

    @Test func aFileThatStaysLockedIsSaidSoAndTheLineIsNotKept() async throws {
        let limits = JournalLimits(patience: .milliseconds(150))
        let journal = try state.journal(limits)
        let rival = try state.rival()
        let message = try await rival.writeWithoutTransaction { db -> String? in
            try db.beginTransaction(.exclusive)
            let error = #expect(throws: JournalError.self) { try state.journal(limits) }
            try db.rollback()
            return error?.message
        }
        #expect(message?.hasPrefix(state.file + " is in use by another program") == true)
        // The lock ends and the next line is kept.
        try await rival.writeWithoutTransaction { try $0.beginTransaction(.immediate); try $0.rollback() }
        try await journal.record(.sample(.intent))
        #expect(try await journal.latest(9).count == 1)
    }

    @Test func aFileThatIsLockedForAMomentIsWaitedFor() async throws {
        let journal = try state.journal()
        let rival = try state.rival()
        let (locked, lock) = AsyncStream.makeStream(of: Void.self)
        async let other: Void = rival.writeWithoutTransaction { db in
            try db.beginTransaction(.exclusive)
            lock.finish()
            usleep(300_000)
            try db.rollback()
        }
        for await _ in locked {}
        try await journal.record(.sample(.intent))
        try await other
        #expect(try await journal.latest(9).count == 1)
    }

    // MARK: Troubles

    @Test func aFullDiskIsSaidSoAndWhatWasKeptStays() async throws {
        do {
            let journal = try state.journal()
            try await journal.record(.sample(.begun, payload: "plan"))
        }
        let limits = JournalLimits(pages: 1)
        let full = try state.journal(limits)
        let error = await #expect(throws: JournalError.self) {
            try await full.record(.sample(.intent, payload: String(repeating: "x", count: 50000)))
        }
        #expect(error?.message.hasPrefix("no space is left for \(state.file)") == true)
        #expect(try await full.unfinished().map { $0.map(\.entry.event) } == [[.begun]])
        try await full.record(.sample(.ended("failed")))
        #expect(try await full.unfinished().isEmpty)
    }

    @Test func noJournalIsMadeOnAFullDisk() throws {
        let limits = JournalLimits(pages: 2)
        let error = #expect(throws: JournalError.self) { try state.journal(limits) }
        #expect(error?.message.hasPrefix("no space is left for \(state.file)") == true)
        _ = try state.journal()
    }

    @Test func aFileThatIsMovedAwayTakesNoMoreLines() async throws {
        let journal = try state.journal()
        try await journal.record(.sample(.intent))
        try FileManager.default.moveItem(atPath: state.file, toPath: state.file + "-moved")
        let error = await #expect(throws: JournalError.self) { try await journal.record(.sample(.accepted)) }
        #expect(error?.message == "\(state.file) was moved or removed while it was in use: start Backtop again")
    }

    @Test func aCancelledTaskStillTellsWhatWasSent() async throws {
        let journal = try state.journal()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await journal.record(.sample(.ambiguous("cancelled")))
            return try await journal.latest(1).count
        }
        #expect(try await task.value == 1)
    }

    // MARK: Size

    @Test func oldLinesOfFinishedActsGoAtTheOpening() async throws {
        do {
            let journal = try state.journal()
            try await journal.record(.sample(.begun, act: "open", payload: "plan"))
            for number in 1 ... 20 {
                let act = Identifier<JournalEntry>("act-\(number)")
                try await journal.record(.sample(.intent, act: act))
                try await journal.record(.sample(.accepted, act: act))
            }
        }
        let limits = JournalLimits(lines: 5)
        let journal = try state.journal(limits)
        #expect(try await journal.latest(99).map(\.number) == [41, 40, 39, 38, 37, 1])
        #expect(try await journal.unfinished().map { $0.map(\.number) } == [[1]])
        #expect(try await journal.unfinished().first?.first?.planDigest == PlanDigest.of("plan"))
        let acts = try await state.rival().read { try String.fetchAll($0, sql: "SELECT act FROM acts ORDER BY act") }
        #expect(acts == ["act-18", "act-19", "act-20", "open"])
        // Numbers are never used twice, even where the newest lines are gone.
        try await state.rival().write { try $0.execute(sql: "DELETE FROM lines") }
        try await journal.record(.sample(.ended("x"), act: "open"))
        #expect(try await journal.latest(9).map(\.number) == [42])
    }

    @Test func readingFollowsTheIndices() async throws {
        let queue = try JournalFile(in: state.path, limits: JournalLimits()).queue
        func plan(_ query: String) async throws -> [String] {
            try await queue.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + query).map { $0["detail"] } }
        }
        let latest = try await plan(JournalTable.latest)
        #expect(latest.first == "SCAN lines")
        #expect(!latest.contains { $0.contains("TEMP B-TREE") })
        let unfinished = try await plan(JournalTable.unfinished)
        #expect(unfinished.contains { $0.contains("open_acts") })
        #expect(unfinished.contains { $0.hasPrefix("SEARCH lines USING INDEX lines_of_act") })
    }

    // MARK: Words

    @Test(arguments: [
        (.SQLITE_READONLY, "cannot be written"), (.SQLITE_READONLY_DIRECTORY, "cannot be written"),
        (.SQLITE_CANTOPEN, "cannot be written"), (.SQLITE_PERM, "cannot be written"), (.SQLITE_FULL, "no space"),
        (.SQLITE_BUSY, "in use"), (.SQLITE_BUSY_RECOVERY, "in use"), (.SQLITE_CORRUPT_INDEX, "damaged"),
        (.SQLITE_NOTADB, "no journal"), (.SQLITE_IOERR_FSYNC, "code 1034"), (.SQLITE_ERROR, "failed"),
        (.SQLITE_READONLY_DBMOVED, "start Backtop again"),
    ] as [(ResultCode, String)])
    func everyErrorNamesTheFileAndTheNextStep(code: ResultCode, words: String) {
        let message = JournalError(DatabaseError(resultCode: code), about: "/s/journal.sqlite").message
        #expect(message.contains("/s/journal.sqlite"))
        #expect(message.contains(words))
        #expect(message.contains(": "))
    }
}
