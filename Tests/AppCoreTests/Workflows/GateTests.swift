import AppCore
import BackupKit
import Testing

@Suite("The gate table, cell by cell")
struct GateTests {
    private typealias Case = Gate.Circumstances

    @Test(arguments: [
        (Mutation.Request.create(BackupDraft(name: "n")), GateLevel.light),
        (.rename("b", to: "n"), .light),
        (.retry("b"), .light),
        (.power(.start), .light),
        (.power(.stop), .severe),
        (.power(.restart), .severe),
        (.power(.kill), .extreme),
        (.delete("b"), .severe),
        (.restore("b"), .severe),
    ])
    func everyRequestHasItsLevel(request: Mutation.Request, level: GateLevel) {
        #expect(Gate.level(of: request, in: Gate.Circumstances()) == level)
    }

    @Test(arguments: [
        (Mutation.Request.create(BackupDraft(name: "n")), GateLevel.light),
        (.rename("b", to: "n"), .light),
        (.retry("b"), .light),
        (.power(.start), .light),
        (.power(.stop), .extreme),
        (.power(.restart), .extreme),
        (.power(.kill), .extreme),
        (.delete("b"), .extreme),
        (.restore("b"), .extreme),
    ])
    func aProtectedContextRaisesSevereToExtremeAndNothingElse(request: Mutation.Request, level: GateLevel) {
        #expect(Gate.level(of: request, in: Gate.Circumstances(isProtected: true)) == level)
    }

    @Test func deletingTheLastGoodIsExtreme() {
        #expect(Gate.level(of: .delete("b"), in: Gate.Circumstances(isLastGood: true)) == .extreme)
    }

    @Test func deletingALockedOneIsExtremeWhereNoUnlockExists() {
        #expect(Gate.level(of: .delete("b"), in: Gate.Circumstances(isLocked: true)) == .extreme)
    }

    @Test func deletingACertainlyFailedOneIsLight() {
        #expect(Gate.level(of: .delete("b"), in: Gate.Circumstances(isCertainlyFailed: true)) == .light)
        #expect(
            Gate.level(of: .delete("b"), in: Gate.Circumstances(isProtected: true, isCertainlyFailed: true)) == .light
        )
    }

    @Test func deletingALockedFailedOneIsNotLight() {
        let circumstances = Gate.Circumstances(isLocked: true, isCertainlyFailed: true)
        #expect(Gate.level(of: .delete("b"), in: circumstances) == .extreme)
    }

    @Test func levelsAreOrdered() {
        #expect(GateLevel.light < .severe)
        #expect(GateLevel.severe < .extreme)
    }
}
