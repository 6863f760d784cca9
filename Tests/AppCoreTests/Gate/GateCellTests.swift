import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Every cell of the table of refusals, by its keys")
struct GateCellTests {
    @Test(arguments: GateKind.allCases)
    func withoutAHindranceTheActIsSent(kind: GateKind) {
        let bench = GateSituation(kind).driven(kind)
        if kind == .download {
            #expect(bench.asked?.backup.id == "b2")
        } else {
            #expect(
                bench.requests.count == 1,
                "\(bench.state.notice?.text ?? ""), \(String(describing: bench.planSheet))"
            )
        }
        if let plan = bench.state.lastPlan { #expect(plan.level == kind.level) }
    }

    @Test(arguments: GateKind.allCases, GateRefusal.allCases)
    func aCellIsAsItsTableSays(kind: GateKind, refusal: GateRefusal) {
        var situation = GateSituation(kind)
        guard situation.bring(refusal, to: kind) else { return }
        let bench = situation.driven(kind)
        let isSent = kind == .download ? bench.asked != nil : !bench.requests.isEmpty
        let said = Self.said(bench)
        #expect(isSent == !kind.refusals.contains(refusal), "\(said ?? "nothing was said")")
        if !isSent { #expect(said != nil) }
    }

    /// Why nothing was sent.
    private static func said(_ bench: Bench) -> String? {
        if let outcome = bench.run?.outcome { return outcome.text }
        if case let .refused(refusal)? = bench.planSheet?.stage { return refusal.reason }
        if bench.menu?.kind == .makeRoom { return "make room" }
        return bench.nameSheet?.problem ?? bench.state.notice?.text
    }

    // MARK: Deletes that are harder

    @Test(arguments: [
        (0.0, GateLevel.extreme), (3599, .extreme), (3601, .severe),
    ])
    func anUnlockCountsForAnHour(seconds: Double, level: GateLevel) {
        var bench = GateSituation(.unlock).driven(.unlock)
        bench.answer()
        bench.list()
        bench.wait(seconds)
        bench.press(.delete)
        bench.read()
        bench.arm()
        #expect(bench.plan?.level == level)
        #expect(bench.requests.map(\.step) == ["unlock"])
    }

    @Test func anUnlockThatAListShowsCountsToo() {
        var situation = GateSituation(.delete)
        situation.changeTarget { $0.isLocked = true }
        var bench = Bench.opened(situation.backups, context: Sample.context(capabilities: situation.traits))
        bench.list(Sample.backups)
        bench.openPlan(.delete)
        #expect(bench.plan?.level == .extreme)
        bench.key(.escape)
        bench.openPlan(.delete, on: "b3")
        #expect(bench.plan?.level == .severe)
    }

    @Test func anUnlockOfOneRowMakesABulkDeleteExtreme() {
        var situation = GateSituation(.bulkDelete)
        situation.unlocked = ["b3"]
        let bench = situation.driven(.bulkDelete)
        #expect(bench.run?.plan.level == .extreme)
        #expect(bench.run?.plan.confirmation == "delete 2 smp-main 1d")
    }

    @Test(arguments: [GateKind.delete, .powerStop, .powerRestart, .cancelRestore, .restoreSafely, .bulkDelete])
    func aProtectedContextMakesSevereActsExtreme(kind: GateKind) {
        let situation = GateSituation(kind)
        var bench = Bench.opened(
            situation.backups, situation.reports,
            context: Sample.context(isProtected: true, capabilities: situation.traits), settings: situation.settings,
            power: situation.power
        )
        bench.state.manager.marks = situation.marks
        bench.select("b2")
        bench.press(kind.action)
        if bench.menu != nil, let letter = kind.letter { bench.key(.character(letter)) }
        bench.read(Sample.server(), situation.backups, situation.reports)
        bench.arm()
        #expect(bench.plan?.level == .extreme)
        #expect(bench.plan?.cancelWindow == .seconds(10))
        #expect(bench.confirmation?.split(separator: " ").last.map { ["1d", "now"].contains($0) } == true)
    }

    @Test func theLastGoodOneIsNamedAsThat() {
        let bench = GateSituation(.deleteLastGood).driven(.deleteLastGood)
        #expect(bench.run?.plan.confirmation == "smp-main 1h")
        #expect(bench.run?.plan.consequences.contains { $0.text == "this is the newest good backup" } == true)
    }

    @Test func aLockedOneWhereNothingUnlocksIsDeletedByTheHardestPlan() {
        let bench = GateSituation(.deleteLocked).driven(.deleteLocked)
        #expect(bench.run?.plan.level == .extreme)
        #expect(bench.requests == [.delete("b2")])
    }
}
