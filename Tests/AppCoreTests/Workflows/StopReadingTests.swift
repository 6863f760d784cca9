import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A stop is confirmed by readings where events do not tell")
struct StopReadingTests {
    private static let up = Sample.server(power: .running)
    private static let down = Sample.server(power: .stopped)

    /// A plan that has sent its stop and got its answer.
    private static func stopping(_ traits: ProviderCapabilities = .synchronous, before: [Server] = []) -> Bench {
        var bench = Bench.opened(
            context: Sample.context(capabilities: traits), servers: [up],
            power: traits.news.hasLiveEvents ? .running : nil
        )
        bench.select("b2")
        bench.press(.restore)
        if bench.menu != nil { bench.key(.enter) }
        bench.read(up)
        bench.arm()
        bench.confirm()
        for server in before { bench.serverRead(server) }
        bench.passWindow()
        bench.read(up)
        bench.answer()
        return bench
    }

    private func isConfirmed(_ bench: Bench) -> Bool {
        if case .recheckBeforeAct? = bench.run?.stage { true } else { false }
    }

    @Test(arguments: [(ProviderCapabilities.synchronous, 5.0), (.logged, 20.0)])
    func twoReadingsThisFarApartConfirmIt(traits: ProviderCapabilities, apart: Double) {
        var bench = Self.stopping(traits)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench), "one reading may have met a restart")
        bench.wait(apart - 1)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench))
        bench.wait(1)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
        bench.read(Self.down)
        #expect(bench.requests.count == 2, "the restore goes out")
    }

    @Test func aReadingFromBeforeTheStopDoesNotCount() {
        var bench = Self.stopping(before: [Self.down])
        bench.wait(10)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench))
        bench.wait(5)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    @Test(arguments: [PowerState.running, .starting, .stopping, .unknown])
    func aReadingThatIsNotDownBeginsAnew(power: PowerState) {
        var bench = Self.stopping()
        bench.serverRead(Self.down)
        bench.wait(3)
        bench.serverRead(Sample.server(power: power))
        bench.wait(3)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench))
        bench.wait(5)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    @Test func aReadingThatTellsNoPowerChangesNothing() {
        var bench = Self.stopping()
        bench.serverRead(Self.down)
        bench.wait(5)
        bench.serverRead(Sample.server())
        #expect(!isConfirmed(bench))
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    @Test func anEventThatItRunsBeginsAnewToo() {
        var bench = Self.stopping(.logged)
        bench.serverRead(Self.down)
        bench.wait(10)
        bench.event(.power(.running))
        bench.wait(10)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench))
    }

    @Test func anEventCountsWhereBothDo() {
        var bench = Self.stopping(.logged)
        bench.event(.power(.stopped))
        #expect(isConfirmed(bench))
    }

    @Test func anEventThatItIsStoppingAndOneReadingAreNoProof() {
        var bench = Self.stopping(.logged)
        bench.event(.power(.stopping))
        bench.event(.disconnected(Sample.offline))
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench), "the reading may be older than the stop")
        bench.wait(20)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    @Test func aReadingCountsFromWhenItWasAskedFor() {
        var bench = Self.stopping(.logged)
        bench.serverRead(Self.down)
        bench.wait(22)
        bench.serverRead(Self.down, askedAgo: 3)
        #expect(!isConfirmed(bench), "a slow link delivers old news")
        bench.wait(1)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    @Test func aStopThatTheFeedHasLostLeavesNoServerThatSeemsToRun() {
        var bench = Self.stopping(.logged)
        bench.serverRead(Self.down)
        bench.wait(20)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
        #expect(bench.server?.power == .stopped)
        bench.read(Self.down)
        bench.answer()
        bench.list(Sample.backups, [Sample.report("b2", .restore, .done, endedAt: 60)])
        #expect(bench.requests.last == .power(.start))
        bench.answer()
        #expect(bench.run?.outcome == nil, "what the feed told before the stop is no news of the start")
        bench.event(.power(.running))
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test func anEventDoesNotCountWhereOnlyReadingsDo() {
        var bench = Self.stopping()
        bench.event(.power(.stopped))
        #expect(!isConfirmed(bench))
    }

    @Test func readingsDoNotCountWhereOnlyEventsDo() {
        var bench = Self.stopping(.historic)
        for _ in 0 ..< 3 {
            bench.wait(60)
            bench.serverRead(Self.down)
        }
        #expect(!isConfirmed(bench))
    }

    @Test func anUnansweredStopConfirmsNothing() {
        var bench = Bench.opened(
            context: Sample.context(capabilities: .synchronous), servers: [Self.up], power: nil
        )
        bench.openPlan(server: Self.up)
        bench.confirm()
        bench.passWindow()
        bench.read(Self.up)
        for _ in 0 ..< 3 {
            bench.wait(6)
            bench.serverRead(Self.down)
        }
        #expect(!isConfirmed(bench))
        bench.answer()
        #expect(isConfirmed(bench))
    }

    @Test func aServerThatIsUpAgainInReCheckBIsNotRestored() {
        var bench = Self.stopping()
        bench.serverRead(Self.down)
        bench.wait(5)
        bench.serverRead(Self.down)
        bench.read(Self.up)
        #expect(bench.requests == [.power(.stop)])
        #expect(bench.run?.outcome?.kind == .refused)
    }

    @Test func whereReadingsCountTheServerIsReadWhileItStops() {
        var bench = Self.stopping(.logged)
        let serial = bench.run?.serial ?? 0
        bench.serverRead(Self.up)
        let effects = bench.send(.timerFired(.powerNews(Sample.ref, serial)))
        #expect(effects.contains(.loadServer(Sample.ref)))
        #expect(!effects.contains(.unsubscribe(Sample.ref)), "the feed is left alone")
        #expect(effects.delay(of: .powerNews(Sample.ref, serial)) == .seconds(6))
        let next = bench.send(.timerFired(.powerNews(Sample.ref, serial)))
        #expect(!next.contains(.loadServer(Sample.ref)), "a slow reading is waited for")
        #expect(next.delay(of: .powerNews(Sample.ref, serial)) == .seconds(6))
    }

    @Test func aClockThatGoesBackBeginsTheCountAnew() {
        var bench = Self.stopping()
        bench.wait(30)
        bench.serverRead(Self.down)
        bench.wait(-3600)
        bench.serverRead(Self.down)
        #expect(!isConfirmed(bench))
        bench.wait(5)
        bench.serverRead(Self.down)
        #expect(isConfirmed(bench))
    }

    // MARK: What is shown

    @Test func readingsTellThePowerWithoutAFeed() {
        var bench = Bench.opened(context: Sample.context(capabilities: .synchronous), power: nil)
        #expect(bench.server?.power == .unknown)
        bench.serverRead(Self.down)
        #expect(bench.server?.power == .stopped)
        bench.serverRead(Self.up)
        #expect(bench.server?.power == .running)
        bench.send(.serversLoaded(Sample.contextID, .success([Self.down])))
        #expect(bench.server?.power == .stopped)
    }

    /// A channel that is authenticated anew on the same socket does not tell the state again.
    @Test func aReadingBehindAnOlderOneIsBelievedWhileTheFeedHasToldNothing() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged), power: .stopped)
        bench.event(.disconnected(Sample.offline))
        bench.serverRead(Self.down)
        bench.event(.connected)
        bench.openPlan(.restore, on: "b2", server: Self.up)
        #expect(bench.plan?.facts.power == .running)
    }

    @Test func readingsDoNotOverrideALiveFeed() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged), power: .running)
        bench.serverRead(Self.down)
        #expect(bench.server?.power == .running)
        bench.event(.disconnected(Sample.offline))
        #expect(bench.server?.power == .unknown)
        bench.serverRead(Self.down)
        #expect(bench.server?.power == .stopped)
        bench.event(.connected)
        bench.event(.power(.running))
        #expect(bench.server?.power == .running)
    }

    @Test func aServerStartedDuringARestoreIsNoticedByReadingsToo() {
        var bench = Self.stopping()
        bench.serverRead(Self.down)
        bench.wait(5)
        bench.serverRead(Self.down)
        bench.read(Self.down)
        bench.wait(20)
        bench.serverRead(Self.up)
        bench.wait(20)
        bench.serverRead(Self.down)
        bench.answer()
        bench.list()
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.run?.outcome?.text.contains("somebody started") == true)
    }
}
