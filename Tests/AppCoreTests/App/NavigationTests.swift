import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Screens, servers, worlds, and the way back")
struct NavigationTests {
    private static let worlds = [
        World(id: "w1", name: "overworld", isActive: false), World(id: "w2", name: "nether", isActive: true),
        World(id: "w3", name: "end", isActive: false),
    ]

    private static let two = [Sample.server(), Sample.otherServer]

    @Test func theOnlyServerIsOpenedAtOnce() {
        let bench = Bench.opened()
        #expect(bench.state.screen == .backups)
        #expect(bench.state.location == Sample.place)
    }

    @Test func ofSeveralServersTheListIsShown() {
        var bench = Bench()
        bench.send(.started)
        bench.send(.serversLoaded(Sample.contextID, .success(Self.two)))
        #expect(bench.state.screen == .servers)
        #expect(bench.state.serverList.rows == [Sample.other, Sample.ref], "by name, where all are equally well")
        #expect(bench.state.serverList.selection == Sample.other)
        bench.press(.moveDown)
        #expect(bench.state.serverList.selection == Sample.ref)
        bench.press(.moveDown)
        #expect(bench.state.serverList.selection == Sample.ref)
        bench.press(.open)
        #expect(bench.state.location == Sample.place)
    }

    @Test func theListOfServersIsSteppedThroughFromItsOwnSelection() {
        var bench = Bench.opened(servers: Self.two + [Sample.server("srv-0003", name: "third")])
        bench.press(.showServers)
        bench.press(.nextServer)
        bench.press(.nextServer)
        #expect(bench.state.serverList.selection?.server == "srv-0003")
    }

    @Test func aListThatTellsLessThanTheServerTakesNothingAway() {
        var bench = Bench.opened()
        bench.serverRead(Sample.server(quota: Quota(used: 1, limit: 7), permissions: []))
        #expect(Availability.reason(against: .create, in: bench.state) != nil)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server(quota: nil)])))
        #expect(Availability.reason(against: .create, in: bench.state) != nil)
        #expect(bench.server?.quota?.limit == 7)
    }

    @Test func aWorldThatIsGoneIsLeft() {
        var bench = Bench.opened(servers: [Sample.server(worlds: Self.worlds)])
        #expect(bench.state.location?.world == "w2")
        bench.serverRead(Sample.server(worlds: [Self.worlds[0]]))
        #expect(bench.state.location?.world == "w1")
        #expect(bench.state.notice?.text.contains("no more") == true)
        bench.serverRead(Sample.server(worlds: []))
        #expect(bench.state.location?.world == nil)
        #expect(bench.server?.countedBackups == 0, "what was listed there counts no more")
    }

    @Test func aWorldIsNotLeftWhileAPlanRunsThere() {
        var bench = Bench.restoring()
        bench.serverRead(Sample.server(worlds: []))
        #expect(bench.state.location == Sample.place)
    }

    @Test func startingAsksEveryContext() {
        var bench = Bench(contexts: [Sample.context("a"), Sample.context("b")])
        #expect(bench.send(.started).contains(.loadServers("a")))
        #expect(bench.effects.contains(.loadServers("b")))
    }

    @Test func theActiveWorldIsOpenedElseTheFirst() {
        var bench = Bench.opened(servers: [Sample.server(worlds: Self.worlds)])
        #expect(bench.state.location?.world == "w2")
        let passive = Self.worlds.map { World(id: $0.id, name: $0.name, isActive: false) }
        bench = Bench.opened(servers: [Sample.server(worlds: passive)])
        #expect(bench.state.location?.world == "w1")
    }

    @Test func aServerWhoseWorldsComeLaterIsReadAgainByItsWorld() {
        var bench = Bench.opened(servers: [Sample.server(worlds: [], quota: Quota(used: 0, limit: 9))])
        #expect(bench.state.location?.world == nil)
        let effects = bench.send(.serverLoaded(Sample.ref, .success(Sample.server(quota: Quota(used: 0, limit: 9)))))
        #expect(bench.state.location == Sample.place)
        #expect(effects.lists == [Sample.place])
        bench.list(at: Sample.place)
        #expect(bench.rows == ["b1", "b2", "b3"])
        #expect(bench.server?.quota?.used == 3, "no backup counts twice")
    }

    @Test func backupsOfAWorldThatIsGoneCountNoMore() {
        var bench = Bench.opened(servers: [Sample.server(worlds: Self.worlds, quota: Quota(used: 0, limit: 9))])
        bench.press(.nextWorld)
        bench.list([Sample.backup("x")])
        #expect(bench.server?.quota?.used == 4)
        bench.send(.serverLoaded(
            Sample.ref, .success(Sample.server(worlds: [Self.worlds[2]], quota: Quota(used: 0, limit: 9)))
        ))
        #expect(bench.server?.quota?.used == 1)
    }

    @Test func anAnswerAboutAnotherServerIsNotTaken() {
        var bench = Bench.opened()
        bench.send(.serverLoaded(Sample.ref, .success(Sample.otherServer)))
        #expect(bench.server?.server == Sample.server())
    }

    @Test func worldsAreSteppedThroughInARing() {
        var bench = Bench.opened(servers: [Sample.server(worlds: Self.worlds)])
        var seen: [String] = []
        for _ in 0 ..< 3 {
            bench.press(.nextWorld)
            seen.append(bench.state.location?.world?.rawValue ?? "")
        }
        #expect(seen == ["w3", "w1", "w2"])
        bench.press(.previousWorld)
        #expect(bench.state.location?.world == "w1")
    }

    @Test func anotherWorldBeginsWithoutFilterMarksAndPause() {
        var bench = Bench.opened(servers: [Sample.server(worlds: Self.worlds)])
        bench.press(.mark)
        BackupManagerReducer.setFilter("copy", state: &bench.state)
        bench.press(.reverseSort)
        bench.press(.pause)
        #expect(bench.press(.nextWorld).lists == [LocationRef(server: Sample.ref, world: "w3")])
        #expect(bench.state.manager.marks.isEmpty)
        #expect(bench.state.manager.filterText.isEmpty)
        #expect(bench.state.manager.paused == nil)
        #expect(bench.state.manager.sort == BackupSort(column: .created, isAscending: true), "the order is the user's")
        #expect(bench.selection == nil)
    }

    @Test func serversAreSteppedThroughInARing() {
        var bench = Bench.opened(servers: Self.two)
        #expect(bench.press(.nextServer).contains(.subscribe(Sample.other)))
        #expect(bench.state.location == Sample.otherPlace)
        bench.press(.nextServer)
        #expect(bench.state.location == Sample.place)
        bench.press(.previousServer)
        #expect(bench.state.location == Sample.otherPlace)
        bench.press(.showServers)
        bench.press(.previousServer)
        #expect(bench.state.serverList.selection == Sample.ref)
        #expect(bench.state.location == Sample.otherPlace, "on the list only the cursor moves")
    }

    @Test func qGoesBackAndQuitsAtTheRoot() {
        var bench = Bench.opened(servers: Self.two)
        bench.press(.back)
        #expect(bench.state.screen == .servers)
        #expect(bench.state.exitCode == nil)
        bench.press(.back)
        #expect(bench.state.exitCode == 0)
    }

    @Test func qQuitsAtOnceWhereThereIsOneServer() {
        var bench = Bench.opened()
        bench.press(.back)
        #expect(bench.state.exitCode == 0)
    }

    @Test func quittingAsksWhileAPlanRuns() throws {
        var bench = Bench.restoring()
        bench.key(.escape)
        bench.press(.back)
        #expect(bench.state.exitCode == nil)
        let sheet = try #require(bench.confirmSheet)
        #expect(sheet.act == .quit)
        #expect(sheet.lines.joined().contains("smp-main"))
        #expect(sheet.lines.joined().contains("stopped by this plan"))
        bench.key(.character("y"))
        #expect(bench.state.exitCode == nil, "not in the first 400 ms")
        bench.arm()
        bench.key(.enter)
        #expect(bench.state.exitCode == nil, "Enter stays")
        #expect(bench.state.overlays.isEmpty)
        bench.press(.back)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.state.exitCode == 0)
    }

    @Test func quittingNamesEveryPlanThatRuns() throws {
        var bench = Bench.restoring()
        bench.key(.escape)
        let run = try #require(bench.run)
        var facts = run.plan.facts
        facts.serverName = "creative"
        let plan = Plan(
            act: "other", target: run.plan.target, level: .severe, facts: facts, steps: [.recheck, .restore],
            safety: nil, rows: [], consequences: [], confirmation: "creative", confirmationNote: nil,
            cancelWindow: .seconds(5), madeAt: Sample.now,
            serviceTime: Sample.now
        )
        bench.state.runs[Sample.other] = PlanRun(plan: plan, now: Sample.now)
        bench.state.runs[Sample.other]?.stage = .acting
        bench.press(.back)
        let lines = try #require(bench.confirmSheet?.lines)
        #expect(lines.prefix(2) == [
            "A plan is being carried out on smp-main.", "A plan is being carried out on creative.",
        ])
        #expect(lines.last == "smp-main was stopped by this plan: press o to start it")
    }

    @Test func interruptEndsAtOnceAndTellsWhatIsLeftUndone() {
        var bench = Bench.restoring()
        bench.send(.session(.interrupted))
        #expect(bench.state.exitCode == 130)
        #expect(bench.state.unfinishedWork.count == 1)
        #expect(bench.state.unfinishedWork.first?.contains("restore on") == true)
    }

    @Test(arguments: [(SessionEvent.interrupted, Int32(130)), (.terminated, 143), (.hungUp, 129)])
    func signalsEndTheProgram(event: SessionEvent, code: Int32) {
        var bench = Bench.opened()
        bench.send(.session(event))
        #expect(bench.state.exitCode == code)
    }

    @Test(arguments: [(SessionEvent.terminated, Int32(143)), (.hungUp, 129)])
    func aPlanThatRunsDoesNotHoldUpASignal(event: SessionEvent, code: Int32) {
        var bench = Bench.restoring()
        bench.send(.session(event))
        #expect(bench.state.exitCode == code)
    }

    @Test func wakingUpListsAgain() {
        var bench = Bench.opened()
        #expect(bench.send(.session(.resumed)).lists == [Sample.place])
    }

    @Test func escapeClearsOneThingAfterTheOtherAndNeverQuits() {
        var bench = Bench.opened()
        bench.press(.toggleDetail)
        bench.press(.pause)
        BackupManagerReducer.setFilter("copy", state: &bench.state)
        bench.press(.mark)
        bench.press(.close)
        #expect(bench.state.manager.marks.isEmpty)
        #expect(bench.state.manager.filterText == "copy")
        bench.press(.close)
        #expect(bench.state.manager.filterText.isEmpty)
        #expect(bench.state.manager.paused != nil)
        bench.press(.close)
        #expect(bench.state.manager.paused == nil)
        #expect(bench.state.manager.isDetailToggled)
        bench.press(.close)
        #expect(!bench.state.manager.isDetailToggled)
        for _ in 0 ..< 5 { bench.press(.close) }
        #expect(bench.state.exitCode == nil)
        #expect(bench.state.screen == .backups)
    }

    @Test func aNoticeStaysUntilTheNextKey() {
        var bench = Bench.opened()
        bench.send(.copied("id", .sent))
        bench.list()
        #expect(bench.state.notice != nil)
        bench.send(.unboundKey)
        #expect(bench.state.notice == nil)
    }

    @Test func refreshReadsTheServerAndItsList() {
        var bench = Bench.opened()
        #expect(bench.press(.refresh).lists == [Sample.place])
        #expect(bench.effects.contains(.loadServer(Sample.ref)))
        bench.press(.showServers)
        #expect(bench.press(.refresh).contains(.loadServers(Sample.contextID)))
    }

    @Test func anIdleScreenWithoutClockSetsNoSecondTimer() {
        let bench = Bench.opened(settings: Settings(showsClock: false))
        #expect(bench.timers[.second] == nil)
    }

    @Test func aClockTicksOnWholeSeconds() {
        var bench = Bench(settings: Settings())
        bench.state.now = Sample.now.addingTimeInterval(0.25)
        #expect(bench.send(.started).delay(of: .second) == .milliseconds(751))
        #expect(bench.send(.unboundKey).delay(of: .second) == nil, "one timer at a time")
    }

    @Test func openWorkTicksEvenWithoutClock() {
        var bench = Bench.opened(settings: Settings(showsClock: false))
        #expect(bench.progress("b1", .create, .running, 0.1).delay(of: .second) != nil)
    }

    @Test func aServerListThatFailsIsAskedForAgain() {
        var bench = Bench()
        let effects = bench.send(.serversLoaded(Sample.contextID, .failure(Sample.offline)))
        #expect(effects.delay(of: .retryServers(Sample.contextID)) == .seconds(5))
        #expect(bench.state.fleet.contextErrors[Sample.contextID] == Sample.offline)
        #expect(bench.send(.timerFired(.retryServers(Sample.contextID))).contains(.loadServers(Sample.contextID)))
        let busy = ProviderError(.rateLimited, "wait", retryAfter: .seconds(90))
        #expect(
            bench.send(.serversLoaded(Sample.contextID, .failure(busy))).delay(of: .retryServers(Sample.contextID))
                == .seconds(90)
        )
        bench.send(.serversLoaded(Sample.contextID, .success([])))
        #expect(bench.state.fleet.contextErrors.isEmpty)
    }

    @Test func aServerListThatGoesOnFailingIsAskedForEverMoreSlowly() {
        var bench = Bench()
        let failure = AppAction.serversLoaded(Sample.contextID, .failure(Sample.offline))
        let timer = TimerID.retryServers(Sample.contextID)
        let delays = (0 ..< 7).map { _ in bench.send(failure).delay(of: timer) }
        #expect(delays == [5, 10, 20, 40, 60, 60, 60].map { .seconds($0) })
        bench.send(.serversLoaded(Sample.contextID, .success([])))
        #expect(bench.send(failure).delay(of: timer) == .seconds(5))
    }

    @Test func serversKeepTheOrderOfContextsAndServices() {
        var bench = Bench(contexts: [Sample.context("a"), Sample.context("b")])
        bench.send(.serversLoaded("b", .success([Sample.server("2"), Sample.server("1"), Sample.server("2")])))
        bench.send(.serversLoaded("a", .success([Sample.server("9")])))
        #expect(bench.state.fleet.serverOrder.map(\.server) == ["9", "2", "1"], "and no id twice")
    }

    @Test(arguments: [SessionEvent.terminated, .hungUp])
    func nothingLeavesOnceTheProgramIsToEnd(event: SessionEvent) {
        var bench = Bench.inRecheckA()
        bench.send(.session(event))
        bench.read()
        #expect(bench.requests.isEmpty)
        bench = Bench.inRecheckB()
        bench.send(.session(event))
        bench.read()
        #expect(bench.requests == [.power(.stop)])
    }
}
