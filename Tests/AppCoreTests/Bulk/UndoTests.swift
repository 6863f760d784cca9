import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("z opens the sheet of the inverse of the last rename or lock")
struct UndoTests {
    private static let traits = ProviderCapabilities.logged.with { $0.actions.insert(.rename) }

    private static func opened(_ backups: [Backup] = Sample.backups) -> Bench {
        var bench = Bench.opened(backups, context: Sample.context(capabilities: traits))
        bench.select("b2")
        return bench
    }

    private static func renamed(_ answer: MutationAnswer = .accepted(nil), from name: String? = "copy b2") -> Bench {
        var backups = Sample.backups
        backups[1].name = name
        var bench = opened(backups)
        bench.press(.rename)
        bench.arm()
        bench.type("other")
        bench.key(.enter)
        bench.answer(answer)
        backups[1].name = "other"
        bench.list(backups)
        return bench
    }

    @Test func aRenameIsTakenBack() {
        var bench = Self.renamed()
        bench.press(.undo)
        #expect(bench.confirmSheet?.title == "Undo the rename")
        #expect(bench.confirmSheet?.lines == ["\"other\" is called \"copy b2\" again."])
        #expect(bench.requests.count == 1, "the key only opens a sheet")
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.rename("b2", to: "other"), .rename("b2", to: "copy b2")])
        bench.answer()
        bench.list()
        bench.press(.undo)
        #expect(bench.confirmSheet?.lines == ["\"copy b2\" is called \"other\" again."])
    }

    @Test(arguments: [true, false])
    func aLockIsTakenBack(isLocked: Bool) {
        var backups = Sample.backups
        backups[1].isLocked = isLocked
        var bench = Self.opened(backups)
        bench.press(.lock)
        bench.arm()
        bench.key(.character("y"))
        bench.answer()
        backups[1].isLocked = !isLocked
        bench.list(backups)
        bench.press(.undo)
        #expect(bench.confirmSheet?.title == (isLocked ? "Undo the unlock" : "Undo the lock"))
        #expect(bench.confirmSheet?.verb == (isLocked ? "lock" : "unlock"))
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.setLock("b2", !isLocked), .setLock("b2", isLocked)])
    }

    @Test(arguments: [
        MutationAnswer.refused(Sample.offline), .ambiguous(Sample.offline), .notSent("no space"),
    ])
    func whatWasNotDoneIsNotTakenBack(answer: MutationAnswer) {
        var bench = Self.renamed(answer)
        bench.press(.undo)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text.contains("no rename or lock of this session to undo") == true)
    }

    @Test(arguments: [nil, "", "  "] as [String?])
    func aNameThatWasEmptyIsNotGivenBack(name: String?) {
        var bench = Self.renamed(from: name)
        bench.press(.undo)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func anActWithoutAnInverseHidesTheOneBefore() {
        var backups = Sample.backups
        backups[1].name = nil
        var bench = Self.opened(backups)
        bench.select("b1")
        bench.press(.lock)
        bench.arm()
        bench.key(.character("y"))
        bench.answer()
        backups[0].isLocked = true
        bench.list(backups)
        #expect(bench.state.undoable != nil)
        bench.select("b2")
        bench.press(.rename)
        bench.arm()
        bench.type("other")
        bench.key(.enter)
        bench.answer()
        bench.press(.undo)
        #expect(bench.state.overlays.isEmpty, "the last act is meant, not one before it")
    }

    @Test func otherActsInBetweenDoNotMatter() {
        var bench = Self.renamed()
        bench.press(.create)
        bench.arm()
        bench.key(.enter)
        bench.answer(.accepted("new"))
        bench.press(.undo)
        #expect(bench.confirmSheet?.title == "Undo the rename")
    }

    @Test(arguments: [UserAction.rename, .lock])
    func aBackupThatIsGoneIsNotActedOn(action: UserAction) {
        var bench = Self.opened()
        bench.press(action)
        bench.arm()
        bench.type("y")
        if action == .rename { bench.key(.enter) }
        bench.answer()
        bench.press(.undo)
        bench.arm()
        bench.list([Sample.backups[0]])
        bench.key(.character("y"))
        #expect(bench.requests.count == 1)
        #expect(bench.state.notice?.text.contains("the backup is gone") == true)
    }

    @Test(arguments: [UserAction.rename, .lock])
    func whatSomebodyElseDidSinceIsNotTakenBack(action: UserAction) {
        var bench = Self.opened()
        bench.press(action)
        bench.arm()
        bench.type("y")
        if action == .rename { bench.key(.enter) }
        bench.answer()
        var other = Sample.backups
        for index in other.indices {
            other[index].name = "by somebody else"
            other[index].isLocked = bench.state.fleet[Sample.place]?[other[index].id]?.isLocked == true ? nil : false
        }
        bench.list()
        bench.wait(5)
        bench.press(.refresh)
        bench.list(other)
        bench.press(.undo)
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests.count == 1)
        #expect(bench.state.notice?.text.contains("nothing to undo") == true, "\(bench.state.notice?.text ?? "")")
    }

    /// The list that comes while the sheet is open shows what this session did itself.
    @Test func whatThisSessionDidIsNoChange() {
        var bench = Self.renamed()
        bench.press(.undo)
        bench.wait(2)
        bench.arm()
        var named = Sample.backups
        for index in named.indices where named[index].id == bench.state.undoable?.inverse.backup {
            named[index].name = bench.state.undoable?.title
        }
        bench.list(named)
        bench.key(.character("y"))
        #expect(bench.requests.count == 2)
    }

    @Test func aSheetIsNotAcceptedByItsKeyNorByEnter() {
        var bench = Self.renamed()
        bench.press(.undo)
        bench.key(.character("y"))
        #expect(bench.confirmSheet != nil, "type-ahead is swallowed")
        bench.arm()
        bench.key(.character("z"))
        #expect(bench.confirmSheet != nil)
        bench.key(.enter)
        #expect(bench.confirmSheet == nil)
        #expect(bench.requests.count == 1)
    }

    @Test func aReadOnlySessionUndoesNothing() {
        var bench = Self.renamed()
        bench.state.settings.isReadOnly = true
        bench.press(.undo)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text.contains("this session is read-only") == true)
    }
}
