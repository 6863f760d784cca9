import AppCore
import BackupKit
import FoundationEssentials
import Testing
import TestSupport

@Suite("Effects reach the provider, mutations at most once and never unrecorded", .timeLimit(.minutes(20)))
struct ProviderEffectHandlerTests {
    private let stub = StubProvider(servers: [Sample.server()])
    private let clock = ManualClock()

    private func handler(writes: Bool = true) -> ProviderEffectHandler {
        ProviderEffectHandler(
            providers: [
                Sample.contextID: ProviderEffectHandler.Provider(
                    reader: stub.reader,
                    writer: writes ? stub.writer : nil
                ),
            ],
            journal: stub.journal,
            clock: clock,
            now: { Sample.now }
        )
    }

    private func actions(for effect: Effect, writes: Bool = true) async -> [AppAction] {
        var actions: [AppAction] = []
        for await action in handler(writes: writes).actions(for: effect) { actions.append(action) }
        return actions
    }

    private static func mutation(_ request: Mutation.Request) -> Mutation {
        Mutation(act: "act-1", location: Sample.place, request: request)
    }

    private static let location = BackupLocation(server: Sample.ref.server, world: "w1")

    static let requests: [(Mutation.Request, StubCall, String)] = [
        (.create(BackupDraft(name: "n")), .create("n", location), "create"),
        (.restore("b1"), .restore("b1", location), "restore"),
        (.delete("b1"), .delete("b1", location), "delete"),
        (.rename("b1", to: "m"), .rename("b1", "m", location), "rename"),
        (.retry("b1"), .retry("b1", location), "retry"),
        (.power(.stop), .power(.stop, Sample.ref.server), "power stop"),
        (.power(.kill), .power(.kill, Sample.ref.server), "power kill"),
    ]

    @Test(arguments: requests)
    func theIntentIsJournalledBeforeTheRequestAndTheAnswerAfter(
        request: Mutation.Request,
        call: StubCall,
        step: String
    ) async {
        let mutation = Self.mutation(request)
        let actions = await actions(for: .mutate(mutation))
        let created: Backup.ID? = request == .create(BackupDraft(name: "n")) ? "new" : nil
        #expect(actions == [.mutationAnswered(mutation, .accepted(created))])
        #expect(stub.calls.value == [.journal(step: step, .intent), call, .journal(step: step, .accepted)])
    }

    @Test(arguments: requests)
    func withoutAJournalLineNothingIsSent(request: Mutation.Request, call: StubCall, step: String) async {
        stub.journal.fail(with: JournalError("the disk is full"))
        let mutation = Self.mutation(request)
        #expect(await actions(for: .mutate(mutation)) == [
            .mutationAnswered(mutation, .notSent("The journal could not be written: the disk is full")),
        ])
        #expect(stub.calls.value.isEmpty)
    }

    @Test func withoutAWriterNothingIsSent() async {
        let mutation = Self.mutation(.restore("b1"))
        #expect(await actions(for: .mutate(mutation), writes: false) == [
            .mutationAnswered(mutation, .notSent("Context smp is read-only")),
        ])
        #expect(stub.calls.value.isEmpty)
    }

    @Test func anErrorThatLeavesTheOutcomeOpenIsAmbiguousAndNotRepeated() async {
        let error = ProviderError(.timedOut, "No answer in time", isOutcomeUnknown: true)
        let call = StubCall.restore("b1", Self.location)
        stub.writer.fail(call, with: error)
        let mutation = Self.mutation(.restore("b1"))
        #expect(await actions(for: .mutate(mutation)) == [.mutationAnswered(mutation, .ambiguous(error))])
        #expect(stub.calls.value == [
            .journal(step: "restore", .intent), call, .journal(step: "restore", .ambiguous("No answer in time")),
        ])
    }

    @Test func aCertainErrorIsARefusal() async {
        let error = ProviderError(.conflict, "Another operation runs")
        stub.writer.fail(.delete("b1", Self.location), with: error)
        let mutation = Self.mutation(.delete("b1"))
        #expect(await actions(for: .mutate(mutation)) == [.mutationAnswered(mutation, .refused(error))])
        #expect(stub.calls.value.last == .journal(step: "delete", .refused("Another operation runs")))
    }

    @Test func cancellingTheListenerDoesNotCancelAMutation() async {
        stub.writer.hold(true)
        let stream = handler().actions(for: .mutate(Self.mutation(.restore("b1"))))
        let listener = Task { for await _ in stream {} }
        await stub.calls.wait { $0.contains { $0.isMutation } }
        listener.cancel()
        await listener.value
        stub.writer.hold(false)
        let calls = await stub.calls.wait { $0.count == 4 }
        #expect(calls.suffix(2) == [.released(wasCancelled: false), .journal(step: "restore", .accepted)])
    }

    @Test func cancellingTheListenerCancelsALoad() async {
        stub.reader.hold(true)
        let stream = handler().actions(for: .loadBackups(Sample.place, LoadTicket(sequence: 1)))
        let listener = Task { for await _ in stream {} }
        await stub.calls.wait { $0.contains(.backups(Self.location)) }
        listener.cancel()
        let calls = await stub.calls.wait { $0.count == 2 }
        #expect(calls.last == .released(wasCancelled: true))
        await listener.value
    }

    @Test func loadsAnswerOnce() async {
        stub.reader.set(BackupListing(backups: Sample.backups), at: Self.location)
        #expect(await actions(for: .loadServers(Sample.contextID)) == [
            .serversLoaded(Sample.contextID, .success([Sample.server()])),
        ])
        #expect(await actions(for: .loadServer(Sample.ref)) == [.serverLoaded(Sample.ref, .success(Sample.server()))])
        let ticket = LoadTicket(sequence: 7)
        #expect(await actions(for: .loadBackups(Sample.place, ticket)) == [
            .backupsLoaded(Sample.place, ticket, .success(BackupListing(backups: Sample.backups))),
        ])
    }

    @Test func aFailedLoadIsAnAnswer() async {
        stub.reader.fail(with: Sample.offline)
        #expect(await actions(for: .loadServers(Sample.contextID)) == [
            .serversLoaded(Sample.contextID, .failure(Sample.offline)),
        ])
    }

    @Test func anInspectionReadsServerAndListFromTheService() async {
        stub.reader.set(BackupListing(backups: Sample.backups), at: Self.location)
        let request = Inspection.Request(serial: 3, location: Sample.place)
        let inspection = Inspection(
            server: Sample.server(),
            listing: BackupListing(backups: Sample.backups),
            readAt: Sample.now
        )
        #expect(await actions(for: .inspect(request)) == [.inspected(request, .success(inspection))])
        #expect(stub.calls.value == [.server(Sample.ref.server), .backups(Self.location)])
    }

    @Test func aContextWithoutProviderFailsInWords() async {
        let actions = await actions(for: .loadServers("nowhere"))
        guard case let .serversLoaded("nowhere", .failure(error))? = actions.first else {
            Issue.record("no answer")
            return
        }
        #expect(error.message.contains("nowhere"))
    }

    @Test func aTimerFiresWhenItsTimeHasComeAndNotBefore() async {
        let fired = Watched<[AppAction]>([])
        let stream = handler().actions(for: .timer(.second, after: .seconds(5)))
        let listener = Task { for await action in stream { fired.update { $0.append(action) } } }
        await clock.waitForSleepers()
        #expect(clock.timeToNextWakeUp == .seconds(5))
        clock.advance(by: .seconds(4))
        #expect(clock.sleepers == 1)
        clock.advance(by: .seconds(1))
        #expect(await fired.wait { !$0.isEmpty } == [.timerFired(.second)])
        await listener.value
    }

    @Test func eventsArriveInOrderUntilTheListenerStops() async {
        let heard = Watched<[AppAction]>([])
        let stream = handler().actions(for: .subscribe(Sample.ref))
        let listener = Task { for await action in stream { heard.update { $0.append(action) } } }
        await stub.calls.wait { $0.contains(.events(Sample.ref.server)) }
        let events: [ProviderEvent] = [.connected, .power(.running), .backupsChanged, .disconnected(Sample.offline)]
        for event in events { stub.reader.emit(event, of: Sample.ref.server) }
        #expect(await heard.wait { $0.count == 4 } == events.map { .provider(Sample.ref, $0) })
        listener.cancel()
        await stub.calls.wait { $0.contains(.eventsEnded(Sample.ref.server)) }
        await listener.value
    }

    @Test func aJournalLineIsKept() async {
        let entry = JournalEntry(
            act: "a", at: Sample.now, context: Sample.contextID, server: "s", world: nil, backup: nil,
            step: "restore", event: .ended("done")
        )
        #expect(await actions(for: .journal(entry)).isEmpty)
        #expect(stub.calls.value == [.journal(step: "restore", .ended("done"))])
    }

    @Test func readerAndWriterAreDifferentTypes() {
        #expect((stub.reader as Any) as? any MutableBackupProvider == nil)
        #expect((stub.writer as Any) as? any BackupProvider == nil)
    }
}
