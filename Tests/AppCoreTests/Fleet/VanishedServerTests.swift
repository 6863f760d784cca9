import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Servers that leave the service's list")
struct VanishedServerTests {
    private static let onlyOther = AppAction.serversLoaded(Sample.contextID, .success([Sample.otherServer]))

    @Test func aServerNobodyLooksAtIsForgotten() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        #expect(bench.state.fleet.servers[Sample.other] == nil)
        #expect(bench.state.fleet.serverOrder == [Sample.ref])
    }

    @Test func theFeedOfAForgottenServerIsClosed() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.progress("b1", .restore, .running)
        bench.press(.nextServer)
        #expect(bench.send(Self.onlyOther).contains(.unsubscribe(Sample.ref)))
        #expect(bench.server == nil)
    }

    @Test func theServerOnScreenStaysAndTheUserIsTold() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.send(Self.onlyOther)
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.state.notice?.text.contains("smp-main is not in the service's list") == true)
        #expect(bench.state.fleet.serverOrder == [Sample.other])
        #expect(bench.send(.timerFired(.poll(Sample.place))).lists == [Sample.place], "its own answers tell more")
        bench.press(.back)
        #expect(bench.state.screen == .servers)
        #expect(bench.state.exitCode == nil)
    }

    @Test func aServerThatComesBackGoesOn() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.send(Self.onlyOther)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(), Sample.otherServer])))
        #expect(bench.event(.connected).lists == [Sample.place])
        #expect(bench.state.fleet.serverOrder == [Sample.ref, Sample.other])
    }

    /// A plan of the first server under way while the second is on screen.
    private static func away(_ bench: Bench) -> Bench {
        var bench = bench
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(), Sample.otherServer])))
        bench.key(.escape)
        bench.press(.nextServer)
        bench.send(onlyOther)
        return bench
    }

    @Test func aPlanGoesOnThoughItsServerIsNotListed() {
        var bench = Self.away(Bench.inRecheckB())
        bench.read()
        #expect(bench.requests == [.power(.stop), .restore("b2")])
        bench.answer()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        bench.answer()
        bench.event(.power(.running))
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test func aRecheckThatFindsTheServerGoneEndsThePlan() {
        var bench = Self.away(Bench.inRecheckA())
        bench.failReading(ProviderError(.notFound, "Server srv-0001 does not exist"))
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.requests.isEmpty)
    }

    @Test func theFeedOfAnUnlistedServerIsClosedWhenItsPlanEnds() {
        var bench = Self.away(Bench.restoring())
        bench.progress("b2", .restore, .running)
        #expect(bench.progress("b2", .restore, .failed).contains(.unsubscribe(Sample.ref)))
    }

    @Test(.timeLimit(.minutes(20))) func twentyThousandServersAreMergedWithoutComparingEachWithEach() {
        var bench = Bench()
        let servers = (0 ..< 20000).map { Sample.server(Server.ID("srv-\($0)"), name: "s\($0)") }
        bench.send(.serversLoaded(Sample.contextID, .success(servers)))
        bench.send(.serversLoaded(Sample.contextID, .success(servers.reversed())))
        #expect(bench.state.fleet.serverOrder.count == 20000)
        bench.send(.serversLoaded(Sample.contextID, .success([servers[0]])))
        #expect(bench.state.fleet.servers.count == 1)
    }
}
