import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// Something that happens to a failed backup while it is to be deleted, and a word of what is said.
struct EntryChange: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var word: String
    var backups: [Backup]
    var reports: [OperationReport] = []

    /// A failed backup without data, and three good ones.
    static func listed(_ bad: Backup?) -> [Backup] {
        [bad].compactMap(\.self) + Sample.backups
    }

    static let bad = Sample.backup("bad", hoursOld: 90, state: .failed)

    static let all: [EntryChange] = [
        EntryChange(testDescription: "gone", word: "gone", backups: listed(nil)),
        EntryChange(
            testDescription: "locked", word: "locked",
            backups: listed(Sample.backup("bad", hoursOld: 90, state: .failed, isLocked: true))
        ),
        EntryChange(
            testDescription: "made again", word: "runs", backups: listed(bad),
            reports: [Sample.report("bad", .create, .running)]
        ),
        EntryChange(
            testDescription: "made again by its state", word: "running now",
            backups: listed(Sample.backup("bad", hoursOld: 90, state: .running))
        ),
        EntryChange(
            testDescription: "good", word: "completed now", backups: listed(Sample.backup("bad", hoursOld: 90))
        ),
        EntryChange(
            testDescription: "with part of an archive", word: "size",
            backups: listed(Sample.backup("bad", hoursOld: 90, state: .failed, size: 12))
        ),
        EntryChange(
            testDescription: "with a checksum", word: "checksum",
            backups: listed(Sample.backup(
                "bad", hoursOld: 90, state: .failed, checksum: Checksum(algorithm: .sha1, value: "ff")
            ))
        ),
    ]
}

@Suite("The delete of a failed backup without data is light, and rests on a fresh reading all the same")
struct EntryDeleteTests {
    private static let backups = EntryChange.listed(EntryChange.bad)

    private static func pressed() -> Bench {
        var bench = Bench.opened(backups, context: Sample.context(capabilities: .logged))
        bench.select("bad")
        bench.press(.delete)
        return bench
    }

    private static func reviewed() -> Bench {
        var bench = pressed()
        bench.read(Sample.server(), backups)
        bench.arm()
        return bench
    }

    @Test func itIsReadReviewedReadAgainAndSent() {
        var bench = Self.pressed()
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.run == nil, "there is nothing to accept before it was read")
        bench.read(Sample.server(), Self.backups)
        bench.arm()
        #expect(bench.plan?.level == .light)
        #expect(bench.plan?.consequences.first?.text == "only its entry in the list: it failed and holds no data")
        bench.key(.character("y"))
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        bench.read(Sample.server(), Self.backups)
        #expect(bench.requests == [.delete("bad")])
        bench.answer()
        for _ in 0 ..< 2 { bench.list() }
        #expect(bench.run?.outcome == Outcome(.succeeded, "\"copy bad\" was deleted"))
    }

    @Test(arguments: [SheetKey.enter, .escape, .character("n")])
    func enterCancels(key: SheetKey) {
        var bench = Self.reviewed()
        bench.key(key)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.run == nil)
    }

    @Test(arguments: EntryChange.all)
    func whatChangedSinceThePlanRefusesIt(change: EntryChange) {
        var bench = Self.reviewed()
        bench.key(.character("y"))
        bench.read(Sample.server(), change.backups, change.reports)
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains(change.word) == true, "\(bench.run?.outcome?.text ?? "")")
    }

    @Test(arguments: EntryChange.all)
    func anOldListMakesNoLightPlan(change: EntryChange) {
        var bench = Self.pressed()
        bench.read(Sample.server(), change.backups, change.reports)
        #expect(bench.refusal != nil || (bench.plan?.level).map { $0 > .light } == true)
    }

    @Test func aReadingThatFailsRefusesIt() {
        var bench = Self.reviewed()
        bench.key(.character("y"))
        bench.failReading()
        #expect(bench.requests.isEmpty)
        #expect(bench.run?.outcome?.kind == .refused)
    }

    @Test func workOnAnotherBackupIsNotInItsWay() {
        let reports = [Sample.report("b3", .restore, .running), Sample.report("b9", .create, .running)]
        let backups = Self.backups + [Sample.backup("b9", hoursOld: 0, state: .running)]
        var bench = Bench.opened(backups, reports, context: Sample.context(capabilities: .logged))
        bench.select("bad")
        bench.press(.delete)
        bench.read(Sample.server(), backups, reports)
        bench.arm()
        bench.key(.character("y"))
        bench.read(Sample.server(), backups, reports)
        #expect(bench.requests == [.delete("bad")])
    }

    @Test func aCommandCannotSendItWithoutAPlan() {
        var bench = Bench.opened(Self.backups, context: Sample.context(capabilities: .logged))
        #expect(LightPlan.refusal(of: .delete("bad"), at: Sample.place, in: bench.state) != nil)
        bench.send(.script(.light(.delete("bad"), at: Sample.place, sends: true)))
        #expect(bench.requests.isEmpty)
        bench.send(.script(.plan(PlanTarget(act: .delete("bad"), location: Sample.place))))
        bench.read(Sample.server(), Self.backups)
        bench.send(.script(.confirm("")))
        #expect(bench.requests.isEmpty)
        bench.read(Sample.server(), Self.backups)
        #expect(bench.requests == [.delete("bad")])
    }
}
