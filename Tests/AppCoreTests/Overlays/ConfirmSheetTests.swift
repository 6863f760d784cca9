import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("Light acts: y accepts, Enter cancels, the opening key never accepts")
struct ConfirmSheetTests {
    private static let failed = [Sample.backup("bad", state: .failed)] + Sample.backups

    private func opened(_ action: UserAction) -> Bench {
        var bench = Bench.opened(Self.failed)
        bench.select("bad")
        bench.press(action)
        return bench
    }

    @Test func yAcceptsOnce() {
        var bench = opened(.retry)
        bench.arm()
        bench.key(.character("y"))
        bench.key(.character("y"))
        #expect(bench.requests == [.retry("bad")])
        #expect(bench.state.overlays.isEmpty)
    }

    /// Half replaced files must not be run on.
    @Test func aServerUnderRestoreIsNotStarted() {
        var bench = Bench.opened(power: .stopped)
        bench.press(.power)
        bench.key(.character("s"))
        bench.arm()
        bench.progress("b1", .restore, .running)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        bench.key(.escape)
        bench.press(.power)
        #expect(bench.menu?.lines.first { $0.choice == .power(.start) }?.reason?.contains("restore runs") == true)
        bench.list(Sample.backups, [Sample.report("b1", .restore, .done)])
        bench.serverRead(Sample.server(condition: .restoring))
        bench.key(.escape)
        bench.press(.power)
        #expect(bench.menu?.lines.first { $0.choice == .power(.start) }?.reason == "it is being restored")
    }

    @Test(arguments: [SheetKey.enter, .escape, .character("n"), .character("q")])
    func cancelIsChosen(key: SheetKey) {
        var bench = opened(.retry)
        bench.arm()
        bench.key(key)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.requests.isEmpty)
    }

    @Test(arguments: [SheetKey.character("x"), .character("T"), .character("Y"), .paste("y"), .tab, .down, .other])
    func otherKeysNeitherAcceptNorCancel(key: SheetKey) {
        var bench = opened(.retry)
        bench.arm()
        bench.key(key)
        #expect(bench.confirmSheet != nil)
        #expect(bench.requests.isEmpty)
    }

    @Test func typeAheadIsSwallowed() {
        var bench = opened(.retry)
        bench.type("yyyy")
        bench.key(.enter)
        #expect(bench.confirmSheet != nil)
        #expect(bench.requests.isEmpty)
        #expect(bench.timers.values.contains(.milliseconds(400)))
    }

    @Test func theSheetIsAboutTheBackupOfTheKeyPress() {
        var bench = opened(.retry)
        bench.arm()
        bench.select("b1")
        bench.key(.character("y"))
        #expect(bench.requests == [.retry("bad")])
    }

    @Test func aBackupThatTurnedGoodUnderTheSheetIsNotRetried() {
        var bench = opened(.retry)
        bench.arm()
        bench.list([Sample.backup("bad")] + Sample.backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.kind == .warning)
        #expect(bench.state.notice?.text.contains("nothing was sent") == true)
    }

    @Test func aBackupThatVanishedUnderTheSheetIsSaidToBeGone() {
        var bench = opened(.retry)
        bench.arm()
        bench.list(Sample.backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("gone") == true)
    }

    @Test func workThatBeganUnderTheSheetStopsTheAct() {
        var bench = opened(.retry)
        bench.arm()
        bench.progress("bad", .create, .running)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("a create of \"copy bad\" runs") == true)
    }

    @Test func startingTheServerIsLight() {
        var bench = Bench.opened(power: .stopped)
        bench.press(.power)
        bench.key(.character("s"))
        bench.arm()
        bench.key(.character("y"))
        #expect(bench.requests == [.power(.start)])
    }

    @Test(arguments: [("t", PowerSignal.stop), ("r", .restart), ("k", .kill)])
    func otherPowerSignalsNeedAPlan(letter: String, signal: PowerSignal) {
        var bench = Bench.opened()
        bench.press(.power)
        bench.key(.character(Character(letter)))
        #expect(bench.planSheet?.target == PlanTarget(act: .power(signal), location: Sample.place))
        #expect(bench.requests.isEmpty)
        bench.read()
        #expect(bench.plan?.level == (signal == .kill ? .extreme : .severe))
    }

    @Test(arguments: [
        (MutationAnswer.accepted(nil), Notice.Kind.success, "accepted"),
        (.refused(ProviderError(.forbidden, "not yours")), .failure, "not yours"),
        (.ambiguous(Sample.offline), .warning, "not sent again"),
        (.notSent("no journal"), .failure, "nothing was sent"),
    ])
    func theAnswerIsSaidInPlainWords(answer: MutationAnswer, kind: Notice.Kind, words: String) {
        var bench = opened(.retry)
        bench.arm()
        bench.key(.character("y"))
        bench.answer(answer)
        #expect(bench.state.notice?.kind == kind)
        #expect(bench.state.notice?.text.contains(words) == true)
        #expect(bench.state.notice?.text.contains("copy bad") == true, "the object is named")
        #expect(bench.requests.count == 1)
    }

    @Test(arguments: [
        ("it was retried and is good now", Sample.backup("bad", state: .completed), "failed"),
        ("it is made again", Sample.backup("bad", state: .running), "failed"),
    ])
    func aBackupThatChangedUnderTheSheetIsNotTouched(name: String, now: Backup, word: String) {
        var bench = opened(.retry)
        bench.arm()
        bench.list([now] + Sample.backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty, "\(name)")
        #expect(bench.state.notice?.text.contains("nothing was sent") == true)
        #expect(bench.state.notice?.text.contains(word) == true)
    }

    @Test func aRetryThatBecameOneOfARestoreIsNotSent() {
        var bench = opened(.retry)
        bench.arm()
        bench.list(Self.failed, [Sample.report("bad", .restore, .failed)])
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
    }

    @Test func withoutAListThatCanBeReadNothingIsRetried() {
        var bench = opened(.retry)
        bench.arm()
        bench.failList()
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
    }

    @Test func aServerThatRunsAlreadyIsNotStarted() {
        var bench = Bench.opened(power: .stopped)
        bench.press(.power)
        bench.key(.character("s"))
        bench.arm()
        bench.event(.power(.running))
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text == "Start smp-main: nothing was sent, it runs already")
    }
}
