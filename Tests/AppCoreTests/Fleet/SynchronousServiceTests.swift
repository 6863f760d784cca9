import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A service that answers when it is done")
struct SynchronousServiceTests {
    private static let context = Sample.context(capabilities: .synchronous)
    private static let down = Sample.server(power: .stopped)

    /// A create on its way.
    private static func creating() -> Bench {
        var bench = Bench.opened(context: context, power: nil)
        bench.press(.create)
        bench.arm()
        bench.type("mine")
        bench.key(.enter)
        return bench
    }

    private static func id(_ bench: Bench) -> Backup.ID {
        guard case let .create(draft)? = bench.requests.last else { return "none" }
        return draft.id ?? "none"
    }

    /// A restore on its way: the server was down, so nothing was stopped.
    private static func restoring() -> Bench {
        var bench = Bench.opened(context: context, servers: [down], power: nil)
        bench.openPlan(server: down)
        bench.confirm()
        bench.passWindow()
        bench.read(down)
        return bench
    }

    private static func rows(_ state: Backup.State) -> [Backup] {
        Sample.backups.map { backup in
            var backup = backup
            if backup.id == "b2" { backup.state = state }
            return backup
        }
    }

    // MARK: Create

    @Test func theWorkIsShownWhileItsRequestIsOut() {
        let bench = Self.creating()
        let operation = bench.operation(Self.id(bench), .create)
        #expect(operation?.state == .running)
        #expect(operation?.title == "mine")
        #expect(Availability.reason(against: .create, in: bench.state)?.contains("not been answered") == true)
    }

    @Test func noListJudgesWorkWhoseRequestIsOut() {
        var bench = Self.creating()
        for _ in 0 ..< 10 {
            bench.wait(60)
            bench.list()
        }
        #expect(bench.operation(Self.id(bench), .create)?.isOpen == true)
    }

    @Test func theAnswerAndTheListEndIt() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.accepted(id))
        #expect(bench.operation(id, .create)?.isOpen == true, "the list is the evidence")
        bench.list([Sample.backup(id, name: "mine", hoursOld: 0)] + Sample.backups)
        #expect(bench.operation(id, .create)?.state == .done)
        #expect(bench.requests.count == 1)
    }

    @Test func anAnswerWithAnotherIDLeavesNoGhost() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.accepted("other"))
        #expect(bench.operation(id, .create) == nil)
        #expect(bench.operation("other", .create)?.isOpen == true)
    }

    @Test(arguments: [
        MutationAnswer.refused(ProviderError(.conflict, "Another one runs")), .notSent("No journal"),
    ])
    func aRefusedCreateIsNotShownAnyMore(answer: MutationAnswer) {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(answer)
        #expect(bench.operation(id, .create) == nil)
        #expect(Availability.reason(against: .create, in: bench.state) == nil)
    }

    @Test func aRefusedRetryIsNotShownAnyMore() {
        let traits = ProviderCapabilities.synchronous.with { $0.actions.insert(.retry) }
        var bench = Bench.opened(
            [Sample.backup("b1", state: .failed)], context: Sample.context(capabilities: traits), power: nil
        )
        bench.press(.retry)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.operation("b1", .create)?.isOpen == true)
        bench.answer(.refused(ProviderError(.conflict, "Another one runs")))
        #expect(bench.operation("b1", .create) == nil)
    }

    @Test func aCreateWithoutAnAnswerIsFoundByItsID() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.operation(id, .create)?.isOpen == true)
        bench.list([Sample.backup("x", name: "mine", hoursOld: 0)] + Sample.backups)
        #expect(bench.operation(id, .create)?.isOpen == true, "the name alone proves nothing")
        bench.list([Sample.backup(id, name: "mine", hoursOld: 0)] + Sample.backups)
        bench.list([Sample.backup(id, name: "mine", hoursOld: 0)] + Sample.backups)
        #expect(bench.operation(id, .create)?.state == .done)
        #expect(bench.requests.count == 1, "never sent again")
    }

    @Test func aCreateWithoutAnAnswerThatStillRunsIsWaitedFor() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.ambiguous(Sample.offline))
        let running = Sample.backup(id, name: "mine", hoursOld: 0, state: .running)
        for _ in 0 ..< 5 {
            bench.wait(300)
            bench.list([running] + Sample.backups, [Sample.report(id, .create, .running)])
        }
        #expect(bench.operation(id, .create)?.state == .running)
        bench.list([Sample.backup(id, name: "mine", hoursOld: 0, state: .failed)] + Sample.backups)
        #expect(bench.operation(id, .create)?.state == .failed)
    }

    @Test func aCreateWithoutAnAnswerIsGivenUpAfterTenMinutesOnly() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.ambiguous(Sample.offline))
        for _ in 0 ..< 9 {
            bench.wait(60)
            bench.list()
            #expect(bench.operation(id, .create)?.isOpen == true)
        }
        bench.wait(61)
        bench.list()
        #expect(bench.operation(id, .create) == nil)
        #expect(bench.state.notice?.text.contains("no trace") == true)
        #expect(bench.requests.count == 1)
    }

    @Test func tenMinutesWithoutAListProveNothing() {
        var bench = Self.creating()
        let id = Self.id(bench)
        bench.answer(.ambiguous(Sample.offline))
        bench.wait(3600)
        bench.list()
        #expect(bench.operation(id, .create)?.isOpen == true, "one list may have left before the answer was lost")
        bench.list()
        #expect(bench.operation(id, .create) == nil)
    }

    // MARK: Restore

    @Test func aRestoreIsShownWhileItsRequestIsOut() {
        var bench = Self.restoring()
        #expect(bench.requests == [.restore("b2")])
        #expect(bench.operation("b2", .restore)?.state == .running)
        bench.wait(600)
        for _ in 0 ..< 5 { bench.list() }
        #expect(bench.run?.stage == .acting)
        #expect(bench.operation("b2", .restore)?.isOpen == true)
    }

    @Test func anAcceptedRestoreIsDoneWithTheNextList() {
        var bench = Self.restoring()
        bench.wait(200)
        bench.answer()
        #expect(bench.run?.isActive == true)
        bench.list()
        #expect(bench.operation("b2", .restore)?.state == .done)
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test func aListThatLeftBeforeTheRequestEndsNothing() {
        var bench = Self.restoring()
        bench.answer(.ambiguous(Sample.offline))
        bench.send(.backupsLoaded(
            Sample.place, LoadTicket(sequence: 0), .success(BackupListing(backups: Self.rows(.failed)))
        ))
        #expect(bench.operation("b2", .restore)?.isOpen == true)
        bench.list(Self.rows(.failed))
        #expect(bench.operation("b2", .restore)?.state == .failed)
    }

    @Test func anAcceptedRestoreWhoseRowFailedHasFailed() {
        var bench = Self.restoring()
        bench.answer()
        bench.list(Self.rows(.failed))
        #expect(bench.operation("b2", .restore)?.state == .failed)
        #expect(bench.run?.outcome?.kind == .failed)
    }

    @Test func aRefusedRestoreChangedNothing() {
        var bench = Self.restoring()
        bench.answer(.refused(ProviderError(.conflict, "The server is not offline")))
        #expect(bench.operation("b2", .restore) == nil)
        #expect(bench.run?.outcome?.kind == .failed)
    }

    @Test func aRestoreSeenAtWorkAndThenAtRestIsDone() {
        var bench = Self.restoring()
        bench.answer(.ambiguous(ProviderError(.timedOut, "No answer", isOutcomeUnknown: true)))
        bench.list(Self.rows(.restoring))
        #expect(bench.operation("b2", .restore)?.isOpen == true)
        bench.list(Self.rows(.completed))
        #expect(bench.operation("b2", .restore)?.state == .done)
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test func whatWasSeenBeforeTheAnswerWasLostCountsToo() {
        var bench = Self.restoring()
        bench.list(Self.rows(.restoring))
        bench.answer(.ambiguous(ProviderError(.timedOut, "No answer", isOutcomeUnknown: true)))
        bench.list(Self.rows(.completed))
        #expect(bench.operation("b2", .restore)?.state == .done)
    }

    @Test func aRowThatFailedFailedTheRestore() {
        var bench = Self.restoring()
        bench.answer(.ambiguous(Sample.offline))
        bench.list(Self.rows(.failed))
        #expect(bench.operation("b2", .restore)?.state == .failed)
        #expect(bench.run?.outcome?.kind == .failed)
    }

    @Test func aRestoreThatWasNeverSeenIsUnknown() {
        var bench = Self.restoring()
        bench.answer(.ambiguous(Sample.offline))
        for _ in 0 ..< 4 {
            bench.list()
            #expect(bench.operation("b2", .restore)?.isOpen == true)
        }
        bench.wait(61)
        bench.list()
        #expect(bench.operation("b2", .restore)?.state == .unknown)
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.requests == [.restore("b2")], "neither sent again nor started")
    }
}
