import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

@Suite("Work is gone on with only as it was read, by one program at a time")
struct ResumeOrderTests {
    private static let place = WorkPlace(provider: "sample", origin: "https://example.test", server: Sample.ref.server)

    private static func entry(_ event: JournalEntry.Event) -> JournalEntry {
        JournalEntry(
            act: "first-1", at: Sample.now, context: Sample.contextID, server: Sample.ref.server, world: "w1",
            backup: "b2", step: "restore", event: event
        )
    }

    private static func problem(
        _ lines: Int?,
        _ event: JournalEntry.Event,
        journal: MemoryJournal,
        locks: MemoryLocks
    ) async -> String? {
        let handler = ProviderEffectHandler(providers: [:], journal: journal, locks: locks, now: { Sample.now })
        let order = WorkOrder(server: Sample.ref, place: place, entry: entry(event), lines: lines)
        for await action in handler.actions(for: .begin(order)) {
            if case let .began(_, _, problem) = action { return problem?.message }
        }
        return "no answer"
    }

    @Test func theWriterIsGotReadyBeforeTheFirstLineAndKeptToTheEnd() async {
        let (stub, locks) = (StubProvider(), MemoryLocks())
        let handler = ProviderEffectHandler(
            providers: [Sample.ref.context: .init(reader: stub.reader, writer: stub.writer)],
            journal: stub.journal,
            locks: locks
        )
        let order = WorkOrder(server: Sample.ref, place: Self.place, entry: Self.entry(.begun), lines: nil)
        for await _ in handler.actions(for: .begin(order)) {}
        for await _ in handler.actions(for: .release(Self.place, Sample.ref.context)) {}
        #expect(stub.calls.value == [.beginWork, .journal(step: "restore", .begun), .endWork])
        stub.writer.fail(.beginWork, with: ProviderError(.unauthorized, "No token"))
        for await action in handler.actions(for: .begin(order)) {
            guard case let .began(_, _, problem) = action else { continue }
            #expect(problem?.message == "No token")
        }
        #expect(stub.calls.value.count == 4, "nothing begins without it")
        #expect(await locks.holder(of: Self.place) == nil)
    }

    @Test func theSameLinesAreGoneOnWith() async throws {
        let (journal, locks) = (MemoryJournal(), MemoryLocks())
        for event in [JournalEntry.Event.begun, .intent] { await journal.record(Self.entry(event)) }
        #expect(await Self.problem(2, .resumed, journal: journal, locks: locks) == nil)
        #expect(await journal.entries.last?.event == .resumed)
        await #expect(throws: WorkLockError.self) { try await locks.acquire(Self.place, for: "x") }
    }

    /// Another program went on with it, and is done or was killed in its turn.
    @Test(arguments: [[JournalEntry.Event.resumed, .intent], [.accepted], [.ended("succeeded")], [.putAside]])
    func otherLinesAreNot(events: [JournalEntry.Event]) async throws {
        let (journal, locks) = (MemoryJournal(), MemoryLocks())
        for event in [JournalEntry.Event.begun, .intent] + events { await journal.record(Self.entry(event)) }
        let count = await journal.entries.count
        #expect(await Self.problem(2, .resumed, journal: journal, locks: locks)?.contains("another session") == true)
        #expect(await journal.entries.count == count)
        try await locks.acquire(Self.place, for: "x")
    }

    @Test func aNewPlanIsNotLookedFor() async {
        let (journal, locks) = (MemoryJournal(), MemoryLocks())
        #expect(await Self.problem(nil, .begun, journal: journal, locks: locks) == nil)
    }

    /// The same server through another context is the same server.
    @Test func aSecondPlanThroughAnotherContextFindsTheLockTaken() async {
        let (journal, locks) = (MemoryJournal(), MemoryLocks())
        #expect(await Self.problem(nil, .begun, journal: journal, locks: locks) == nil)
        #expect(await Self.problem(nil, .begun, journal: journal, locks: locks)?.contains("already") == true)
        #expect(await journal.entries.count == 1, "nothing is written of it either")
    }

    @Test func aPlanWithoutTheLockSendsNothingAndReleasesNothing() {
        var bench = Bench(contexts: [Sample.context(), Sample.context("twin")])
        bench.holdsJournal = true
        bench.send(.started)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        let twin = ServerRef(context: "twin", server: Sample.ref.server)
        #expect(bench.state.workPlace(of: Sample.ref) == bench.state.workPlace(of: twin))
        bench = Bench.inWindow()
        bench.holdsJournal = true
        bench.passWindow()
        let order = bench.orders[0]
        #expect(order.lines == nil)
        bench.send(.began(
            order.server,
            order.entry.act,
            problem: ProviderError(.conflict, "A plan is being carried out there already")
        ))
        #expect(bench.run?.outcome == Outcome(
            .refused, "Nothing was sent: A plan is being carried out there already", cause: .conflict
        ))
        #expect(bench.released.isEmpty)
        #expect(bench.requests.isEmpty)
        #expect(bench.inspections.count == 1, "only the sheet's own")
    }
}
