import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A restore's outcome rests on evidence")
struct RestoreOutcomeTests {
    private static let done = [Sample.report("b2", .restore, .done)]

    @Test func theListAloneTellsWhenAllEventsAreLost() {
        var bench = Bench.restoring()
        bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.3)])
        #expect(bench.requests.count == 2)
        bench.list(Sample.backups, Self.done)
        #expect(bench.requests == [.power(.stop), .restore("b2"), .power(.start)])
    }

    @Test(arguments: [OperationState.failed, .cancelled])
    func aRestoreThatDidNotEndWellLeavesTheServerStopped(state: OperationState) {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running, 0.4)
        bench.progress("b2", .restore, state)
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.run?.outcome?.next?.contains("half replaced") == true)
        #expect(bench.requests.count == 2, "never started on broken files")
    }

    @Test func aRefusedRestoreChangedNothingAndSaysThatTheServerIsStopped() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.refused(ProviderError(.conflict, "Another operation runs: wait")))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.text.contains("no file was changed") == true)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.requests.count == 2)
    }

    @Test func aRestoreThatCouldNotBeJournalledIsNotSent() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.notSent("The journal could not be written"))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.operation("b2", .restore) == nil)
    }

    @Test func anAmbiguousRestoreIsNeverSentAgainAndEvidenceDecides() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.run?.stage == .observing(isCertain: false))
        bench.progress("b2", .restore, .running, 0.2)
        bench.passDeadline()
        #expect(bench.run?.isActive == true, "it left a trace")
        bench.progress("b2", .restore, .done)
        #expect(bench.requests == [.power(.stop), .restore("b2"), .power(.start)])
    }

    @Test func anAmbiguousRestoreWithoutTraceIsUnknownAfterAMinute() {
        var bench = Bench.inRecheckB()
        bench.read()
        let effects = bench.answer(.ambiguous(Sample.offline))
        #expect(effects.delay(of: .runDeadline(Sample.ref, bench.run?.serial ?? 0)) == .seconds(60))
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.requests.count == 2, "the server is not started by us")
    }

    /// A list that tells how each backup was made says nothing of a restore by that.
    @Test func theEndOfItsMakingIsNoTraceOfARestore() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.ambiguous(Sample.offline))
        for _ in 0 ..< 3 {
            bench.wait(5)
            bench.list(Sample.backups, [Sample.report("b2", .create, .done)])
        }
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
    }

    @Test func aTaskThatWasDoneBeforeTheRequestProvesNothing() {
        var bench = Bench.restoring(reports: Self.done)
        for _ in 0 ..< 2 {
            bench.list(Sample.backups, Self.done)
            #expect(bench.run?.isActive == true)
        }
        bench.list(Sample.backups, Self.done)
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.requests.count == 2)
    }

    @Test func aTaskThatWasDoneBeforeProvesSomethingOnceItRanAgain() {
        var bench = Bench.restoring(reports: Self.done)
        bench.list(Sample.backups, Self.done)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.1)])
        bench.list(Sample.backups, Self.done)
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aLateEventOfTheEarlierRunProvesNothingEither() {
        var bench = Bench.restoring(reports: Self.done)
        bench.progress("b2", .restore, .done)
        #expect(bench.run?.isActive == true)
        #expect(bench.requests.count == 2, "a server that is being restored must not be started")
        bench.progress("b2", .restore, .running, 0.1)
        bench.progress("b2", .restore, .done)
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aTaskThatWasHeardOfAsQueuedRanAgain() {
        var bench = Bench.restoring(reports: Self.done)
        bench.progress("b2", .restore, .queued)
        bench.list(Sample.backups, Self.done)
        #expect(bench.requests.last == .power(.start))
    }

    @Test func anotherWordThanBeforeIsEvidence() {
        var bench = Bench.restoring(reports: Self.done)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .failed)])
        #expect(bench.run?.outcome?.kind == .failed)
    }

    @Test func aListAskedForBeforeTheRestoreProvesNothing() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.send(.timerFired(.poll(Sample.place)))
        bench.answer()
        bench.list(Sample.backups, Self.done)
        #expect(bench.run?.isActive == true)
        #expect(bench.requests.count == 2)
    }

    @Test func silenceOfFifteenMinutesIsUnknown() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running, 0.5)
        bench.wait(899)
        bench.passDeadline()
        #expect(bench.run?.isActive == true)
        bench.wait(2)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.requests.count == 2)
    }

    @Test func aListThatGoesOnSayingRunningIsNoSilence() {
        var bench = Bench.restoring()
        for _ in 0 ..< 40 {
            bench.wait(60)
            bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.5)])
            bench.passDeadline()
        }
        #expect(bench.run?.isActive == true, "the server itself says that it is at work")
        #expect(bench.operation("b2", .restore)?.newsAt != bench.state.now, "but nothing has moved")
    }

    @Test func theDeadlineGoesOnWhileThereIsNews() {
        var bench = Bench.restoring()
        for step in 1 ... 30 {
            bench.wait(60)
            bench.progress("b2", .restore, .running, Double(step) / 40)
            let effects = bench.passDeadline()
            #expect(effects.delay(of: .runDeadline(Sample.ref, bench.run?.serial ?? 0)) == .seconds(60))
        }
        #expect(bench.run?.isActive == true)
    }

    @Test func aBackupThatVanishesDuringTheRestoreIsUnknown() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running, 0.5)
        let without = Sample.backups.filter { $0.id != "b2" }
        bench.list(without)
        bench.list(without)
        bench.list(without)
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.requests.count == 2)
    }

    @Test func anotherBackupsRestoreDecidesNothing() {
        var bench = Bench.restoring()
        bench.progress("b1", .restore, .running)
        bench.progress("b1", .restore, .done)
        bench.progress("b2", .create, .running)
        bench.progress("b2", .create, .done)
        #expect(bench.run?.isActive == true)
        #expect(bench.requests.count == 2)
    }

    @Test func transferNoiseDecidesNoRestore() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running, 0.1)
        bench.progress("b2", .restore, .done, phase: .transfer, 1)
        #expect(bench.run?.isActive == true)
    }

    @Test func anAmbiguousRestoreWithoutTraceDoesNotBlockTheNext() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.ambiguous(Sample.offline))
        let effects = bench.passDeadline()
        #expect(bench.operation("b2", .restore)?.state == .unknown)
        #expect(effects.delay(of: .linger(Sample.ref, Sample.key("b2", .restore))) == .seconds(2))
        bench.key(.escape)
        #expect(Availability.reason(against: .restore, in: bench.state) == nil)
        let running = [Sample.report("b2", .restore, .running)]
        bench.list(Sample.backups, running)
        #expect(bench.operation("b2", .restore)?.isOpen == false, "a list asked for before")
        bench.list(Sample.backups, running)
        #expect(bench.operation("b2", .restore)?.isOpen == true, "a newer list may still find it")
    }

    @Test func anAcceptedRestoreThatLeavesNoTraceInTheListIsUnknown() {
        var bench = Bench.restoring()
        for _ in 0 ..< 14 {
            bench.wait(4)
            bench.list()
            #expect(bench.run?.isActive == true)
        }
        bench.wait(4)
        bench.list()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.requests.count == 2)
    }

    @Test func aBackupListedAsRestoringIsATrace() {
        var bench = Bench.restoring()
        var backups = Sample.backups
        backups[1].state = .restoring
        for _ in 0 ..< 30 {
            bench.wait(4)
            bench.list(backups)
        }
        #expect(bench.run?.isActive == true)
        #expect(bench.operation("b2", .restore)?.wasSeenActive == true)
    }

    // MARK: News before the answer

    @Test func anEndHeardOfBeforeTheRestoresAnswerCounts() {
        for answer in [MutationAnswer.accepted(nil), .ambiguous(Sample.offline)] {
            var bench = Bench.inRecheckB()
            bench.read()
            bench.progress("b2", .restore, .running, 0.5)
            bench.progress("b2", .restore, .done)
            #expect(bench.requests.count == 2, "the answer is still out")
            bench.answer(answer)
            #expect(bench.requests == [.power(.stop), .restore("b2"), .power(.start)])
            #expect(bench.operation("b2", .restore)?.state == .done)
            #expect(bench.operation("b2", .restore)?.title == "copy b2")
        }
    }

    @Test func anEndIsNotDroppedFromViewBeforeALateAnswer() {
        var bench = Bench.inRecheckB(reports: Self.done)
        bench.read(Sample.server(), Sample.backups, Self.done)
        bench.progress("b2", .restore, .running, 0.5)
        bench.progress("b2", .restore, .done)
        bench.send(.timerFired(.linger(Sample.ref, Sample.key("b2", .restore))))
        bench.list(Sample.backups, Self.done)
        bench.list(Sample.backups, Self.done)
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.requests.last == .power(.start))
    }

    @Test func anEndListedBeforeALateAnswerCounts() {
        var bench = Bench.inRecheckB(reports: Self.done)
        bench.read(Sample.server(), Sample.backups, Self.done)
        bench.list(Sample.backups, [Sample.report("b2", .restore, .running, 0.4)])
        bench.list(Sample.backups, Self.done)
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.requests.last == .power(.start))
    }

    @Test func aDoneThatOnlyTheReadingKnewOfProvesNothing() {
        // Somebody restored the same backup after our last list; only the re-check saw it.
        var bench = Bench.inRecheckB()
        bench.read(Sample.server(), Sample.backups, Self.done)
        bench.answer()
        bench.list(Sample.backups, Self.done)
        #expect(bench.run?.isActive == true)
        #expect(bench.requests.count == 2)
    }

    @Test func aDoneListedBetweenRequestAndAnswerIsEvidenceOfThisRestore() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.list(Sample.backups, Self.done)
        bench.answer()
        bench.list(Sample.backups, Self.done)
        #expect(bench.requests.last == .power(.start))
    }

    @Test func anAnswerThatComesTwiceRevivesNothing() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .failed)
        let restore = bench.sent[1]
        bench.send(.mutationAnswered(restore, .accepted(nil)))
        #expect(bench.operation("b2", .restore)?.state == .failed)
        #expect(bench.run?.outcome?.kind == .failed)
    }

    // MARK: Simple acts

    private static func deleting() -> Bench {
        var bench = Bench.opened()
        bench.openPlan(.delete)
        bench.confirm()
        bench.passWindow()
        bench.read()
        return bench
    }

    @Test(arguments: [
        (MutationAnswer.refused(ProviderError(.notFound, "gone")), Outcome.Kind.succeeded),
        (.refused(ProviderError(.forbidden, "no")), .failed),
        (.notSent("no journal"), .failed),
    ])
    func aRefusedDeleteEndsWithItsAnswer(answer: MutationAnswer, kind: Outcome.Kind) {
        var bench = Self.deleting()
        #expect(bench.requests == [.delete("b2")])
        bench.answer(answer)
        #expect(bench.run?.outcome?.kind == kind)
        #expect(bench.operation("b2", .delete) == nil)
        #expect(bench.requests.count == 1)
    }

    @Test(arguments: [MutationAnswer.accepted(nil), .ambiguous(Sample.offline)])
    func aDeleteIsDoneWhenAListLacksTheBackup(answer: MutationAnswer) {
        var bench = Self.deleting()
        bench.answer(answer)
        #expect(bench.run?.isActive == true)
        bench.list(Sample.backups)
        #expect(bench.run?.isActive == true)
        #expect(bench.operation("b2", .delete)?.isOpen == true)
        bench.wait(4)
        bench.list(Sample.backups.filter { $0.id != "b2" })
        #expect(bench.run?.outcome == Outcome(.succeeded, "\"copy b2\" was deleted"))
        #expect(bench.requests.count == 1)
    }

    @Test(arguments: [(1, 0), (0, 1)])
    func aListThatIsNotWholeProvesNoDelete(withheld: Int, unreadable: Int) {
        var bench = Self.deleting()
        bench.answer()
        let rest = Sample.backups.filter { $0.id != "b2" }
        bench.list(BackupListing(backups: rest, unreadable: unreadable, withheld: withheld))
        #expect(bench.run?.isActive == true)
        #expect(bench.operation("b2", .delete)?.isOpen == true)
    }

    @Test func aDeleteThatNoListCameAfterDoesNotClaimToBeListed() {
        var bench = Self.deleting()
        bench.wait(1)
        bench.answer()
        bench.passDeadline()
        #expect(bench.run?.outcome?.text == "The delete was accepted, but no list could be read since")
    }

    @Test func anAcceptedDeleteThatLingersIsNotCalledDone() {
        var bench = Self.deleting()
        bench.answer()
        bench.list(Sample.backups)
        bench.wait(10)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.run?.outcome?.text == "The delete was accepted, but \"copy b2\" is still listed")
        bench.key(.escape)
        #expect(bench.operation("b2", .delete)?.isOpen == true)
        for action in [UserAction.delete, .restore, .rename] {
            bench.press(action)
            #expect(bench.state.notice?.text.contains("a delete of \"copy b2\" runs") == true, "\(action)")
        }
        bench.openPlan(.restore, on: "b3")
        #expect(bench.plan != nil, "a backup that goes is in nobody's way")
        bench.wait(601)
        bench.list(Sample.backups)
        #expect(bench.operation("b2", .delete)?.state == .unknown)
    }

    @Test func aRowThatOnlySaysThatSomethingRunsIsNoCreateOfWhatIsRestored() {
        var bench = Bench.restoring()
        bench.list(Sample.backups, [Sample.report("b2", .create, .running)])
        #expect(bench.operation("b2", .create) == nil)
        #expect(bench.operation("b2", .restore)?.isOpen == true)
    }

    @Test func aListThatIsNotWholeDoesNotCallADeletedBackupListed() {
        var bench = Self.deleting()
        bench.answer()
        bench.wait(1)
        bench.list(BackupListing(backups: [Sample.backups[0]], withheld: 1))
        bench.passDeadline()
        #expect(bench.run?.outcome?.text.contains("the list is not whole") == true)
        bench.key(.escape)
        bench.wait(601)
        bench.press(.refresh)
        bench.list(BackupListing(backups: [Sample.backups[0]], withheld: 1))
        #expect(bench.operation("b2", .delete)?.isOpen != true)
    }

    @Test func whoMayNotReadTheLogIsToldWhyTheEndIsNotKnown() {
        let traits = ProviderCapabilities.logged.with { $0.permissionNames[.readActivity] = "activity.read" }
        var bench = Bench.opened(context: Sample.context(capabilities: traits))
        #expect(bench.server?.lackOfEvidence == nil)
        bench.serverRead(Sample.server(permissions: Set(Server.Permission.allCases).subtracting([.readActivity])))
        #expect(bench.server?.lackOfEvidence?.contains("activity.read") == true)
    }

    @Test func workThatMayNotHaveArrivedIsNotShownAsAFact() {
        var bench = Bench.inRecheckB()
        bench.read()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.operation("b2", .restore)?.isUnclear == true)
        bench.progress("b2", .restore, .running, 0.1)
        #expect(bench.operation("b2", .restore)?.isUnclear == false)
    }

    @Test func workOnWhatNoListNamesIsNotShown() {
        var bench = Bench.opened()
        bench.progress("nope", .create, .running, 0.2)
        #expect(bench.server?.shownOperations.isEmpty == true)
        bench.list(
            Sample.backups + [Sample.backup("nope", state: .running)],
            [Sample.report("nope", .create, .running)]
        )
        #expect(bench.server?.shownOperations.count == 1)
    }

    @Test func whereListsAreRareTheSheetWaitsForAnother() {
        let traits = ProviderCapabilities.silent
        var bench = Bench.opened(context: Sample.context(capabilities: traits))
        bench.openPlan(.delete, on: "b2")
        bench.confirm()
        bench.passWindow()
        bench.read()
        bench.answer()
        let serial = bench.run?.serial ?? 0
        #expect(bench.timers[.runDeadline(Sample.ref, serial)] == .seconds(20), "\(traits.news.minimumPoll)")
    }

    @Test func aDeleteWithoutAClearAnswerThatStaysListedIsUnknown() {
        var bench = Self.deleting()
        bench.answer(.ambiguous(Sample.offline))
        bench.list(Sample.backups)
        bench.wait(60)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.run?.outcome?.text.contains("\"copy b2\" is still listed: it was not sent again") == true)
        #expect(bench.operation("b2", .delete)?.isOpen == false)
        #expect(bench.requests.count == 1)
    }

    @Test func aDeleteThatNoListTellsOfSaysSo() {
        var bench = Self.deleting()
        bench.answer(.ambiguous(Sample.offline))
        bench.failList()
        bench.passDeadline()
        #expect(bench.run?.outcome?.text.contains("no list could be read since") == true)
    }

    @Test func aPowerStopEndsWithItsAnswer() {
        var bench = Bench.opened()
        bench.press(.power)
        bench.key(.character("t"))
        bench.read()
        bench.arm()
        bench.confirm()
        bench.passWindow()
        bench.read()
        #expect(bench.requests == [.power(.stop)])
        bench.answer()
        #expect(bench.run?.outcome?.kind == .succeeded)
    }
}
