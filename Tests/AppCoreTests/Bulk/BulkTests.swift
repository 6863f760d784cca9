import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Marked backups are acted on by one plan, with a result for each")
struct BulkTests {
    static let many = ProviderCapabilities.logged.with { $0.actions.insert(.deleteMany) }
    /// Newest first: m1 (1 h) to m8.
    static let backups = (1 ... 8).map { Sample.backup(Backup.ID("m\($0)"), hoursOld: Double($0)) }

    static func reviewed(
        _ action: UserAction = .delete,
        _ marks: [Backup.ID],
        traits: ProviderCapabilities = .logged,
        backups: [Backup] = backups,
        _ reports: [OperationReport] = [],
        isProtected: Bool = false
    ) -> Bench {
        var bench = Bench.opened(
            backups, reports, context: Sample.context(isProtected: isProtected, capabilities: traits)
        )
        bench.state.manager.marks = Set(marks)
        bench.press(action)
        bench.read(Sample.server(), backups, reports)
        bench.arm()
        return bench
    }

    /// The same, confirmed and past re-check A.
    static func working(
        _ action: UserAction = .delete,
        _ marks: [Backup.ID],
        traits: ProviderCapabilities = .logged,
        backups: [Backup] = backups,
        stopsAtFailure: Bool = false
    ) -> Bench {
        var bench = reviewed(action, marks, traits: traits, backups: backups)
        if stopsAtFailure {
            bench.key(.tab)
            bench.read(Sample.server(), backups)
            bench.arm()
        }
        if action == .delete { bench.confirm() } else { bench.key(.character("y")) }
        bench.passWindow()
        bench.read(Sample.server(), backups)
        return bench
    }

    /// Lists until one was asked for after every request.
    private static func list(_ bench: inout Bench, without gone: [Backup.ID]) {
        for _ in 0 ..< 2 { bench.list(left(besides: gone)) }
    }

    static func left(besides gone: [Backup.ID]) -> [Backup] {
        backups.filter { !gone.contains($0.id) }
    }

    // MARK: The plan

    @Test func theTextNamesTheActTheNumberAndTheServer() {
        let bench = Self.reviewed(.delete, marksOfSeven)
        #expect(bench.confirmation == "delete 7 smp-main")
        #expect(bench.plan?.level == .severe)
        #expect(bench.plan?.steps == [.recheck, .bulk])
        #expect(bench.plan?.cancelWindow == .seconds(5))
    }

    private let marksOfSeven: [Backup.ID] = ["m2", "m3", "m4", "m5", "m6", "m7", "m8"]

    @Test(arguments: [
        (["m1", "m3"], false, "delete 2 smp-main 1h"), (["m3", "m5"], true, "delete 2 smp-main 3h"),
        (["m8", "m5", "m6"], true, "delete 3 smp-main 5h"), (["m3", "m5"], false, "delete 2 smp-main"),
    ] as [([Backup.ID], Bool, String)])
    func anExtremeTextHasTheAgeOfTheNewest(marks: [Backup.ID], isProtected: Bool, text: String) {
        let bench = Self.reviewed(.delete, marks, isProtected: isProtected)
        #expect(bench.confirmation == text)
        #expect(bench.plan?.level == (text.hasSuffix("main") ? .severe : .extreme))
        #expect(bench.plan?.facts.isLastGood == marks.contains("m1"))
    }

    @Test func rowsThatAreRefusedSinglyAreLeftOutAndListed() {
        var backups = Self.backups
        backups[1].isLocked = true
        backups[2].state = .running
        let reports = [Sample.report("m4", .restore, .running)]
        let bench = Self.reviewed(.delete, ["m2", "m3", "m4", "m5", "m6"], backups: backups, reports)
        #expect(bench.plan?.rows.map(\.backup.id) == ["m2", "m3", "m4", "m5", "m6"])
        #expect(bench.plan?.rows.map { $0.exclusion ?? "" } == [
            "locked: unlock it first", "work on it goes on", "work on it goes on", "", "",
        ])
        #expect(bench.plan?.included.map(\.id) == ["m5", "m6"])
        #expect(bench.confirmation == "delete 2 smp-main")
    }

    @Test func aRowThatIsGoneByTheReadingIsLeftOut() {
        var bench = Bench.opened(Self.backups, context: Sample.context(capabilities: .logged))
        bench.state.manager.marks = ["m2", "m3", "m4"]
        bench.press(.delete)
        bench.read(Sample.server(), Self.left(besides: ["m3", "m4"]))
        bench.arm()
        #expect(bench.plan?.rows.map { $0.exclusion ?? "" } == [
            "", "gone: somebody else deleted it", "gone: somebody else deleted it",
        ])
        #expect(bench.confirmation == "delete 1 smp-main")
    }

    @Test func withNothingLeftThereIsNoPlan() {
        let backups = Self.backups.map { backup in
            var backup = backup
            backup.isLocked = true
            return backup
        }
        let bench = Self.reviewed(.delete, ["m2", "m3", "m4", "m5"], backups: backups)
        #expect(
            bench.refusal == "Nothing to delete: \"copy m2\" is locked: unlock it first, \"copy m3\" is locked: unlock it first, "
                + "\"copy m4\" is locked: unlock it first, …"
        )
    }

    @Test func marksThatTheFilterHidesAreInIt() {
        var bench = Bench.opened(Self.backups, context: Sample.context(capabilities: .logged))
        bench.state.manager.marks = ["m2", "m5"]
        bench.press(.filter)
        bench.type("m5")
        bench.key(.enter)
        bench.press(.delete)
        guard case let .bulk(bulk)? = bench.planSheet?.target.act else {
            Issue.record("no bulk act")
            return
        }
        #expect(Set(bulk.backups) == ["m2", "m5"])
    }

    @Test func theSelectedRowDoesNotStandInTheWayOfTheMarks() {
        var backups = Self.backups
        backups[0].isLocked = true
        backups[0].state = .failed
        var bench = Bench.opened(backups, context: Sample.context(capabilities: .logged.with {
            $0.actions.remove(.unlock)
        }))
        bench.select("m1")
        bench.state.manager.marks = ["m2", "m3"]
        for action in [UserAction.delete, .lock, .download] {
            #expect(Availability.reason(against: action, in: bench.state) == nil, "\(action)")
        }
        bench.state.manager.marks = []
        for action in [UserAction.lock, .download] {
            #expect(Availability.reason(against: action, in: bench.state) != nil, "\(action)")
        }
    }

    // MARK: Deletes

    @Test func eachIsSentOnceOneAfterTheOther() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"])
        for (index, id) in (["m2", "m3", "m4"] as [Backup.ID]).enumerated() {
            #expect(bench.requests == (["m2", "m3", "m4"] as [Backup.ID]).prefix(index + 1).map { .delete($0) })
            #expect(bench.run?.bulk?.items[id] == .sent)
            bench.answer()
            #expect(bench.run?.bulk?.items[id] == .accepted)
        }
        #expect(bench.run?.isActive == true, "accepted is not gone")
        Self.list(&bench, without: ["m2", "m3", "m4"])
        #expect(bench.run?.outcome == Outcome(.succeeded, "3 backups were deleted"))
        #expect(bench.run?.stepsDone == 2)
        #expect(bench.requests.count == 3)
        #expect(Set(bench.sent.map(\.act)).count == 1)
        #expect(bench.journal.count { $0.event.words.name == "ended" } == 1)
    }

    @Test func anAnswerThatComesTwiceSendsNothingTwice() {
        var bench = Self.working(.delete, ["m2", "m3"])
        let first = bench.sent[0]
        bench.send(.mutationAnswered(first, .accepted(nil)))
        bench.send(.mutationAnswered(first, .accepted(nil)))
        bench.send(.mutationAnswered(first, .refused(Sample.offline)))
        #expect(bench.requests == [.delete("m2"), .delete("m3")])
        #expect(bench.run?.bulk?.items["m2"] == .accepted)
        #expect(bench.run?.bulk?.items["m3"] == .sent)
    }

    @Test func aFailureDoesNotStopTheOthers() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"])
        bench.answer()
        bench.answer(.refused(ProviderError(.conflict, "in use")))
        bench.answer()
        Self.list(&bench, without: ["m2", "m4"])
        #expect(bench.run?.bulk?.items["m3"] == .failed("in use"))
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.text == "2 of 3 backups were deleted: 1 failed")
        #expect(bench.run?.stepsDone == 1)
    }

    @Test func withTabTheFirstFailureStopsTheRest() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"], stopsAtFailure: true)
        bench.answer()
        bench.answer(.refused(ProviderError(.conflict, "in use")))
        #expect(bench.requests.count == 2)
        Self.list(&bench, without: ["m2"])
        #expect(bench.run?.bulk?.items["m4"] == .skipped)
        #expect(bench.run?.outcome?.text == "1 of 3 backups were deleted: 1 failed, 1 not asked for")
    }

    @Test func anUnclearAnswerStopsTheRestAsWell() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"], stopsAtFailure: true)
        bench.answer()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.requests == [.delete("m2"), .delete("m3")])
        #expect(bench.run?.bulk?.items["m4"] == .skipped)
        var gone = bench
        Self.list(&gone, without: ["m2", "m3"])
        #expect(gone.requests.count == 2, "it stays so when a list shows that it was done")
        #expect(gone.run?.outcome?.kind == .failed)
        #expect(gone.run?.outcome?.text == "2 of 3 backups were deleted: 1 not asked for")
        Self.list(&bench, without: ["m2"])
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(
            bench.run?.outcome?.text == "1 of 3 backups were deleted: 1 not asked for, 1 without a clear answer"
        )
    }

    @Test func oneThatIsGoneAlreadyIsDone() {
        var bench = Self.working(.delete, ["m2", "m3"])
        bench.answer(.refused(ProviderError(.notFound, "no such backup")))
        bench.answer(.refused(ProviderError(.notFound, "no such backup")))
        #expect(bench.run?.outcome?.kind == .succeeded)
    }

    @Test func aJournalThatFailsStopsTheRest() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"])
        bench.answer(.notSent("no space"))
        #expect(bench.requests.count == 1)
        #expect(bench.run?.outcome?.kind == .failed)
        #expect(bench.run?.outcome?.text == "0 of 3 backups were deleted: 1 failed, 2 not asked for")
    }

    @Test func oneWithoutAClearAnswerIsLookedForAndNotSentAgain() {
        var bench = Self.working(.delete, ["m2", "m3"])
        bench.answer(.ambiguous(Sample.offline))
        bench.answer()
        var gone = bench
        Self.list(&gone, without: ["m2", "m3"])
        #expect(gone.run?.outcome?.kind == .succeeded)
        Self.list(&bench, without: ["m3"])
        #expect(bench.run?.isActive == true)
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unknown)
        #expect(bench.run?.outcome?.text == "1 of 2 backups were deleted: 1 without a clear answer")
        #expect(bench.requests.count == 2)
    }

    @Test func oneThatIsListedStillIsUnconfirmed() {
        var bench = Self.working(.delete, ["m2", "m3"])
        bench.answer()
        bench.answer()
        Self.list(&bench, without: ["m2"])
        bench.passDeadline()
        #expect(bench.run?.outcome?.kind == .unconfirmed)
        #expect(bench.run?.outcome?.text == "1 of 2 backups were deleted: 1 accepted and still listed")
    }

    @Test func rowsThatVanishBeforeReCheckARefuseThePlan() {
        var bench = Self.reviewed(.delete, ["m2", "m3", "m4"])
        bench.confirm()
        bench.passWindow()
        bench.read(Sample.server(), Self.left(besides: ["m3", "m4"]))
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("\"copy m3\" is gone: somebody else deleted it") == true)
    }

    @Test(arguments: [
        (UserAction.delete, "gone", "5 other good backups are left now, there were 6"),
        (.delete, "failed", "5 other good backups are left now, there were 6"),
        (.delete, "gone and another one made", nil), (.delete, "renamed", nil), (.lock, "gone", nil),
    ] as [(UserAction, String, String?)])
    func otherGoodOnesThatAreLostRefuseADelete(action: UserAction, change: String, words: String?) {
        var backups = Self.backups
        switch change {
        case "gone": backups.removeLast()
        case "failed": backups[7].state = .failed
        case "renamed": backups[7].name = "other"
        default: backups[7] = Sample.backup("m9", hoursOld: 9)
        }
        for traits in [ProviderCapabilities.logged, Self.many] {
            var bench = Self.reviewed(action, ["m2", "m3"], traits: traits)
            if action == .delete { bench.confirm() } else { bench.key(.character("y")) }
            bench.passWindow()
            bench.read(Sample.server(), backups)
            #expect(bench.requests.isEmpty == (words != nil))
            if let words { #expect(bench.run?.outcome?.text.hasPrefix(words) == true) }
        }
    }

    @Test func aLeftOutRowThatChangesRefusesNothing() {
        var backups = Self.backups
        backups[1].isLocked = true
        var bench = Self.reviewed(.delete, ["m2", "m3"], backups: backups)
        bench.confirm()
        bench.passWindow()
        backups[1].isLocked = false
        bench.read(Sample.server(), backups)
        #expect(bench.requests == [.delete("m3")], "and it stays left out")
        bench.answer()
        #expect(bench.requests.count == 1)
    }

    // MARK: One request for all

    @Test func oneRequestDeletesAllWhereTheServiceHasIt() {
        var bench = Self.working(.delete, ["m2", "m3", "m4"], traits: Self.many)
        #expect(bench.requests == [.deleteMany(["m2", "m3", "m4"])])
        bench.answer()
        #expect(bench.run?.bulk?.count { $0 == .accepted } == 3)
        Self.list(&bench, without: ["m2", "m3"])
        #expect(bench.run?.bulk?.items["m4"] == .accepted)
        Self.list(&bench, without: ["m2", "m3", "m4"])
        #expect(bench.run?.outcome?.kind == .succeeded)
        #expect(bench.requests.count == 1)
    }

    @Test(arguments: [
        (MutationAnswer.refused(ProviderError(.conflict, "in use")), Outcome.Kind.failed, "3 failed"),
        (.notSent("no space"), .failed, "3 failed"),
        (.ambiguous(Sample.offline), .unknown, "3 without a clear answer"),
    ])
    func itsAnswerConcernsAllOfThem(answer: MutationAnswer, kind: Outcome.Kind, words: String) {
        var bench = Self.working(.delete, ["m2", "m3", "m4"], traits: Self.many)
        bench.answer(answer)
        if kind == .unknown {
            bench.list(Self.backups)
            bench.passDeadline()
        }
        #expect(bench.run?.outcome?.kind == kind)
        #expect(bench.run?.outcome?.text == "0 of 3 backups were deleted: \(words)")
        #expect(bench.requests.count == 1)
    }

    @Test func aSingleOneIsDeletedByItself() {
        let bench = Self.working(.delete, ["m2"], traits: Self.many)
        #expect(bench.requests == [.delete("m2")])
    }

    // MARK: Locks and downloads

    @Test func locksAreSetWithOneQuestion() {
        var backups = Self.backups
        backups[1].isLocked = true
        var bench = Self.reviewed(.lock, ["m1", "m2", "m3"], backups: backups)
        #expect(bench.plan?.level == .light)
        #expect(bench.plan?.rows.map(\.exclusion) == [nil, "locked already", nil])
        bench.key(.enter)
        #expect(bench.planSheet == nil, "Enter cancels")
        bench = Self.working(.lock, ["m1", "m2", "m3"], backups: backups)
        bench.answer()
        bench.answer()
        #expect(bench.requests == [.setLock("m1", true), .setLock("m3", true)])
        #expect(bench.run?.outcome == Outcome(.succeeded, "2 backups were locked"))
        #expect(bench.state.undoable == nil, "z takes back one, not several")
    }

    @Test func markedOnesThatAreAllLockedAreUnlocked() {
        let backups = Self.backups.map { backup in
            var backup = backup
            backup.isLocked = backup.id != "m8"
            return backup
        }
        var bench = Self.working(.lock, ["m1", "m2"], backups: backups)
        bench.answer()
        bench.answer(.ambiguous(Sample.offline))
        #expect(bench.requests == [.setLock("m1", false), .setLock("m2", false)])
        var after = backups
        after[0].isLocked = false
        bench.list(after)
        #expect(bench.run?.isActive == true)
        after[1].isLocked = false
        bench.list(after)
        #expect(bench.run?.outcome == Outcome(.succeeded, "2 backups were unlocked"))
        #expect(Self.reviewed(.lock, ["m1", "m8"], backups: backups).plan?.included.map(\.id) == ["m8"])
    }

    @Test func downloadsComeOneAfterTheOtherAndSendNothing() {
        var backups = Self.backups
        backups[2].state = .failed
        var bench = Self.reviewed(.download, ["m1", "m3", "m4"], backups: backups)
        #expect(bench.plan?.rows.map(\.exclusion) == [nil, "no whole archive", nil])
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.run == nil)
        #expect(bench.planSheet == nil)
        #expect(Self.downloads(bench) == ["m1"])
        #expect(bench.orders.isEmpty, "nothing is changed that a journal would tell of")
        bench.send(.downloadEnded(Self.target(backups[0]), .failed("the link broke")))
        #expect(Self.downloads(bench) == ["m4"], "one that fails does not stop the others")
        bench.send(.downloadEnded(Self.target(backups[0]), .failed("twice")))
        #expect(Self.downloads(bench).isEmpty)
        bench.send(.downloadEnded(Self.target(backups[3]), .failed("the link broke")))
        #expect(Self.downloads(bench).isEmpty)
    }

    private static func target(_ backup: Backup) -> DownloadTarget {
        DownloadTarget(backup, at: Sample.place, suffix: "tar.gz")
    }

    private static func downloads(_ bench: Bench) -> [Backup.ID] {
        bench.effects.compactMap { if case let .download(target, _) = $0 { target.backup.id } else { nil } }
    }

    @Test func tabChoosesWhetherAFailureStopsIt() {
        var bench = Self.reviewed(.delete, ["m2", "m3"])
        for expected in [true, false] {
            bench.key(.tab)
            #expect(bench.planSheet?.isArmed == false)
            bench.read(Sample.server(), Self.backups)
            bench.arm()
            guard case let .bulk(bulk)? = bench.plan?.target.act else {
                Issue.record("no bulk act")
                return
            }
            #expect(bulk.stopsAtFailure == expected)
        }
        #expect(bench.state.overlays.count == 1)
    }
}
