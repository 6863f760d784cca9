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

    @Test(arguments: [(UserAction.delete, Mutation.Request.delete("bad")), (.retry, .retry("bad"))])
    func yAcceptsOnce(action: UserAction, request: Mutation.Request) {
        var bench = opened(action)
        bench.arm()
        bench.key(.character("y"))
        bench.key(.character("y"))
        #expect(bench.requests == [request])
        #expect(bench.state.overlays.isEmpty)
    }

    @Test(arguments: [SheetKey.enter, .escape, .character("n"), .character("q")])
    func cancelIsChosen(key: SheetKey) {
        var bench = opened(.delete)
        bench.arm()
        bench.key(key)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.requests.isEmpty)
    }

    @Test(arguments: [SheetKey.character("x"), .character("T"), .character("Y"), .paste("y"), .tab, .down, .other])
    func otherKeysNeitherAcceptNorCancel(key: SheetKey) {
        var bench = opened(.delete)
        bench.arm()
        bench.key(key)
        #expect(bench.confirmSheet != nil)
        #expect(bench.requests.isEmpty)
    }

    @Test func typeAheadIsSwallowed() {
        var bench = opened(.delete)
        bench.type("yyyy")
        bench.key(.enter)
        #expect(bench.confirmSheet != nil)
        #expect(bench.requests.isEmpty)
        #expect(bench.timers.values.contains(.milliseconds(400)))
    }

    @Test func theSheetIsAboutTheBackupOfTheKeyPress() {
        var bench = opened(.delete)
        bench.arm()
        bench.select("b1")
        bench.key(.character("y"))
        #expect(bench.requests == [.delete("bad")])
    }

    @Test(arguments: [UserAction.delete, .retry])
    func aBackupThatTurnedGoodUnderTheSheetIsNeitherDeletedNorRetried(action: UserAction) {
        var bench = opened(action)
        bench.arm()
        bench.list([Sample.backup("bad")] + Sample.backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.kind == .warning)
        #expect(bench.state.notice?.text.contains("copy bad") == true)
    }

    @Test(arguments: [UserAction.delete, .retry])
    func aBackupThatVanishedUnderTheSheetIsSaidToBeGone(action: UserAction) {
        var bench = opened(action)
        bench.arm()
        bench.list(Sample.backups)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("gone") == true)
    }

    @Test(arguments: [UserAction.delete, .retry])
    func workThatBeganUnderTheSheetStopsTheAct(action: UserAction) {
        var bench = opened(action)
        bench.arm()
        bench.progress("bad", .create, .running)
        bench.key(.character("y"))
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("runs now") == true)
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
        (.refused(ProviderError(.notFound, "no such backup")), .success, "gone already"),
        (.refused(ProviderError(.forbidden, "not yours")), .failure, "not yours"),
        (.ambiguous(Sample.offline), .warning, "not sent again"),
        (.notSent("no journal"), .failure, "nothing was sent"),
    ])
    func theAnswerIsSaidInPlainWords(answer: MutationAnswer, kind: Notice.Kind, words: String) {
        var bench = opened(.delete)
        bench.arm()
        bench.key(.character("y"))
        bench.answer(answer)
        #expect(bench.state.notice?.kind == kind)
        #expect(bench.state.notice?.text.contains(words) == true)
        #expect(bench.state.notice?.text.contains("copy bad") == true, "the object is named")
        #expect(bench.requests.count == 1)
    }
}

@Suite("Menus and the palette")
struct MenuTests {
    @Test func theActionsMenuSaysWhyALineIsOff() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.actionsMenu)
        let create = bench.menu?.lines.first { $0.choice == .action(.create) }
        #expect(create?.reason?.contains("read-only") == true)
        #expect(bench.menu?.lines.first { $0.choice == .action(.refresh) }?.reason == nil)
    }

    @Test func aLineThatIsOffSaysSoAndStaysOpen() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.actionsMenu)
        bench.key(.enter)
        #expect(bench.state.notice?.kind == .warning)
        #expect(bench.menu != nil)
    }

    @Test func arrowsStayWithinTheMenu() {
        var bench = Bench.opened()
        bench.press(.actionsMenu)
        bench.key(.up)
        #expect(bench.menu?.cursor == 0)
        for _ in 0 ..< 40 { bench.key(.down) }
        #expect(bench.menu?.cursor == (bench.menu?.lines.count ?? 0) - 1)
    }

    @Test func copyingTakesTheSelectedBackup() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.copy)
        bench.key(.character("i"))
        #expect(bench.effects == [.copyToClipboard(what: "id", text: "b2")])
        #expect(bench.state.overlays.isEmpty)
        bench.press(.copy)
        bench.key(.character("c"))
        #expect(bench.state.notice?.text == "this backup has no checksum")
    }

    @Test func thePaletteNarrowsAndRuns() {
        var bench = Bench.opened()
        bench.press(.palette)
        bench.type("show-s")
        guard case let .palette(palette)? = bench.state.overlays.last else {
            Issue.record("no palette")
            return
        }
        #expect(palette.matches == [.showServers])
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.screen == .servers)
    }

    @Test func nonsenseInThePaletteRunsNothing() {
        var bench = Bench.opened()
        bench.press(.palette)
        bench.type("qqq")
        let before = bench.state.manager
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.manager == before)
    }

    @Test func thePaletteObeysReasons() {
        var bench = Bench.opened(context: Sample.context(access: .readOnly))
        bench.press(.palette)
        bench.type("restore")
        bench.key(.enter)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.state.notice?.text.hasPrefix("restore: ") == true)
    }

    @Test func helpScrollsAndCloses() {
        var bench = Bench.opened()
        bench.press(.help)
        bench.key(.down)
        bench.key(.character("k"))
        bench.key(.character("k"))
        #expect(bench.state.overlays == [.help(HelpPage())])
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
    }
}
