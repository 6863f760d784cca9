import AppCore
import BackupKit
import Testing

@Suite("The gate table, cell by cell")
struct GateTests {
    private static let restoreRun = OperationRun(backup: "b", kind: .restore, id: "1")
    private static let createRun = OperationRun(backup: "b", kind: .create, id: "1")
    private static let several = BulkAct(kind: .delete, backups: ["b", "c"])

    /// Every row of the table of design: the act, its circumstances, its row, its level.
    struct Row: Sendable {
        var act: PlanTarget.Act
        var circumstances = Gate.Circumstances()
        var kind: GateKind
        var level: GateLevel
    }

    static let rows: [Row] = [
        Row(act: .create(BackupDraft(name: "n")), kind: .create, level: .light),
        Row(act: .rename("b", to: "n"), kind: .rename, level: .light),
        Row(act: .setLock("b", true), kind: .lock, level: .light),
        Row(act: .setLock("b", false), kind: .unlock, level: .light),
        Row(act: .download("b"), kind: .download, level: .light),
        Row(act: .bulk(BulkAct(kind: .lock, backups: ["b"])), kind: .lock, level: .light),
        Row(act: .bulk(BulkAct(kind: .unlock, backups: ["b"])), kind: .unlock, level: .light),
        Row(act: .bulk(BulkAct(kind: .download, backups: ["b"])), kind: .download, level: .light),
        Row(act: .power(.start), kind: .powerStart, level: .light),
        Row(act: .retry("b"), kind: .retry, level: .light),
        Row(act: .acknowledge(restoreRun), kind: .acknowledge, level: .light),
        Row(act: .cancel(createRun), kind: .cancelHarmless, level: .light),
        Row(
            act: .cancel(restoreRun), circumstances: .init(isQueued: true), kind: .cancelHarmless, level: .light
        ),
        Row(
            act: .delete("b"), circumstances: .init(isCertainlyFailed: true), kind: .deleteEmpty, level: .light
        ),
        Row(act: .delete("b"), kind: .delete, level: .severe),
        Row(act: .power(.stop), kind: .powerStop, level: .severe),
        Row(act: .power(.restart), kind: .powerRestart, level: .severe),
        Row(act: .cancel(restoreRun), kind: .cancelRestore, level: .severe),
        Row(act: .restore("b"), circumstances: .init(isSafe: true), kind: .restoreSafely, level: .severe),
        Row(act: .bulk(several), kind: .bulkDelete, level: .severe),
        Row(act: .restore("b"), kind: .restoreUnsafely, level: .extreme),
        Row(
            act: .restore("b", RestoreOptions(truncates: true)), circumstances: .init(isSafe: true),
            kind: .restoreWiping, level: .extreme
        ),
        Row(act: .delete("b"), circumstances: .init(isLastGood: true), kind: .deleteLastGood, level: .extreme),
        Row(act: .delete("b"), circumstances: .init(isJustUnlocked: true), kind: .deleteJustUnlocked, level: .extreme),
        Row(act: .delete("b"), circumstances: .init(isLocked: true), kind: .deleteLocked, level: .extreme),
        Row(act: .power(.kill), kind: .powerKill, level: .extreme),
    ]

    @Test(arguments: rows)
    func everyActHasItsRowAndLevel(row: Row) {
        #expect(Gate.kind(of: row.act, in: row.circumstances) == row.kind)
        #expect(Gate.level(of: row.act, in: row.circumstances) == row.level)
    }

    @Test(arguments: rows)
    func aProtectedContextRaisesSevereToExtremeAndNothingElse(row: Row) {
        var circumstances = row.circumstances
        circumstances.isProtected = true
        let level = Gate.level(of: row.act, in: circumstances)
        #expect(level == (row.level == .severe ? .extreme : row.level))
    }

    @Test func everyRowOfTheTableIsReached() {
        #expect(Set(Self.rows.map(\.kind)) == Set(GateKind.allCases))
    }

    @Test(arguments: [
        Gate.Circumstances(isLastGood: true), .init(isJustUnlocked: true), .init(isLocked: true),
    ])
    func oneHardRowMakesTheWholeBulkDeleteExtreme(circumstances: Gate.Circumstances) {
        #expect(Gate.level(of: .bulk(Self.several), in: circumstances) == .extreme)
        #expect(Gate.level(of: .bulk(BulkAct(kind: .lock, backups: ["b"])), in: circumstances) == .light)
    }

    @Test func deletingALockedFailedOneIsNotLight() {
        let circumstances = Gate.Circumstances(isLocked: true, isCertainlyFailed: true)
        #expect(Gate.level(of: .delete("b"), in: circumstances) == .extreme)
    }

    @Test func aLastGoodOneThatWasMarkedFailedIsNotDeletedLightly() {
        let circumstances = Gate.Circumstances(isLastGood: true, isCertainlyFailed: true)
        #expect(Gate.level(of: .delete("b"), in: circumstances) == .extreme)
    }

    @Test func levelsAreOrdered() {
        #expect(GateLevel.light < .severe)
        #expect(GateLevel.severe < .extreme)
    }
}
