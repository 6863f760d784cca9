import BackupKit
import Testing
@testable import AppCore

@Suite("Subscribe first, then list; every connect lists again")
struct SubscribeAndListTests {
    @Test func openingSubscribesBeforeItLists() throws {
        var bench = Bench()
        let effects = bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        let subscribe = try #require(effects.firstIndex(of: .subscribe(Sample.ref)))
        let list = try #require(effects.firstIndex {
            if case .loadBackups(Sample.place, _) = $0 { true } else { false }
        })
        #expect(subscribe < list)
    }

    @Test func aConnectedFeedListsAgain() {
        var bench = Bench.opened()
        #expect(bench.event(.connected).lists == [Sample.place])
        #expect(bench.server?.feed == .live)
    }

    @Test func everyReconnectListsAgain() {
        var bench = Bench.opened()
        for _ in 0 ..< 3 {
            #expect(bench.event(.disconnected(Sample.offline)).lists.isEmpty)
            #expect(bench.server?.feed == .down)
            #expect(bench.server?.linkError == Sample.offline)
            #expect(bench.event(.connected).lists == [Sample.place])
            #expect(bench.server?.linkError == nil)
            bench.list()
        }
    }

    @Test func aConnectDuringAListMakesASecondListAfterIt() {
        var bench = Bench()
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        #expect(bench.event(.connected).lists.isEmpty, "one list at a time")
        #expect(bench.list().lists == [Sample.place])
        #expect(bench.list().lists.isEmpty, "and no third")
    }

    @Test func aServiceWithoutEventsIsNotSubscribed() {
        let bench = Bench.opened(context: Sample.context(capabilities: Sample.capabilities(hasLiveEvents: false)))
        #expect(bench.server?.feed == ServerState.Feed.none)
        #expect(bench.server?.link(at: "w1") == .polling)
    }

    @Test func leavingAnIdleServerClosesItsFeed() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        #expect(bench.press(.nextServer).contains(.unsubscribe(Sample.ref)))
        #expect(bench.server?.power == .unknown, "nothing tells the power any more")
    }

    @Test func aServerWhereWorkGoesOnKeepsItsFeedUntilTheEnd() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.progress("b1", .restore, .running, 0.5)
        #expect(!bench.press(.nextServer).contains(.unsubscribe(Sample.ref)))
        #expect(bench.progress("b1", .restore, .done).contains(.unsubscribe(Sample.ref)))
    }

    @Test func aServerWhosePlanRunsKeepsItsFeed() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.key(.escape)
        #expect(!bench.press(.nextServer).contains(.unsubscribe(Sample.ref)))
        bench.event(.power(.running), of: Sample.other)
        #expect(!bench.effects.contains(.unsubscribe(Sample.ref)))
        bench.answer(.refused(Sample.offline))
        #expect(bench.effects.contains(.unsubscribe(Sample.ref)))
    }

    @Test func openingTheSameServerTwiceSubscribesOnce() {
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.press(.back)
        let effects = bench.press(.open)
        #expect(!effects.contains(.subscribe(Sample.ref)))
        #expect(effects.lists == [Sample.place])
    }

    @Test func aHintThatBackupsChangedLists() {
        var bench = Bench.opened()
        #expect(bench.event(.backupsChanged).lists == [Sample.place])
    }

    @Test func powerIsUnknownAfterTheFeedIsLost() {
        var bench = Bench.opened()
        #expect(bench.server?.power == .running)
        #expect(bench.server?.powerAt != nil)
        bench.event(.disconnected(Sample.offline))
        #expect(bench.server?.power == .unknown)
        #expect(bench.server?.powerAt == nil)
        bench.event(.connected)
        #expect(bench.server?.power == .unknown, "a connection alone tells no power")
        bench.event(.power(.stopped))
        #expect(bench.server?.power == .stopped)
    }

    @Test func unknownEventsAreCountedAndChangeNothingElse() {
        var bench = Bench.opened()
        let before = bench.server
        for _ in 0 ..< 3 { #expect(bench.event(.unrecognised("wobble")).lists.isEmpty) }
        var expected = before
        expected?.unrecognised = 3
        expected?.sequence += 3
        #expect(bench.server == expected)
    }

    @Test func eventsOfUnknownServersAreDropped() {
        var bench = Bench.opened()
        let before = bench.state
        #expect(bench.event(.connected, of: ServerRef(context: "nobody", server: "s")).isEmpty)
        #expect(bench.state == before)
    }

    @Test(arguments: [
        (ServerState.Feed.live, true, false, ServerState.Link.live),
        (.connecting, false, false, .connecting),
        (.down, true, false, .polling),
        (.down, true, true, .offline),
        (.none, false, true, .offline),
    ])
    func theLinkTellsFeedAndListsApart(
        feed: ServerState.Feed,
        hasList: Bool,
        hasFailed: Bool,
        link: ServerState.Link
    ) {
        var server = ServerState(ref: Sample.ref, server: Sample.server(), capabilities: Sample.capabilities())
        server.feed = feed
        var place = LocationState()
        place.fetchedAt = hasList ? Sample.now : nil
        place.error = hasFailed ? Sample.offline : nil
        server.locations["w1"] = place
        #expect(server.link(at: "w1") == link)
    }
}
