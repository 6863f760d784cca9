import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("A single request without a clear answer is looked for in lists and never sent again")
struct UnclearAnswerTests {
    private static func ends(_ session: SimSession) -> [String] {
        session.journal.compactMap { if case let .ended(words) = $0.event { words } else { nil } }
    }

    @Test(arguments: SimAct.light)
    func oneThatArrivedIsFound(act: SimAct) {
        let session = act.carriedOut { session in
            session.losesAnswer = [
                "create",
                "rename",
                "lock",
                "unlock",
                "retry",
                "delete",
                "cancel",
                "acknowledge",
                "power start",
            ]
        }
        #expect(session.service.arrived.count == 1)
        #expect(session.bench.requests.count == 1)
        #expect(session.journal.map(\.event.words.name) == ["intent", "ambiguous", "ended"])
        #expect(Self.ends(session).first?.hasPrefix("succeeded: ") == true, "\(Self.ends(session))")
        #expect(session.bench.state.notice?.kind == .success)
        #expect(SimSession.unfinished(session.journal).isEmpty)
        #expect(session.bench.server?.unconfirmed.isEmpty == true)
    }

    @Test(arguments: SimAct.light)
    func oneThatDidNotArriveIsUnknownAfterTwoLists(act: SimAct) {
        let session = act.carriedOut { session in
            session.losesRequest = [
                "create",
                "rename",
                "lock",
                "unlock",
                "retry",
                "delete",
                "cancel",
                "acknowledge",
                "power start",
            ]
        }
        #expect(session.service.arrived.isEmpty)
        #expect(session.bench.requests.count == 1, "not sent again")
        #expect(session.journal.map(\.event.words.name) == ["intent", "ambiguous", "ended"])
        #expect(Self.ends(session).first?.hasPrefix("unknown: ") == true, "\(Self.ends(session))")
        #expect(session.bench.state.notice?.kind == .warning)
        #expect(SimSession.unfinished(session.journal).isEmpty)
        #expect(session.bench.server?.unconfirmed.isEmpty == true)
    }

    @Test(arguments: SimAct.light)
    func aClearAnswerNeedsNoFurtherLine(act: SimAct) {
        let session = act.carriedOut()
        #expect(session.journal.map(\.event.words.name) == ["intent", "accepted"])
        let refused = act.carriedOut { session in
            for step in [
                "create",
                "rename",
                "lock",
                "unlock",
                "retry",
                "delete",
                "cancel",
                "acknowledge",
                "power start",
            ] {
                session.service.refusals[step] = ProviderError(.forbidden, "not yours")
            }
        }
        #expect(refused.journal.map(\.event.words.name) == ["intent", "refused"])
        #expect(refused.bench.state.notice?.text.contains("not yours") == true)
    }

    // MARK: List by list

    private static func unclear(_ act: (inout Bench) -> Void, traits: ProviderCapabilities = .logged) -> Bench {
        var bench = Bench.opened(context: Sample.context(capabilities: traits))
        bench.select("b2")
        act(&bench)
        bench.arm()
        bench.key(.character("y"))
        bench.answer(.ambiguous(Sample.offline))
        return bench
    }

    @Test func oneListWithoutATraceProvesNothing() {
        var bench = Self.unclear { $0.press(.lock) }
        #expect(bench.state.notice?.text.contains("no clear answer, not sent again, looking for it") == true)
        bench.list()
        #expect(bench.journal.isEmpty)
        bench.list()
        #expect(bench.journal.map(\.event.words.name) == ["ended"])
        #expect(bench.journal[0].event.words.detail?.contains("nothing shows that it was carried out") == true)
        bench.list()
        bench.list()
        #expect(bench.journal.count == 1, "written once")
    }

    @Test func aTraceInTheSecondListCounts() {
        var bench = Self.unclear { $0.press(.lock) }
        bench.list()
        var backups = Sample.backups
        backups[1].isLocked = true
        bench.list(backups)
        #expect(bench.journal.map(\.event.words.name) == ["ended"])
        #expect(bench.journal[0].event.words.detail?.hasPrefix("succeeded: Lock \"copy b2\"") == true)
        #expect(bench.journal[0].act == bench.sent[0].act)
        #expect(bench.journal[0].backup == "b2")
    }

    @Test func aListThatFailsIsNoListWithoutATrace() {
        var bench = Self.unclear { $0.press(.lock) }
        for _ in 0 ..< 5 { bench.failList() }
        #expect(bench.journal.isEmpty)
        #expect(bench.server?.unconfirmed.count == 1)
    }

    @Test func aListThatWasAskedForBeforeTheAnswerProvesNothing() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged))
        bench.select("b2")
        bench.press(.lock)
        bench.arm()
        bench.key(.character("y"))
        bench.send(.timerFired(.poll(Sample.place)))
        bench.answer(.ambiguous(Sample.offline))
        bench.list()
        bench.list()
        #expect(bench.journal.isEmpty, "only one of them is newer than the answer")
        bench.list()
        #expect(bench.journal.count == 1)
    }

    @Test func aListThatIsNotWholeDoesNotProveADelete() {
        let backups = [Sample.backup("b1"), Sample.backup("b2", hoursOld: 26, state: .failed)]
        var bench = Bench.opened(backups, context: Sample.context(capabilities: .logged))
        bench.select("b2")
        bench.press(.delete)
        bench.read(Sample.server(), backups)
        bench.arm()
        bench.key(.character("y"))
        bench.read(Sample.server(), backups)
        bench.answer(.ambiguous(Sample.offline))
        var listing = BackupListing(backups: [backups[0]])
        listing.withheld = 1
        bench.list(listing)
        bench.list(listing)
        #expect(bench.journal.isEmpty)
        bench.list([backups[0]])
        #expect(bench.journal.map(\.event.words.name) == ["ended"])
    }

    @Test func aPowerSignalWithoutAnAnswerIsLookedForAtOnce() {
        var bench = Bench.opened(power: .stopped)
        bench.press(.power)
        bench.key(.character("s"))
        bench.arm()
        bench.key(.character("y"))
        let effects = bench.answer(.ambiguous(Sample.offline))
        #expect(effects.lists == [Sample.place])
        bench.event(.power(.starting))
        bench.list()
        #expect(bench.journal.map(\.event.words.name) == ["ended"])
    }

    @Test func twoNewOnesOfItsNameAreNoProof() {
        var bench = Bench.opened()
        bench.press(.create)
        bench.arm()
        bench.type("mine")
        bench.key(.enter)
        bench.answer(.ambiguous(Sample.offline))
        let twins = ["t1", "t2"].map { Sample.backup($0, name: "mine", hoursOld: 0) }
        bench.list(twins + Sample.backups)
        #expect(bench.journal.isEmpty)
        bench.list(twins + Sample.backups)
        #expect(bench.journal[0].event.words.detail?.hasPrefix("unknown: ") == true)
        #expect(bench.journal[0].event.words.detail?.contains("2 new of that name") == true)
    }

    @Test func aCreateOfThatNameFromBeforeIsNotIt() {
        let old = Sample.backup("old", name: "mine", hoursOld: 0, state: .failed)
        var bench = Bench.opened([old] + Sample.backups)
        bench.press(.create)
        bench.arm()
        bench.type("mine")
        bench.key(.enter)
        bench.answer(.ambiguous(Sample.offline))
        for _ in 0 ..< 2 { bench.list([old] + Sample.backups) }
        #expect(bench.journal[0].event.words.detail?.hasPrefix("unknown: ") == true)
    }

    @Test func aCancelWhoseWorkEndedSaysNoMoreThanThat() {
        let backups = [Sample.backup("b1"), Sample.backup("b2", hoursOld: 0, state: .running)]
        var bench = Bench.opened(
            backups, [Sample.report("b2", .create, .running, run: "7")],
            context: Sample.context(capabilities: .historic)
        )
        bench.select("b2")
        bench.press(.cancelOperation)
        bench.arm()
        bench.key(.character("y"))
        bench.answer(.ambiguous(Sample.offline))
        bench.list(
            [backups[0], Sample.backup("b2", hoursOld: 0)], [Sample.report("b2", .create, .done, run: "7")]
        )
        #expect(bench.journal[0].event.words.detail?.contains("the create has ended, its line says how") == true)
    }

    @Test func aCreateThatIsGoneWithItsBackupWasCancelled() {
        let backups = [Sample.backup("b1"), Sample.backup("b2", hoursOld: 0, state: .running)]
        var bench = Bench.opened(
            backups, [Sample.report("b2", .create, .running, run: "7")],
            context: Sample.context(capabilities: .historic)
        )
        bench.select("b2")
        bench.press(.cancelOperation)
        bench.arm()
        bench.key(.character("y"))
        bench.answer(.ambiguous(Sample.offline))
        var listing = BackupListing(backups: [backups[0]])
        listing.withheld = 1
        bench.list(listing)
        #expect(bench.journal.isEmpty, "what is missing may only not have been sent")
        bench.list([backups[0]])
        #expect(bench.journal[0].event.words.detail?.hasPrefix("succeeded: ") == true)
    }

    @Test func aPlanThatGaveUpItsSafetyBackupHasOneEnd() {
        var bench = Bench.securing(.logged.with {
            $0.create.answersWhenDone = true
            $0.create.takesOwnID = true
        }, power: .stopped)
        bench.answer(.ambiguous(Sample.offline))
        for _ in 0 ..< 16 {
            bench.wait(60)
            bench.failList()
            bench.passDeadline()
        }
        #expect(bench.run?.outcome?.kind == .failed)
        for _ in 0 ..< 3 { bench.list([bench.safetyBackup()] + Sample.backups) }
        #expect(bench.journal.count { $0.event.words.name == "ended" } == 1)
        #expect(bench.state.notice?.text.contains("it did arrive and is in the list") == true)
    }
}
