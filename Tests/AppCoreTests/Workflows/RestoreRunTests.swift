import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A restore sends exactly the requests of its plan, each once")
struct RestoreRunTests {
    private static let restore = Mutation.Request.restore("b2")

    @Test func aRunningServerIsStoppedRestoredAndStarted() {
        var bench = Bench.inWindow()
        #expect(bench.requests.isEmpty)
        bench.passWindow()
        #expect(bench.requests.isEmpty, "re-check A comes first")
        bench.read()
        #expect(bench.requests == [.power(.stop)])
        bench.answer()
        #expect(bench.requests == [.power(.stop)], "accepted is not stopped")
        bench.event(.power(.stopping))
        #expect(bench.requests == [.power(.stop)], "stopping is not stopped")
        #expect(bench.inspections.count == 2, "nor is it time for re-check B")
        bench.event(.power(.stopped))
        #expect(bench.requests == [.power(.stop)], "re-check B comes first")
        bench.read()
        #expect(bench.requests == [.power(.stop), Self.restore])
        bench.answer()
        bench.progress("b2", .restore, .running, 0.5)
        bench.progress("b2", .restore, .running, 1)
        #expect(bench.requests.count == 2, "a full bar is no end")
        bench.progress("b2", .restore, .done)
        #expect(bench.requests == [.power(.stop), Self.restore, .power(.start)])
        bench.answer()
        #expect(bench.run?.outcome == nil, "accepted is not running")
        bench.event(.power(.starting))
        #expect(bench.run?.outcome == nil)
        bench.event(.power(.running))
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.requests.count == 3)
        #expect(bench.run?.stepsDone == bench.run?.plan.steps.count)
        #expect(Set(bench.sent.map(\.act)).count == 1)
        #expect(bench.sent.allSatisfy { $0.location == Sample.place })
    }

    @Test(arguments: [PowerState.stopped, .crashed])
    func aServerThatIsDownIsOnlyRestored(power: PowerState) {
        var bench = Bench.inRecheckA(power: power)
        bench.read()
        #expect(bench.requests == [Self.restore])
        bench.answer()
        bench.progress("b2", .restore, .running, 0.5)
        bench.progress("b2", .restore, .done)
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.run?.outcome?.next == nil, "we did not stop it")
        #expect(bench.requests == [Self.restore])
    }

    @Test func aServerOfUnknownPowerIsStoppedAndLeftStopped() {
        var bench = Bench.restoring(power: nil)
        #expect(bench.requests == [.power(.stop), Self.restore])
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        #expect(bench.requests.count == 2, "it may have been off before")
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
    }

    @Test func aServiceThatNeedsNoStopIsNotStopped() {
        let context = Sample.context(capabilities: Sample.capabilities(restoreNeedsStop: false))
        var bench = Bench.inRecheckA(context: context)
        bench.read()
        #expect(bench.requests == [Self.restore])
    }

    @Test func theOutcomeIsJournalledOnce() {
        var bench = Bench.inRecheckA(power: .stopped)
        bench.read()
        bench.answer()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        #expect(bench.journal.count == 1)
        #expect(bench.journal.first?.event == .ended("succeeded: smp-main was restored"))
        #expect(bench.journal.first?.backup == "b2")
        #expect(bench.journal.first?.act == bench.sent.first?.act)
    }

    // MARK: Stop

    @Test func aStoppedEventBeforeTheStopsAnswerCounts() {
        var bench = Bench.inRecheckA()
        bench.read()
        bench.event(.power(.stopped))
        #expect(bench.inspections.count == 2, "sheet and re-check A: the answer is still out")
        bench.answer()
        #expect(bench.inspections.count == 3)
        bench.read()
        #expect(bench.requests == [.power(.stop), Self.restore])
    }

    @Test func aStoppedEventFromBeforeTheStopProvesNothing() {
        var bench = Bench.inRecheckA(power: nil)
        bench.state.fleet.servers[Sample.ref]?.power = .stopped
        let sequence = bench.server?.sequence ?? 0
        bench.state.runs[Sample.ref]?.stage = .stopping(PlanRun.Stopping(
            sequence: sequence, isAccepted: true
        ))
        bench.list()
        #expect(bench.requests.isEmpty)
        #expect(bench.inspections.count == 2)
        bench.event(.power(.stopped))
        #expect(bench.inspections.count == 3)
    }

    @Test func aReconnectInBetweenTellsThePowerAnew() {
        var bench = Bench.stopping()
        bench.event(.disconnected(Sample.offline))
        bench.event(.connected)
        #expect(bench.inspections.count == 2)
        bench.event(.power(.stopped))
        bench.read()
        #expect(bench.requests == [.power(.stop), Self.restore])
    }

    @Test func aFeedLostDuringRecheckBSendsNoRestore() {
        var bench = Bench.inRecheckB()
        bench.event(.disconnected(Sample.offline))
        bench.read()
        #expect(bench.requests == [.power(.stop)])
        #expect(bench.run?.outcome?.kind == .refused)
    }

    @Test func aStopsAnswerThatComesTwiceIsNotTheRestores() {
        var bench = Bench.inRecheckB()
        bench.read()
        let stop = bench.sent[0]
        for answer in [MutationAnswer.accepted(nil), .refused(Sample.offline), .ambiguous(Sample.offline)] {
            bench.send(.mutationAnswered(stop, answer))
            #expect(bench.run?.stage == .acting)
        }
        bench.answer()
        #expect(bench.run?.stage == .observing(isCertain: true))
    }

    @Test func anAnswerOfAnEarlierPlanDecidesNothingInTheNext() {
        var bench = Bench.inRecheckA()
        bench.read()
        let stop = bench.sent[0]
        bench.passDeadline()
        bench.key(.escape)
        bench.openPlan()
        bench.confirm()
        bench.passWindow()
        bench.read()
        let before = bench.run
        bench.send(.mutationAnswered(stop, .refused(Sample.offline)))
        #expect(bench.run == before)
        #expect(bench.requests == [.power(.stop), .power(.stop)])
    }

    @Test func aRefusedStopEndsTheRun() {
        var bench = Bench.inRecheckA()
        bench.read()
        bench.answer(.refused(Sample.offline))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.next == nil, "the server was not stopped")
        bench.event(.power(.stopped))
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aStopThatCouldNotBeJournalledEndsTheRun() {
        var bench = Bench.inRecheckA()
        bench.read()
        bench.answer(.notSent("The journal could not be written"))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.requests == [.power(.stop)])
    }

    @Test func aStopWithoutAClearAnswerGoesOnWhenTheServerReports() {
        var bench = Bench.inRecheckA()
        bench.read()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.run?.isActive == true)
        bench.event(.power(.stopped))
        bench.read()
        #expect(bench.requests == [.power(.stop), Self.restore], "and the stop is not sent again")
    }

    @Test func aServerThatNeverReportsStoppedEndsTheRunAfterTwoMinutes() {
        var bench = Bench.inRecheckA()
        let effects = bench.read()
        let serial = bench.run?.serial ?? 0
        #expect(effects.delay(of: .runDeadline(Sample.ref, serial)) == .seconds(120))
        bench.answer()
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.next?.contains("may still take effect") == true)
        bench.event(.power(.stopped))
        #expect(bench.requests == [.power(.stop)], "too late is too late")
    }

    @Test func aDeadlineOfAnEarlierStepFindsNothing() {
        var bench = Bench.inRecheckA()
        bench.read()
        let old = TimerID.runDeadline(Sample.ref, bench.run?.serial ?? 0)
        bench.answer()
        bench.event(.power(.stopped))
        bench.read()
        #expect(bench.send(.timerFired(old)).isEmpty)
        #expect(bench.run?.isActive == true)
    }

    // MARK: Start

    @Test func aRefusedStartIsASuccessThatSaysSo() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        bench.answer(.refused(Sample.offline))
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.run?.outcome?.next?.contains("press o") == true)
    }

    @Test func aStartWithoutAClearAnswerWaitsForTheServer() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.run?.isActive == true)
        bench.event(.power(.running))
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.requests.count == 3)
    }

    @Test func aServerThatNeverReportsRunningEndsTheRun() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        let effects = bench.answer()
        #expect(effects.delay(of: .runDeadline(Sample.ref, bench.run?.serial ?? 0)) == .seconds(120))
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.run?.outcome?.next?.contains("has not reported that it runs") == true)
    }

    @Test func aStartThatWasNotSentSaysSo() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .done)
        bench.answer(.notSent("The journal could not be written"))
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.run?.outcome?.next?.contains("not started") == true)
    }
}
