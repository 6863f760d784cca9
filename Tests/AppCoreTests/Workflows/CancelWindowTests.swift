import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The cancel window: anything stops it, and nothing was sent")
struct CancelWindowTests {
    private static let stops: [AppAction] = [
        .sheetKey(.character("x")), .sheetKey(.enter), .sheetKey(.escape), .sheetKey(.tab), .sheetKey(.other),
        .sheetKey(.paste("smp-main")), .sheetKey(.character("y")), .sheetKey(.up), .unboundKey,
        .user(.moveDown), .user(.restore), .user(.back), .user(.redraw),
        .session(.suspending), .session(.terminated), .session(.hungUp), .session(.interrupted),
    ]

    @Test(arguments: stops)
    func anythingStopsIt(action: AppAction) {
        var bench = Bench.inWindow()
        bench.tick(3)
        bench.send(action)
        #expect(bench.run?.outcome?.kind == .cancelled)
        #expect(bench.journal.map(\.step) == ["restore"])
        bench.tick(10)
        bench.read()
        #expect(bench.requests.isEmpty)
    }

    @Test func aKeyThatStopsItDoesNothingElse() {
        var bench = Bench.inWindow()
        let selection = bench.selection
        bench.press(.moveDown)
        #expect(bench.selection == selection)
        #expect(bench.state.overlays.count == 1, "the sheet stays and shows that it was cancelled")
    }

    @Test(arguments: [
        (SessionEvent.terminated, Int32(143)), (.hungUp, 129), (.interrupted, 130),
    ])
    func theProgramEndsWithTheCodeOfItsSignal(event: SessionEvent, code: Int32) {
        var bench = Bench.inWindow()
        bench.send(.session(event))
        #expect(bench.state.exitCode == code)
    }

    @Test func listsEventsTimersAndSizesDoNotStopIt() {
        var bench = Bench.inWindow()
        bench.list()
        bench.event(.connected)
        bench.progress("zz", .create, .running, phase: .transfer)
        bench.send(.viewportChanged(rows: 5))
        bench.send(.timerFired(.poll(Sample.place)))
        #expect(bench.run?.isInCancelWindow == true)
    }

    @Test func aClockThatJumpsAheadStopsIt() {
        var bench = Bench.inWindow()
        bench.tick(1)
        bench.wait(3.6)
        bench.send(.timerFired(.second))
        #expect(bench.run?.outcome?.kind == .cancelled)
        #expect(bench.inspections.count == 1)
    }

    @Test func aClockThatGoesBackStopsIt() {
        var bench = Bench.inWindow()
        bench.tick(1)
        bench.wait(-0.5)
        bench.send(.timerFired(.second))
        #expect(bench.run?.outcome?.kind == .cancelled)
    }

    @Test func itIsAsLongAsConfigured() {
        var bench = Bench.inWindow(settings: Settings(cancelWindow: .seconds(8)))
        bench.tick(7)
        #expect(bench.run?.isInCancelWindow == true)
        bench.tick(1)
        #expect(bench.run?.isInCancelWindow == false)
        #expect(bench.inspections.count == 2)
    }

    @Test(arguments: [Duration.zero, .seconds(-5), .milliseconds(2999)])
    func itIsNeverShorterThanThreeSeconds(setting: Duration) {
        var bench = Bench.inWindow(settings: Settings(cancelWindow: setting))
        bench.tick(2)
        #expect(bench.run?.isInCancelWindow == true)
        bench.tick(1)
        #expect(bench.run?.isInCancelWindow == false)
    }

    @Test(arguments: [(0, 3), (-5, 3), (2, 3), (3, 3), (9, 9)])
    func theSettingItselfSaysWhatWillBe(asked: Int, got: Int) {
        #expect(Settings(cancelWindow: .seconds(asked)).cancelWindow == .seconds(got))
    }

    @Test func aSettingChangedLaterDoesNotShortenItEither() {
        var bench = Bench.opened()
        bench.state.settings.cancelWindow = .zero
        bench.openPlan()
        bench.confirm()
        bench.tick(2)
        #expect(bench.run?.isInCancelWindow == true)
    }

    @Test func itIsTwiceAsLongForAnExtremeAct() {
        var bench = Bench.inWindow(context: Sample.context(isProtected: true))
        bench.tick(9)
        #expect(bench.run?.isInCancelWindow == true)
        bench.tick(1)
        #expect(bench.run?.isInCancelWindow == false)
    }

    @Test func itEndsWithOneReadingAndNoRequest() {
        var bench = Bench.inWindow()
        bench.tick(20)
        #expect(bench.inspections.count == 2, "the sheet's and re-check A")
        #expect(bench.requests.isEmpty)
    }

    @Test func afterTheWindowAKeyDoesNotStopTheRun() {
        var bench = Bench.inRecheckA()
        bench.key(.character("x"))
        #expect(bench.run?.isActive == true)
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice == Notice(.info, "The plan goes on; press r to see it"))
        bench.read()
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func theSecondsTickEvenWithoutAClock() {
        let bench = Bench.inWindow(settings: Settings(showsClock: false))
        #expect(bench.timers[.second] != nil)
    }

    @Test func aCancelledRunCanBePlannedAgain() {
        var bench = Bench.inWindow()
        bench.key(.escape)
        bench.key(.escape)
        bench.openPlan()
        bench.confirm()
        #expect(bench.run?.isInCancelWindow == true)
    }

    /// A restore that runs on one server and a confirmed one in its window on another.
    private static func besideAnotherRun() -> Bench {
        let listing = [Sample.backup("c1"), Sample.backup("c2", hoursOld: 50)]
        var bench = Bench.opened(servers: [Sample.server(), Sample.otherServer])
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.key(.escape)
        bench.press(.nextServer)
        bench.list(listing, at: Sample.otherPlace)
        bench.event(.power(.stopped), of: Sample.other)
        bench.select("c2")
        bench.press(.restore)
        bench.read(Sample.otherServer, listing)
        bench.arm()
        bench.confirm()
        return bench
    }

    @Test func anInterruptStopsItThoughAnotherPlanRuns() {
        var bench = Self.besideAnotherRun()
        #expect(bench.state.runs[Sample.other]?.isInCancelWindow == true)
        bench.send(.session(.interrupted))
        #expect(bench.state.runs[Sample.other]?.outcome?.kind == .cancelled)
        #expect(bench.state.exitCode == 130)
        #expect(bench.run?.isActive == true)
    }

    @Test func aKeyInAnotherSheetOnTopStopsIt() {
        var bench = Self.besideAnotherRun()
        OverlayReducer.push(.help(HelpPage()), state: &bench.state)
        bench.key(.down)
        #expect(bench.state.runs[Sample.other]?.outcome?.kind == .cancelled)
        #expect(bench.state.overlays.last == .help(HelpPage()), "and does nothing else")
    }
}
