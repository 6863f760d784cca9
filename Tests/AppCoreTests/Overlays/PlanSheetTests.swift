import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The plan sheet: reading, review, typed text, run")
struct PlanSheetTests {
    @Test func itReadsFirst() {
        var bench = Bench.opened()
        bench.press(.restore)
        #expect(bench.inspections.count == 1)
        #expect(bench.inspections.first?.location == Sample.place)
        guard case .reading? = bench.planSheet?.stage else {
            Issue.record("not reading")
            return
        }
    }

    @Test func aFailedReadingIsSaid() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.failReading()
        #expect(bench.refusal == Sample.offline.message)
        bench.arm()
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func escapeWhileReadingDropsTheAnswer() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.key(.escape)
        let before = bench.state
        bench.read()
        #expect(bench.state == before)
    }

    @Test func anAnswerForAnEarlierSheetIsIgnored() {
        var bench = Bench.opened()
        bench.press(.restore)
        let first = bench.inspections[0]
        bench.key(.escape)
        bench.select("b3")
        bench.press(.restore)
        bench.send(.inspected(first, .failure(Sample.offline)))
        #expect(bench.planSheet?.target.act == .restore("b3"))
        guard case .reading? = bench.planSheet?.stage else {
            Issue.record("not reading any more")
            return
        }
    }

    @Test func theGuardTimeBeginsAgainWithThePlan() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.arm()
        bench.read()
        #expect(bench.planSheet?.isArmed == false)
        bench.type("smp-main")
        bench.key(.enter)
        #expect(bench.run == nil)
        bench.arm()
        bench.key(.enter)
        #expect(bench.run == nil, "nothing of the type-ahead was kept")
        bench.confirm()
        #expect(bench.run?.isInCancelWindow == true)
    }

    @Test(arguments: [
        "", "smp-mai", "smp-main ", " smp-main", "SMP-MAIN", "smp-main2", "smp_main", "y", "yes", "restore",
    ])
    func anythingButTheExactTextIsRefused(text: String) {
        var bench = Bench.opened()
        bench.openPlan(.delete)
        bench.type(text)
        bench.key(.enter)
        #expect(bench.run == nil)
        guard case let .review(_, _, problem)? = bench.planSheet?.stage else {
            Issue.record("the sheet is gone")
            return
        }
        #expect(problem == "Type exactly: smp-main")
        #expect(bench.requests.isEmpty)
    }

    @Test func aMismatchCanBeCorrected() {
        var bench = Bench.opened()
        bench.openPlan(.delete)
        bench.type("smp-mainx")
        bench.key(.enter)
        bench.key(.backspace)
        bench.key(.enter)
        #expect(bench.run?.isInCancelWindow == true)
        #expect(bench.planSheet?.stage == .running)
    }

    @Test func aPasteIsNotTaken() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.key(.paste("smp-main"))
        guard case let .review(_, input, problem)? = bench.planSheet?.stage else {
            Issue.record("the sheet is gone")
            return
        }
        #expect(input.text.isEmpty)
        #expect(problem?.contains("paste") == true)
        bench.key(.enter)
        #expect(bench.run == nil)
    }

    @Test func escapeSendsNothing() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.type("smp-main")
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice == Notice(.info, "Nothing was sent"))
        #expect(bench.run == nil)
    }

    @Test func theTextIsFixedWhenThePlanIsMade() {
        var bench = Bench.opened(context: Sample.context(isProtected: true))
        bench.openPlan()
        let text = bench.confirmation
        #expect(text == "smp-main 1d")
        bench.wait(3600 * 30)
        bench.send(.serverLoaded(Sample.ref, .success(Sample.server(name: "renamed"))))
        #expect(bench.confirmation == text)
    }

    @Test func aVanishedBackupIsSaidAtOnce() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.list(Sample.backups.filter { $0.id != "b2" })
        #expect(bench.refusal == "The backup is gone: somebody else deleted it")
        bench.type("smp-main")
        bench.key(.enter)
        #expect(bench.run == nil)
    }

    @Test func aRefusalIsNotClosedByKeysMeantForThePlan() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.type("smp")
        bench.list(Sample.backups.filter { $0.id != "b2" })
        bench.type("-main q")
        bench.key(.enter)
        #expect(bench.refusal == "The backup is gone: somebody else deleted it")
        bench.arm()
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func aRefusedReadingIsNotClosedByTypeAhead() {
        var bench = Bench.opened()
        bench.press(.restore)
        bench.arm()
        bench.failReading()
        bench.type("smp-main q")
        bench.key(.enter)
        #expect(bench.refusal == Sample.offline.message)
    }

    @Test func anotherBackupThatVanishesDoesNotMatter() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.list(Sample.backups.filter { $0.id != "b3" })
        bench.confirm()
        #expect(bench.run?.isInCancelWindow == true)
    }

    @Test(arguments: [601.0, -1.0])
    func aPlanThatLayOpenTooLongIsMadeAgain(seconds: Double) {
        var bench = Bench.opened()
        bench.openPlan()
        bench.wait(seconds)
        bench.confirm()
        #expect(bench.run == nil)
        guard case let .refused(reason)? = bench.planSheet?.stage else {
            Issue.record("not refused")
            return
        }
        #expect(reason.reason.contains("10 minutes"))
    }

    @Test func aReadingThatComesTwiceDoesNotForgetWhatWasTyped() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.type("smp")
        let before = bench.state
        bench.read()
        #expect(bench.state == before)
    }

    @Test func theEndedRunStaysReadableUntilItIsClosed() {
        var bench = Bench.restoring()
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .failed)
        #expect(bench.planSheet?.stage == .running)
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.state.notice == nil, "the sheet says it")
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func anOutcomeWithoutItsSheetBecomesANotice() {
        var bench = Bench.restoring()
        bench.key(.escape)
        bench.progress("b2", .restore, .running)
        bench.progress("b2", .restore, .failed)
        #expect(bench.state.notice?.kind == .failure)
        #expect(bench.state.notice?.text.contains("The restore failed") == true)
        #expect(bench.state.notice?.text.contains("stopped by this plan") == true)
    }

    @Test func theSheetOfARunningPlanCanBeOpenedAgain() {
        var bench = Bench.restoring()
        bench.key(.escape)
        bench.press(.restore)
        #expect(bench.planSheet?.stage == .running)
        #expect(bench.planSheet?.target.act == .restore("b2"))
        #expect(bench.requests.count == 2)
        bench.arm()
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.run?.isActive == true)
    }

    @Test func longPlansScroll() {
        var bench = Bench.opened()
        bench.openPlan()
        bench.key(.down)
        bench.key(.pageDown)
        #expect(bench.planSheet?.scroll == 6)
        for _ in 0 ..< 9 { bench.key(.up) }
        #expect(bench.planSheet?.scroll == 0)
    }
}
