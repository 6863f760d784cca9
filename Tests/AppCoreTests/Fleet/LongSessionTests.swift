import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A session of months remembers no more than it needs")
struct LongSessionTests {
    @Test func endedWorkIsForgottenWithItsBackups() {
        var bench = Bench.opened()
        for number in 1 ... 200 {
            let id = Backup.ID("n\(number)")
            let made = Sample.backup(id, hoursOld: 0)
            bench.progress(id, .create, .running, 0.5)
            bench.list([made], [Sample.report(id, .create, .running, 0.6)])
            bench.progress(id, .create, .done)
            bench.send(.timerFired(.linger(Sample.ref, Sample.key(id, .create))))
            bench.list([made])
        }
        #expect(bench.server?.operations.isEmpty == true)
        #expect((1 ... 65).contains(bench.server?.settled.count ?? 0))
    }

    @Test func whatWasUnlockedIsForgottenWhenItIsNoNewsAnyMore() {
        var bench = Bench.opened([Sample.backup("b1", isLocked: true)])
        bench.list([Sample.backup("b1", isLocked: false)])
        #expect(bench.server?.unlockedAt.keys.first == "b1")
        bench.state.now += RecentUnlocks.span + 1
        bench.list([Sample.backup("b2")])
        #expect(bench.server?.unlockedAt.isEmpty == true)
    }

    @Test func aWorldThatIsGoneTakesItsListAlong() {
        let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
        var bench = Bench.opened(servers: [Sample.server(worlds: worlds)])
        bench.list([Sample.backup("far")], at: LocationRef(server: Sample.ref, world: "w2"))
        #expect(bench.server?.locations.count == 2)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        #expect(bench.server?.locations.keys.map(\.?.rawValue) == ["w1"])
    }

    @Test func theWorldOnScreenStaysUntilItIsLeft() {
        let worlds = [World(id: "w1", name: "a", isActive: true), World(id: "w2", name: "b", isActive: false)]
        var bench = Bench.opened(servers: [Sample.server(worlds: worlds)])
        #expect(bench.state.location?.world == "w1")
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(worlds: [worlds[1]])])))
        #expect(bench.server?.locations.keys.contains("w1") == true)
    }

    @Test func whatCouldNotBeKeptForTheNextStartIsKeptWithTheNextSaving() {
        var settings = Settings()
        settings.watchesFleet = true
        var bench = Bench.opened(settings: settings)
        func saved() -> [ListSnapshot] {
            bench.send(.timerFired(.saveSnapshots)).flatMap { effect -> [ListSnapshot] in
                if case let .saveSnapshot(snapshot) = effect { snapshot.lists } else { [] }
            }
        }
        #expect(saved().count == 1)
        bench.send(.snapshotSaved(Sample.contextID, problem: nil))
        #expect(saved().isEmpty)
        bench.list([Sample.backup("new")])
        #expect(saved().count == 1)
        bench.send(.snapshotSaved(Sample.contextID, problem: SnapshotError("it is in use")))
        #expect(bench.state.notice?.text == "it is in use")
        #expect(saved().count == 1)
        bench.send(.snapshotSaved(Sample.contextID, problem: nil))
        #expect(bench.state.watch.problems.isEmpty)
    }
}
