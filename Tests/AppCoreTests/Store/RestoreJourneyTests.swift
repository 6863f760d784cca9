import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

@MainActor
@Suite("A restore through store, effects, journal and provider", .timeLimit(.minutes(20)))
struct RestoreJourneyTests {
    private let stub = StubProvider(servers: [Sample.server()])
    private let clock = ManualClock()
    private let changes = Watched(0)
    private let location = Sample.place.location
    private let serverID = Sample.ref.server

    private func makeStore() -> Store {
        stub.reader.set(BackupListing(backups: Sample.backups), at: location)
        let clock = clock
        let now: @Sendable () -> Date = { Sample.now.addingTimeInterval(clock.now.offset / .seconds(1)) }
        let handler = HandTickedHandler(base: ProviderEffectHandler(
            providers: [Sample.contextID: .init(reader: stub.reader, writer: stub.writer)],
            journal: stub.journal,
            clock: clock,
            now: now
        ))
        let state = AppState(now: Sample.now, contexts: [Sample.context()], session: "s", ids: IDSource(1, 2))
        let store = Store(state: state, handler: handler, now: now)
        store.didChange = { [changes] in changes.update { $0 += 1 } }
        return store
    }

    /// Waits for the state, however many actions that takes.
    private func wait(_ store: Store, until condition: (AppState) -> Bool) async {
        while !condition(store.state), !Task.isCancelled {
            let seen = changes.value
            if condition(store.state) { return }
            await changes.wait { $0 > seen }
        }
    }

    /// Lets seconds go by, each with its tick.
    private func pass(_ store: Store, seconds: Int) {
        for _ in 0 ..< seconds {
            clock.advance(by: .seconds(1))
            store.send(.timerFired(.second))
        }
    }

    private func openSheet(_ store: Store) async {
        store.send(.started)
        await wait(store) { $0.manager.rows.count == 3 }
        await stub.calls.wait { [serverID] in $0.contains(.events(serverID)) }
        stub.reader.emit(.connected, of: serverID)
        stub.reader.emit(.power(.running), of: serverID)
        await wait(store) { $0.visibleServer?.power == .running }
        store.send(.user(.moveDown))
        store.send(.user(.restore))
        await wait(store) { state in
            if case let .plan(sheet)? = state.overlays.last, case .review = sheet.stage { true } else { false }
        }
        while !isArmed(store), !Task.isCancelled {
            await clock.waitForSleepers()
            clock.advanceToNextWakeUp()
            await Task.yield()
        }
    }

    private func isArmed(_ store: Store) -> Bool {
        if case let .plan(sheet)? = store.state.overlays.last { sheet.isArmed } else { false }
    }

    private func confirm(_ store: Store) {
        for character in "smp-main" { store.send(.sheetKey(.character(character))) }
        store.send(.sheetKey(.enter))
        #expect(store.state.runs[Sample.ref]?.isInCancelWindow == true)
        pass(store, seconds: 6)
    }

    private var mutations: [StubCall] {
        stub.calls.value.filter(\.isMutation)
    }

    private var mutationsAndIntents: [StubCall] {
        stub.calls.value.filter {
            // What was waited for is told beside the requests, in no fixed order with them.
            if case .journal(_, .observed) = $0 { return false }
            return if case .journal = $0 { true } else { $0.isMutation }
        }
    }

    @Test func everyRequestIsJournalledFirstAndSentOnce() async throws {
        let store = makeStore()
        await openSheet(store)
        #expect(mutations.isEmpty)
        confirm(store)
        let stop = StubCall.power(.stop, serverID)
        await stub.calls.wait { $0.contains(stop) }
        stub.reader.emit(.power(.stopped), of: serverID)
        await wait(store) { if case .securing? = $0.runs[Sample.ref]?.stage { true } else { false } }
        let draft = try #require(store.state.runs[Sample.ref]?.plan.safety)
        let safety = StubCall.create(draft.name, location)
        await stub.calls.wait { $0.contains(.journal(step: "create", .accepted)) }
        stub.reader.set(
            BackupListing(backups: [Sample.backup("new", name: draft.name, hoursOld: 0)] + Sample.backups),
            at: location
        )
        stub.reader.emit(.backupsChanged, of: serverID)
        let restore = StubCall.restore("b2", location)
        await stub.calls.wait { $0.contains(restore) }
        await wait(store) { $0.runs[Sample.ref]?.stage == .observing(isCertain: true) }
        stub.reader.emit(.progress(Sample.report("b2", .restore, .running, 0.5)), of: serverID)
        stub.reader.emit(.progress(Sample.report("b2", .restore, .done)), of: serverID)
        let start = StubCall.power(.start, serverID)
        await stub.calls.wait { $0.last == .journal(step: "power start", .accepted) }
        stub.reader.emit(.power(.running), of: serverID)
        await wait(store) { $0.runs[Sample.ref]?.outcome != nil }
        #expect(store.state.runs[Sample.ref]?.outcome?.kind == .succeeded)
        await stub.calls.wait { $0.contains { if case .journal(_, .ended) = $0 { true } else { false } } }
        #expect(mutationsAndIntents == [
            .journal(step: "restore", .begun),
            .journal(step: "power stop", .intent), stop, .journal(step: "power stop", .accepted),
            .journal(step: "create", .intent), safety, .journal(step: "create", .accepted),
            .journal(step: "restore", .intent), restore, .journal(step: "restore", .accepted),
            .journal(step: "power start", .intent), start, .journal(step: "power start", .accepted),
            .journal(step: "restore", .ended("succeeded: smp-main was restored and runs again")),
        ])
        store.stop()
    }

    @Test func aFailingJournalStopsEverythingBeforeTheFirstRequest() async {
        let store = makeStore()
        await openSheet(store)
        stub.journal.fail(with: JournalError("the disk is full"))
        confirm(store)
        await wait(store) { $0.runs[Sample.ref]?.outcome != nil }
        #expect(store.state.runs[Sample.ref]?.outcome?.kind == .refused)
        #expect(store.state.runs[Sample.ref]?.outcome?.text.contains("the disk is full") == true)
        #expect(mutations.isEmpty)
        store.stop()
    }

    @Test func aBackupDeletedInTheWindowIsNotRestored() async {
        let store = makeStore()
        await openSheet(store)
        stub.reader.set(BackupListing(backups: [Sample.backups[0], Sample.backups[2]]), at: location)
        confirm(store)
        await wait(store) { $0.runs[Sample.ref]?.outcome != nil || $0.runs[Sample.ref]?.stepsDone != 0 }
        #expect(store.state.runs[Sample.ref]?.outcome?.kind == .refused)
        #expect(mutations.isEmpty)
        store.stop()
    }

    @Test func stoppingTheStoreDoesNotTakeBackARequestThatLeft() async {
        let store = makeStore()
        await openSheet(store)
        stub.writer.hold(true)
        confirm(store)
        await stub.calls.wait { $0.contains(where: \.isMutation) }
        store.stop()
        stub.writer.hold(false)
        let calls = await stub.calls.wait { $0.contains(.journal(step: "power stop", .accepted)) }
        #expect(calls.contains(.released(wasCancelled: false)))
        #expect(calls.filter(\.isMutation).count == 1)
    }
}

/// Leaves the second ticks to the test: between two of them no time may pass unseen.
private struct HandTickedHandler: EffectHandler {
    let base: any EffectHandler

    func actions(for effect: Effect) -> AsyncStream<AppAction> {
        if case .timer(.second, _) = effect { return AsyncStream { $0.finish() } }
        return base.actions(for: effect)
    }
}
