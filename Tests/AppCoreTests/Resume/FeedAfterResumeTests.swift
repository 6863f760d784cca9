import BackupKit
import Testing
@testable import AppCore

@Suite("Re-check B waits for a feed that is being opened")
struct FeedAfterResumeTests {
    /// In re-check B, as work that was gone on with may be before its feed is up.
    private static func connecting() -> Bench {
        var bench = Bench.inRecheckB()
        bench.state.fleet.servers[Sample.ref]?.feed = .connecting
        bench.state.fleet.servers[Sample.ref]?.isPowerTold = false
        bench.state.fleet.servers[Sample.ref]?.power = .unknown
        return bench
    }

    @discardableResult
    private static func look(_ bench: inout Bench) -> [Effect] {
        bench.wait(1)
        return bench.send(.timerFired(.powerNews(Sample.ref, bench.run?.serial ?? 0)))
    }

    @Test func theActFollowsAReadingMadeAfterTheNews() {
        var bench = Self.connecting()
        let readings = bench.inspections.count
        bench.read()
        #expect(Self.look(&bench).delay(of: .powerNews(Sample.ref, bench.run?.serial ?? 0)) == .seconds(1))
        bench.event(.connected)
        Self.look(&bench)
        #expect(bench.inspections.count == readings, "nothing is asked for before the feed has told")
        bench.event(.power(.stopped))
        Self.look(&bench)
        #expect(bench.inspections.count == readings + 1)
        #expect(bench.requests == [.power(.stop)])
        bench.read()
        #expect(bench.requests.count == 2)
        #expect(bench.run?.outcome == nil)
    }

    @Test func aServerThatRunsIsNotRestored() {
        var bench = Self.connecting()
        bench.read()
        bench.event(.connected)
        bench.event(.power(.running))
        Self.look(&bench)
        bench.read()
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test(arguments: [60.0, -10])
    func itIsNotWaitedForEver(seconds: Double) {
        var bench = Self.connecting()
        bench.read()
        bench.wait(seconds)
        Self.look(&bench)
        bench.read()
        #expect(bench.run?.outcome?.text.contains("not known any more whether the server is stopped") == true)
        #expect(bench.requests == [.power(.stop)])
    }
}
