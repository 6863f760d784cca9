import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The server and world of the command line")
struct WantedServerTests {
    private static let worlds = [
        World(id: "w1", name: "overworld", isActive: false), World(id: "w2", name: "nether", isActive: true),
        World(id: "w3", name: "end", isActive: false),
    ]

    private static let two = [Sample.server(), Sample.otherServer]

    @Test(arguments: [
        ("srv-0002-bbbb", Sample.otherPlace), ("creative", Sample.otherPlace), ("srv-0001", Sample.place),
        ("srv-0002", Sample.otherPlace),
    ])
    func theWantedServerIsFoundByIdNameOrPrefix(wanted: String, place: LocationRef) {
        var bench = Bench(wantedServer: wanted)
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == place)
        #expect(bench.state.screen == .backups)
        #expect(bench.state.wantedServer == nil)
    }

    @Test(arguments: ["nobody", "srv", "srv-", "srv-000", "CREATIVE", ""])
    func aServerThatIsNotClearlyMeantIsNotOpened(wanted: String) {
        var bench = Bench(wantedServer: wanted)
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == nil)
        #expect(bench.state.notice?.kind == .failure)
    }

    @Test func theWantedServerMayComeFromTheSecondContext() {
        var bench = Bench(contexts: [Sample.context("a"), Sample.context()], wantedServer: "creative")
        bench.send(.serversLoaded("a", .success([Sample.server("other")])))
        #expect(bench.state.location == nil)
        #expect(bench.state.notice == nil, "not all have answered")
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == Sample.otherPlace)
    }

    @Test func oneServerIsNotOpenedBeforeAllContextsHaveAnswered() {
        var bench = Bench(contexts: [Sample.context("a"), Sample.context("b")])
        bench.send(.serversLoaded("a", .success([Sample.server("x")])))
        #expect(bench.state.location == nil)
        bench.send(.serversLoaded("b", .success([])))
        #expect(bench.state.location?.server == ServerRef(context: "a", server: "x"))
    }

    @Test(arguments: [("w3", "w3"), ("end", "w3"), ("nether", "w2")])
    func theWantedWorldIsFoundByIdOrName(wanted: String, world: World.ID) {
        var bench = Bench(wantedServer: "smp-main", wantedWorld: wanted)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(worlds: Self.worlds)])))
        #expect(bench.state.location?.world == world)
    }

    @Test func anUnknownWorldIsSaid() {
        var bench = Bench(wantedServer: "smp-main", wantedWorld: "moon")
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(worlds: Self.worlds)])))
        #expect(bench.state.location?.world == "w2")
        #expect(bench.state.notice?.text.contains("moon") == true)
    }

    @Test(arguments: ["creative", "srv-0002"])
    func aNameOrAPartOfAnIdWaitsForAllContexts(wanted: String) {
        var bench = Bench(contexts: [Sample.context(), Sample.context("b")], wantedServer: wanted)
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == nil, "the second context may know it better")
        bench.send(.serversLoaded("b", .success([Sample.server(Server.ID(wanted))])))
        #expect(bench.state.location?.server == ServerRef(context: "b", server: Server.ID(wanted)))
    }

    @Test func aWholeIdWaitsForNobody() {
        var bench = Bench(contexts: [Sample.context(), Sample.context("b")], wantedServer: "srv-0002-bbbb")
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == Sample.otherPlace)
    }

    @Test func aNameBorneByTwoServersIsNotGuessed() {
        var bench = Bench(wantedServer: "smp-main")
        bench.send(.serversLoaded(
            Sample.contextID,
            .success([Sample.server(), Sample.server("srv-9", name: "smp-main")])
        ))
        #expect(bench.state.location == nil)
        #expect(bench.state.notice?.text == "2 servers are meant by smp-main: choose one, or give its whole id")
    }

    @Test func aContextThatCannotBeReachedDoesNotHideTheOthersServer() {
        var bench = Bench(contexts: [Sample.context(), Sample.context("b")], wantedServer: "creative")
        bench.send(.serversLoaded("b", .failure(Sample.offline)))
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.location == Sample.otherPlace)
    }

    @Test func aContextThatCannotBeReachedMayStillBringIt() {
        var bench = Bench(contexts: [Sample.context(), Sample.context("b")], wantedServer: "elsewhere")
        bench.send(.serversLoaded("b", .failure(Sample.offline)))
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.notice == nil)
        bench.send(.serversLoaded("b", .success([Sample.server("x", name: "elsewhere")])))
        #expect(bench.state.location?.server == ServerRef(context: "b", server: "x"))
    }

    @Test func theWantedWorldOfTheOnlyServerIsOpenedToo() {
        var bench = Bench(wantedWorld: "end")
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(worlds: Self.worlds)])))
        #expect(bench.state.location?.world == "w3")
    }

    @Test func aWorldNameBorneTwiceIsNotGuessed() {
        let twins = [
            World(id: "w1", name: "main", isActive: true), World(id: "w2", name: "x", isActive: false),
            World(id: "w3", name: "x", isActive: false),
        ]
        var bench = Bench(wantedServer: "smp-main", wantedWorld: "x")
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(worlds: twins)])))
        #expect(bench.state.location?.world == "w1")
        #expect(bench.state.notice?.kind == .failure)
    }
}
