import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

@Suite("A backup that was unlocked in the last hour is deleted by the hardest plan, whoever unlocked it")
struct RecentUnlockTests {
    private static func line(
        _ event: JournalEntry.Event,
        secondsAgo: Double = 60,
        step: String = "unlock",
        server: Server.ID = Sample.ref.server,
        backup: Backup.ID? = "b2",
        act: Identifier<JournalEntry> = "other-1"
    ) -> JournalEntry {
        JournalEntry(
            act: act, at: Sample.now.addingTimeInterval(-secondsAgo), context: "another name", server: server,
            world: "w1", backup: backup, step: step, event: event
        )
    }

    private static func unlocks(_ entries: [JournalEntry]) -> RecentUnlocks {
        RecentUnlocks(entries.enumerated().reversed().map {
            JournalLine(number: Int64($0), entry: $1, user: "me", sshClient: nil, planDigest: nil)
        }, on: Sample.ref.server)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// Oldest first.
        var lines: [JournalEntry]
        var holds: Bool

        init(_ name: String, _ lines: [JournalEntry], _ holds: Bool) {
            testDescription = name
            self.lines = lines
            self.holds = holds
        }
    }

    static let rows = [
        Row("nothing", [], false),
        Row("accepted", [line(.intent), line(.accepted)], true),
        Row("the answer was lost", [line(.intent), line(.ambiguous("no answer"))], true),
        Row("the program was killed", [line(.intent)], true),
        Row("refused", [line(.intent), line(.refused("not yours"))], false),
        Row("never left", [line(.intent), line(.notSent("no writer"))], false),
        Row("refused, then accepted", [
            line(.intent), line(.refused("busy")), line(.intent, act: "other-2"), line(.accepted, act: "other-2"),
        ], true),
        Row("accepted, then refused", [
            line(.intent), line(.accepted), line(.intent, act: "other-2"), line(.refused("busy"), act: "other-2"),
        ], true),
        Row("looked for later", [
            line(.intent, secondsAgo: 9000), line(.ambiguous("?"), secondsAgo: 9000), line(.resumed), line(.putAside),
        ], false),
        Row("an hour ago", [line(.accepted, secondsAgo: 3600)], true),
        Row("over an hour ago", [line(.accepted, secondsAgo: 3601)], false),
        Row("before the clock was set back", [line(.accepted, secondsAgo: -3000)], true),
        Row("far ahead, and just now", [line(.accepted, secondsAgo: -90000), line(.accepted, act: "other-2")], true),
        Row("a lock", [line(.accepted, step: "lock")], false),
        Row("another backup", [line(.accepted, backup: "b1")], false),
        Row("another server", [line(.accepted, server: Sample.other.server)], false),
        Row("a plan of several", [line(.begun, step: "unlock 2", backup: nil)], false),
        Row("one of several", [line(.begun, step: "unlock 2", backup: nil), line(.intent), line(.accepted)], true),
    ]

    @Test(arguments: rows)
    func linesTellOfIt(row: Row) {
        #expect(Self.unlocks(row.lines).holds("b2", at: Sample.now) == row.holds)
    }

    // MARK: Plans

    @Test(arguments: [UserAction.delete, .restore])
    func onlyADeleteAsksForThem(action: UserAction) {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(action)
        #expect(bench.inspections.last?.asksForUnlocks == (action == .delete))
    }

    @Test(arguments: rows)
    func theLevelOfADeleteFollows(row: Row) {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.delete)
        bench.read(unlocks: .success(Self.unlocks(row.lines)))
        #expect(bench.plan?.level == (row.holds ? .extreme : .severe))
    }

    @Test(arguments: [(["b2", "b3"], GateLevel.extreme), (["b3", "b4"], .severe)] as [([Backup.ID], GateLevel)])
    func oneOfSeveralIsEnough(marks: [Backup.ID], level: GateLevel) {
        let backups = Sample.backups + [Sample.backup("b4", hoursOld: 80)]
        var bench = Bench.opened(backups, context: Sample.context(capabilities: .logged))
        bench.state.manager.marks = Set(marks)
        bench.press(.delete)
        #expect(bench.inspections.last?.asksForUnlocks == true)
        bench.read(Sample.server(), backups, unlocks: .success(Self.unlocks([Self.line(.accepted)])))
        #expect(bench.plan?.level == level)
    }

    @Test func aJournalThatCannotBeReadMakesNoPlan() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.delete)
        bench.read(unlocks: .failure(JournalError("the file is damaged")))
        #expect(bench.refusal == "The journal cannot be read: the file is damaged")
    }

    @Test(arguments: [-7200.0, 7200, 90000])
    func theServicesClockPlaysNoPart(offset: Double) {
        var locked = Sample.backups
        locked[1].isLocked = true
        var bench = Bench.opened(locked, context: Sample.context(capabilities: .logged))
        let date = bench.state.now.addingTimeInterval(offset)
        bench.list(BackupListing(backups: locked, date: date))
        bench.list(BackupListing(backups: Sample.backups, date: date))
        #expect(bench.server?.clockOffset == offset)
        bench.wait(1800)
        bench.openPlan(.delete)
        #expect(bench.plan?.level == .extreme)
        bench.key(.escape)
        bench.wait(1801)
        bench.openPlan(.delete)
        #expect(bench.plan?.level == .severe)
    }

    // MARK: From the journal to the plan

    private static func inspection(of journal: any Journal, asks: Bool = true) async -> Inspection? {
        let stub = StubProvider(servers: [Sample.server()])
        stub.reader.set(BackupListing(backups: Sample.backups), at: Sample.place.location)
        let handler = ProviderEffectHandler(
            providers: [Sample.contextID: .init(reader: stub.reader, writer: nil)], journal: journal,
            now: { Sample.now }
        )
        let request = Inspection.Request(serial: 1, location: Sample.place, asksForUnlocks: asks)
        for await case let .inspected(_, .success(inspection)) in handler.actions(for: .inspect(request)) {
            return inspection
        }
        return nil
    }

    /// A long journal is read back as far as it matters.
    @Test(arguments: [0, 1, 499, 500, 3000])
    func theHandlerReadsThemFromTheJournal(later: Int) async throws {
        let journal = MemoryJournal()
        await journal.record(Self.line(.accepted, secondsAgo: 7000, backup: "b3"))
        await journal.record(Self.line(.intent, secondsAgo: 3000))
        await journal.record(Self.line(.accepted, secondsAgo: 3000))
        for number in 0 ..< later {
            await journal.record(Self.line(.accepted, step: "rename", backup: "b1", act: .init("rename-\(number)")))
        }
        let unlocks = try #require(await Self.inspection(of: journal)?.unlocks).get()
        #expect(unlocks.holds("b2", at: Sample.now))
        #expect(!unlocks.holds("b3", at: Sample.now))
        #expect(!unlocks.holds("b1", at: Sample.now))
        #expect(await Self.inspection(of: journal, asks: false)?.unlocks == nil)
    }

    @Test func whatOneSessionUnlocksAnotherOneFinds() async throws {
        let journal = MemoryJournal()
        let first = SimAct.light.first { $0.testDescription == "unlock" }?.carriedOut()
        for entry in try #require(first?.journal) { await journal.record(entry) }
        let inspection = try #require(await Self.inspection(of: journal))
        var second = Bench.opened(context: Sample.context(capabilities: .logged))
        second.send(.script(.plan(PlanTarget(act: .delete("b2"), location: Sample.place))))
        let request = try #require(second.inspections.last)
        #expect(request.asksForUnlocks, "a command asks as a key does")
        second.send(.inspected(request, .success(inspection)))
        #expect(second.plan?.level == .extreme)
        #expect(second.confirmation == "smp-main 1d")
    }
}
