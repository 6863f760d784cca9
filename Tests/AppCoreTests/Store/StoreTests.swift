import BackupKit
import FoundationEssentials
import Testing
import TestSupport
@testable import AppCore

@MainActor
@Suite("The store carries out effects by their policies", .timeLimit(.minutes(20)))
struct StoreTests {
    private let handler = ScriptedHandler()
    private let notices = Watched<[String]>([])

    private func makeStore(_ state: AppState? = nil) -> Store {
        let store = Store(state: state ?? Bench.opened().state, handler: handler, now: { Sample.now })
        store.didChange = { [notices, unowned store] in
            let text = store.state.notice?.text ?? ""
            notices.update { $0.append(text) }
        }
        return store
    }

    /// An action that leaves a mark in `notices`.
    private func mark(_ name: String) -> AppAction {
        .copied(name, .sent)
    }

    private static func isList(_ effect: Effect) -> Bool {
        if case .loadBackups = effect { true } else { false }
    }

    @Test func theLatestLoadWins() async {
        let store = makeStore()
        store.send(.user(.refresh))
        store.send(.user(.refresh))
        let loads = handler.indices { $0 == .loadServer(Sample.ref) }
        #expect(loads.count == 2)
        await handler.jobs.wait { $0[loads[0]].wasCancelled }
        handler.answer(loads[0], .serverLoaded(Sample.ref, .success(Sample.server(name: "old"))))
        handler.answer(loads[1], .serverLoaded(Sample.ref, .success(Sample.server(name: "new"))))
        await handler.jobs.wait { $0[loads[1]].isEnded }
        #expect(store.state.fleet.servers[Sample.ref]?.server.name == "new")
    }

    @Test func aTimerSetAgainMoves() async {
        let store = makeStore()
        store.send(.provider(Sample.ref, .progress(Sample.report("b1", .create, .running, 0.1))))
        store.send(.provider(Sample.ref, .progress(Sample.report("b2", .create, .running, 0.1))))
        let timers = handler.indices {
            if case .timer(.poll, _) = $0 { true } else { false }
        }
        #expect(timers.count == 2)
        await handler.jobs.wait { $0[timers[0]].wasCancelled }
        #expect(!handler.jobs.value[timers[1]].wasCancelled)
    }

    @Test func theFirstSubscriptionIsKept() {
        var state = Bench.opened().state
        state.fleet.servers[Sample.ref]?.isSubscribed = false
        let store = makeStore(state)
        store.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        store.send(.user(.showServers))
        store.send(.user(.open))
        let feeds = handler.indices { $0 == .subscribe(Sample.ref) }
        #expect(feeds.count == 1)
        #expect(!handler.jobs.value[feeds[0]].wasCancelled)
    }

    @Test func aSubscriptionGoesOnAfterManyEvents() async {
        var state = Bench.opened().state
        state.fleet.servers[Sample.ref]?.isSubscribed = false
        let store = makeStore(state)
        store.send(.user(.showServers))
        store.send(.user(.open))
        let feed = handler.indices { $0 == .subscribe(Sample.ref) }[0]
        let continuation = handler.jobs.value[feed].continuation
        for _ in 0 ..< 5 { continuation.yield(.provider(Sample.ref, .unrecognised("x"))) }
        continuation.yield(mark("end"))
        await notices.wait { $0.last?.contains("end") == true }
        #expect(store.state.fleet.servers[Sample.ref]?.unrecognised == 5)
        #expect(!handler.jobs.value[feed].isEnded)
    }

    @Test func aDownloadGoesOnAfterItsProgressAndEndsWhenItIsCancelled() async {
        let backup = Sample.backup("b1", size: 1000)
        let store = makeStore(Bench.opened([backup], context: Sample.context(capabilities: .logged)).state)
        store.send(.user(.download))
        let target = DownloadTarget(backup, at: Sample.place, suffix: "tar.gz")
        store.send(.downloadPrepared(target, .success(StandingDownload(path: "/downloads/b1"))))
        guard case let .confirm(sheet)? = store.state.overlays.last else {
            Issue.record("nothing was asked")
            return
        }
        store.send(.timerFired(.sheetGuard(sheet.serial)))
        store.send(.sheetKey(.character("y")))
        guard let job = handler.indices(where: { $0 == .download(target, replaces: false) }).first else {
            Issue.record("nothing is downloaded")
            return
        }
        let continuation = handler.jobs.value[job].continuation
        for received in [100, 200, 300] as [Int64] {
            continuation.yield(.downloadProgressed(target, received: received, total: 1000))
        }
        continuation.yield(mark("three"))
        await notices.wait { $0.last?.contains("three") == true }
        #expect(store.state.fleet.servers[Sample.ref]?.transfers["b1"]?.received == 300)
        #expect(!handler.jobs.value[job].isEnded)
        store.send(.user(.cancelOperation))
        guard case let .confirm(sheet)? = store.state.overlays.last else {
            Issue.record("nothing was asked")
            return
        }
        store.send(.timerFired(.sheetGuard(sheet.serial)))
        store.send(.sheetKey(.character("y")))
        await handler.jobs.wait { $0[job].wasCancelled }
        #expect(store.state.fleet.servers[Sample.ref]?.transfers["b1"]?.state == .cancelled)
    }

    @Test func leavingAServerCancelsItsSubscription() async {
        var state = Bench.opened(servers: [Sample.server(), Sample.otherServer]).state
        state.fleet.servers[Sample.ref]?.isSubscribed = false
        let store = makeStore(state)
        store.send(.user(.showServers))
        store.send(.user(.open))
        let feed = handler.indices { $0 == .subscribe(Sample.ref) }[0]
        store.send(.user(.nextServer))
        await handler.jobs.wait { $0[feed].wasCancelled }
    }

    @Test func actionsAreReducedInTheOrderTheyCome() async {
        var state = Bench.opened().state
        state.fleet.servers[Sample.ref]?.isSubscribed = false
        let store = makeStore(state)
        store.send(.user(.showServers))
        store.send(.user(.open))
        let feed = handler.indices { $0 == .subscribe(Sample.ref) }[0]
        let names = (0 ..< 50).map { "text \($0)" }
        for name in names { handler.jobs.value[feed].continuation.yield(mark(name)) }
        let seen = await notices.wait { $0.last?.contains("text 49") == true }.suffix(50)
        #expect(seen.map(\.self) == names.map { "Sent the \($0) to the terminal's clipboard (not confirmed)" })
    }

    // MARK: Mutations

    private func storeWithCreate() -> (Store, Int) {
        var bench = Bench.opened()
        bench.press(.create)
        bench.arm()
        let store = makeStore(bench.state)
        store.send(.sheetKey(.enter))
        let index = handler.indices { if case .mutate = $0 { true } else { false } }[0]
        return (store, index)
    }

    @Test func aMutationIsNotCancelledByStopping() async {
        let (store, index) = storeWithCreate()
        store.stop()
        await handler.jobs.wait { $0[index].isEnded }
        // Only the listening ends; the effect's own policy keeps the request alive.
        #expect(handler.effects[index].policy == .neverCancelled)
    }

    @Test func aMutationIsNeverSentTwice() async {
        let (store, index) = storeWithCreate()
        let effect = handler.effects[index]
        guard case let .mutate(mutation, _) = effect else { return }
        store.start(effect)
        #expect(handler.effects.filter { $0 == effect }.count == 1, "while it is under way")
        #expect(!handler.jobs.value[index].wasCancelled)
        handler.answer(index, .mutationAnswered(mutation, .accepted("new")))
        await notices.wait { $0.last?.contains("accepted") == true }
        store.start(effect)
        #expect(handler.effects.filter { $0 == effect }.count == 1, "nor after its answer")
    }

    @Test func theAnswerOfAMutationIsReducedAndSettles() async {
        let (store, index) = storeWithCreate()
        guard case let .mutate(mutation, _) = handler.effects[index] else { return }
        handler.answer(index, .mutationAnswered(mutation, .accepted("new")))
        await notices.wait { $0.last?.contains("accepted") == true }
        #expect(store.state.fleet.servers[Sample.ref]?.operations[Sample.key("new", .create)]?.isOpen == true)
        #expect(handler.effects.contains(where: Self.isList))
    }

    // MARK: Terminal effects and time

    @Test func terminalEffectsGoToTheRuntimeOnly() {
        let store = makeStore()
        var seen: [Effect] = []
        store.onTerminalEffect = { seen.append($0) }
        store.send(.user(.redraw))
        #expect(seen == [.redraw])
        #expect(!handler.effects.contains(.redraw))
    }

    @Test func everyActionCarriesTheTime() {
        let store = Store(state: Bench().state, handler: handler, now: { Sample.now.addingTimeInterval(99) })
        store.send(.unboundKey)
        #expect(store.state.now == Sample.now.addingTimeInterval(99))
    }

    @Test func aStoreWithoutWorkIsSettledThoughTimersRun() {
        var state = Bench.opened().state
        state.isTicking = false
        let store = makeStore(state)
        #expect(store.isSettled)
        store.send(.unboundKey)
        #expect(handler.effects.contains { if case .timer(.second, _) = $0 { true } else { false } })
        #expect(store.isSettled)
    }
}

@Suite("Policies and identities of effects")
struct EffectTests {
    private static let mutation = Mutation(act: "a", location: Sample.place, request: .delete("b1"))

    @Test(arguments: [
        (Effect.loadServers("c"), Effect.Policy.keepFirst),
        (.loadServer(Sample.ref), .latestWins),
        (.loadBackups(Sample.place, LoadTicket(sequence: 1)), .latestWins),
        (.inspect(Inspection.Request(serial: 1, location: Sample.place)), .latestWins),
        (.timer(.second, after: .zero), .latestWins),
        (.subscribe(Sample.ref), .keepFirst),
        (.mutate(mutation), .neverCancelled),
        (.redraw, .neverCancelled),
    ])
    func everyEffectHasItsPolicy(effect: Effect, policy: Effect.Policy) {
        #expect(effect.policy == policy)
    }

    @Test func listsOfOnePlaceAreTheSameWorkWhateverTheirTicket() {
        let first = Effect.loadBackups(Sample.place, LoadTicket(sequence: 1))
        #expect(first.id == Effect.loadBackups(Sample.place, LoadTicket(sequence: 2)).id)
        #expect(first.id != Effect.loadBackups(Sample.otherPlace, LoadTicket(sequence: 1)).id)
    }

    @Test func twoReadingsAreTwoWorks() {
        let ids = (1 ... 2).map { Effect.inspect(Inspection.Request(serial: $0, location: Sample.place)).id }
        #expect(ids[0] != ids[1])
    }

    @Test func mutationsAreToldApartByActAndRequest() {
        var other = Self.mutation
        other.request = .restore("b1")
        #expect(Effect.mutate(Self.mutation).id != Effect.mutate(other).id)
        other = Self.mutation
        other.act = "b"
        #expect(Effect.mutate(Self.mutation).id != Effect.mutate(other).id)
    }
}
