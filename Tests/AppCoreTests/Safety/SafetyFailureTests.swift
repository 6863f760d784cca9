import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// A way in which the backup of the present state does not come about.
struct SafetyFailure: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var word: String
    /// From the request on.
    var happens: @Sendable (inout Bench) -> Void

    static let all: [SafetyFailure] = [
        SafetyFailure(testDescription: "refused", word: "was refused, nothing was restored: Another one runs") {
            $0.answer(.refused(ProviderError(.conflict, "Another one runs")))
        },
        SafetyFailure(testDescription: "throttled", word: "Too many: try again in 5 min") {
            $0.answer(.refused(ProviderError(.rateLimited, "Too many", retryAfter: .seconds(300))))
        },
        SafetyFailure(testDescription: "throttled for seconds", word: "Too many: try again in 90 s") {
            $0.answer(.refused(ProviderError(.rateLimited, "Too many", retryAfter: .seconds(90))))
        },
        SafetyFailure(testDescription: "the journal fails", word: "was not asked for, nothing was restored: no space") {
            $0.answer(.notSent("no space"))
        },
        SafetyFailure(testDescription: "not found", word: "no list shows it, nothing was restored") { bench in
            bench.answer(.ambiguous(Sample.offline))
            for _ in 0 ..< 2 { bench.list() }
        },
        SafetyFailure(testDescription: "failed", word: "The safety backup failed, nothing was restored: disk full") {
            $0.answer(.accepted("new"))
            var backup = $0.safetyBackup(.failed)
            backup.failure = "disk full"
            $0.list([backup] + Sample.backups)
        },
        SafetyFailure(testDescription: "cancelled", word: "The safety backup cancelled, nothing was restored") {
            $0.answer(.accepted("new"))
            $0.list([$0.safetyBackup(.cancelled)] + Sample.backups)
        },
        SafetyFailure(testDescription: "vanishes", word: "No news of the safety backup for 15 minutes") { bench in
            bench.answer(.accepted("new"))
            bench.list([bench.safetyBackup(.running)] + Sample.backups)
            for _ in 0 ..< 16 {
                bench.wait(60)
                bench.list()
                bench.passDeadline()
            }
        },
        SafetyFailure(testDescription: "never ends", word: "No news of the safety backup for 15 minutes") { bench in
            bench.answer(.accepted("new"))
            bench.progress("new", .create, .running, 0.5)
            for _ in 0 ..< 16 {
                bench.wait(60)
                bench.failList()
                bench.passDeadline()
            }
        },
    ]
}

@Suite("Without a whole safety backup nothing is restored, and what was stopped is started again")
struct SafetyFailureTests {
    @Test(arguments: SafetyFailure.all)
    func aStoppedServerIsStartedAgain(failure: SafetyFailure) {
        var bench = Bench.securing()
        failure.happens(&bench)
        #expect(bench.requests.map(\.step) == ["power stop", "create", "power start"])
        #expect(bench.run?.isActive == true)
        bench.answer()
        bench.event(.power(.starting))
        #expect(bench.run?.isActive == true)
        bench.event(.power(.running))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.outcomeWords.contains(failure.word), "\(bench.outcomeWords)")
        #expect(bench.outcomeWords.contains("nothing was restored"))
        #expect(bench.outcomeWords.hasSuffix("smp-main runs again"))
        #expect(bench.requests.count == 3)
        #expect(bench.journal.count { $0.event.words.name == "ended" } == 1)
        #expect(bench.released.count == 1)
    }

    @Test(arguments: SafetyFailure.all)
    func aServerThatWasDownStaysDown(failure: SafetyFailure) {
        var bench = Bench.securing(power: .stopped)
        failure.happens(&bench)
        #expect(bench.requests.map(\.step) == ["create"])
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.outcomeWords.contains(failure.word), "\(bench.outcomeWords)")
        #expect(bench.run?.outcome?.next == nil, "we did not stop it")
    }

    @Test(arguments: SafetyFailure.all)
    func aServerOfUnknownPowerStaysStoppedAndThatIsSaid(failure: SafetyFailure) {
        var bench = Bench.securing(power: nil)
        failure.happens(&bench)
        #expect(bench.requests.map(\.step) == ["power stop", "create"], "it may have been off before")
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan: press o to start it") == true)
    }

    // MARK: The start after it

    private static func startingAgain() -> Bench {
        var bench = Bench.securing()
        bench.answer(.refused(ProviderError(.conflict, "Another one runs")))
        return bench
    }

    @Test func aRefusedStartIsSaid() {
        var bench = Self.startingAgain()
        bench.answer(.refused(ProviderError(.forbidden, "not yours")))
        #expect(bench.outcomeWords
            .hasSuffix("smp-main is stopped, and its start was refused (not yours): press o to start it"))
        #expect(bench.requests.count == 3)
    }

    @Test func aStartThatWasNotSentIsSaid() {
        var bench = Self.startingAgain()
        bench.answer(.notSent("no space"))
        #expect(bench.outcomeWords.hasSuffix("smp-main is stopped and was not started: no space"))
    }

    @Test func aStartWithoutAClearAnswerWaitsForTheServer() {
        var bench = Self.startingAgain()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.run?.isActive == true)
        bench.event(.power(.running))
        #expect(bench.outcomeWords.hasSuffix("smp-main runs again"))
        #expect(bench.requests.count == 3)
    }

    @Test(arguments: [MutationAnswer.accepted(nil), .ambiguous(Sample.offline)])
    func aServerThatNeverReportsRunningIsSaid(answer: MutationAnswer) {
        var bench = Self.startingAgain()
        let effects = bench.answer(answer)
        #expect(effects.delay(of: .runDeadline(Sample.ref, bench.run?.serial ?? 0)) == .seconds(120))
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.outcomeWords.contains("has not reported that it runs again: look at it, press o"))
        #expect(bench.requests.count == 3)
    }

    @Test func aServerThatSomebodyElseStartedMeanwhileIsNotWaitedForLong() {
        var bench = Self.startingAgain()
        bench.event(.power(.running))
        bench.answer()
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.outcomeWords.hasSuffix("smp-main runs again"))
    }

    // MARK: Waiting

    @Test func aSlowBackupIsWaitedForAsLongAsItIsHeardOf() {
        var bench = Bench.securing()
        bench.answer(.accepted("new"))
        for minute in 1 ... 60 {
            bench.wait(60)
            bench.list(
                [bench.safetyBackup(.running)] + Sample.backups,
                [Sample.report("new", .create, .running, Double(minute) / 100)]
            )
            bench.passDeadline()
        }
        #expect(bench.run?.isActive == true)
        #expect(bench.requests.map(\.step) == ["power stop", "create"])
        bench.list([bench.safetyBackup()] + Sample.backups)
        #expect(bench.inspections.count == 3)
    }

    @Test func aServiceThatAnswersWhenItIsDoneHasNoDeadline() {
        let traits = ProviderCapabilities.synchronous.with { $0.news.hasLiveEvents = true }
        var bench = Bench.securing(traits, power: .stopped)
        #expect(bench.requests.map(\.step) == ["create"])
        bench.wait(3000)
        bench.list([bench.safetyBackup(.running)] + Sample.backups)
        #expect(bench.run?.isActive == true)
        bench.answer(.accepted(bench.safety?.id))
        bench.list([bench.safetyBackup()] + Sample.backups)
        #expect(bench.inspections.count == 3)
    }

    @Test func aThrottleIsRemembered() {
        var bench = Bench.securing(power: .stopped)
        bench.answer(.refused(ProviderError(.rateLimited, "Too many", retryAfter: .seconds(300))))
        bench.key(.escape)
        bench.openPlan()
        #expect(bench.refusal == "The service takes no safety backup for 5 min")
    }
}
