import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The name sheet: create and rename")
struct NameSheetTests {
    private func opened(_ action: UserAction = .create, _ backups: [Backup] = Sample.backups) -> Bench {
        var bench = Bench.opened(backups)
        bench.press(action)
        return bench
    }

    private func armed(_ action: UserAction = .create, _ backups: [Backup] = Sample.backups) -> Bench {
        var bench = opened(action, backups)
        bench.arm()
        return bench
    }

    @Test func keysInTheFirst400MillisecondsAreSwallowed() {
        var bench = opened()
        #expect(bench.timers.values.contains(.milliseconds(400)))
        bench.type("abc")
        bench.key(.enter)
        bench.key(.escape)
        bench.key(.paste("pasted"))
        #expect(bench.nameSheet?.input.text == "Backup #4")
        #expect(bench.nameSheet?.isArmed == false)
        #expect(bench.requests.isEmpty)
        bench.arm()
        #expect(bench.nameSheet?.isArmed == true)
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: "Backup #4"))])
    }

    @Test func theGuardTimerOfAnOlderSheetArmsNothing() {
        var bench = opened()
        let old = bench.timers.keys.first { if case .sheetGuard = $0 { true } else { false } }
        bench.arm()
        bench.key(.escape)
        bench.press(.create)
        if let old { bench.send(.timerFired(old)) }
        #expect(bench.nameSheet?.isArmed == false)
    }

    @Test func thePrefilledNameIsSelectedSoThatTheFirstKeyReplacesIt() {
        var bench = armed()
        #expect(bench.nameSheet?.input.isAllSelected == true)
        bench.type("x")
        #expect(bench.nameSheet?.input.text == "x")
        #expect(bench.nameSheet?.input.isAllSelected == false)
    }

    @Test func escapeSendsNothing() {
        var bench = armed()
        bench.key(.escape)
        #expect(bench.state.overlays.isEmpty)
        #expect(bench.requests.isEmpty)
    }

    @Test func enterTwiceSendsOnce() {
        var bench = armed()
        bench.key(.enter)
        bench.key(.enter)
        #expect(bench.requests.count == 1)
        #expect(bench.state.overlays.isEmpty)
    }

    @Test func aCreateNamesItsPlaceAndItsAct() {
        var bench = armed()
        bench.key(.enter)
        #expect(bench.sent.first?.location == Sample.place)
        #expect(bench.sent.first?.act.rawValue.hasPrefix("test-") == true)
    }

    @Test(arguments: [
        ("", "A name is needed"), ("   ", "A name is needed"),
        (String(repeating: "n", count: 49), "At most 48 characters, this has 49"),
        ("copy b1", "\"copy b1\" exists already: choose another name"),
        ("COPY B1", "\"copy b1\" exists already: choose another name"),
        ("  copy b1 ", "\"copy b1\" exists already: choose another name"),
    ])
    func aBadNameIsSaidAndNotSent(name: String, problem: String) {
        var bench = armed()
        bench.key(.killLine)
        bench.type(name)
        bench.key(.enter)
        #expect(bench.nameSheet?.problem == problem)
        #expect(bench.requests.isEmpty)
    }

    @Test func aProblemGoesAwayWhileTyping() {
        var bench = armed()
        bench.type("copy b1")
        #expect(bench.nameSheet?.problem != nil)
        bench.type("x")
        #expect(bench.nameSheet?.problem == nil)
    }

    @Test func theLimitIsInCharactersNotBytes() {
        var bench = armed()
        bench.type(String(repeating: "ß", count: 48))
        #expect(bench.nameSheet?.problem == nil)
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: String(repeating: "ß", count: 48)))])
    }

    @Test func blanksAtTheEndsAreNotSent() {
        var bench = armed()
        bench.type("  before  update ")
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: "before  update"))])
    }

    @Test func aFailedBackupsNameIsFree() {
        var bench = armed(.create, [Sample.backup("b1", name: "nightly", state: .failed)])
        bench.type("nightly")
        #expect(bench.nameSheet?.problem == nil)
    }

    @Test func controlCharactersNeverReachAName() {
        var bench = armed()
        bench.key(.paste("a\u{1B}[31mb\u{7}\u{9B}c\r\nd\u{0}"))
        #expect(bench.nameSheet?.input.text == "a[31mbcd")
    }

    @Test func aHugePasteIsCutShort() {
        var bench = armed()
        bench.key(.paste(String(repeating: "y", count: 100_000)))
        #expect(bench.nameSheet?.input.text.count == 200)
        bench.key(.enter)
        #expect(bench.requests.isEmpty)
    }

    @Test(arguments: [
        ([Backup](), "Backup #1"),
        ([Sample.backup("a", name: "Backup #2")], "Backup #3"),
        ([Sample.backup("a", name: "backup #2"), Sample.backup("b", name: "BACKUP #3")], "Backup #4"),
        ([Sample.backup("a", name: "Backup #1", state: .failed)], "Backup #2"),
    ])
    func theFreshNameIsNotTaken(backups: [Backup], name: String) {
        #expect(NameSheetReducer.freshName(besides: backups) == name)
    }

    @Test func aQuotaThatFilledUpMeanwhileIsSaid() {
        var bench = armed()
        bench.send(.serverLoaded(Sample.ref, .success(Sample.server(quota: Quota(used: 10, limit: 10)))))
        bench.key(.enter)
        #expect(bench.requests.isEmpty)
        #expect(bench.state.notice?.text.contains("quota is full now") == true)
    }

    @Test func aNameTakenMeanwhileIsSaid() {
        var bench = armed()
        bench.list(Sample.backups + [Sample.backup("b4", name: "Backup #4")])
        bench.key(.enter)
        #expect(bench.nameSheet?.problem?.contains("exists already") == true)
        #expect(bench.requests.isEmpty)
    }

    // MARK: Rename

    @Test func aRenameIsAboutTheBackupOfTheKeyPress() {
        var bench = Bench.opened()
        bench.select("b2")
        bench.press(.rename)
        bench.arm()
        bench.list([Sample.backup("b0", hoursOld: 0)] + Sample.backups)
        bench.select("b0")
        bench.type("golden")
        bench.key(.enter)
        #expect(bench.requests == [.rename("b2", to: "golden")])
    }

    @Test(arguments: ["copy b1", " padded  ", String(repeating: "long ", count: 2000)])
    func enterOnTheUntouchedNameSendsNothing(name: String) {
        let context = Sample.context(capabilities: Sample.capabilities(nameLimit: nil))
        var bench = Bench.opened([Sample.backup("b1", name: name)], context: context)
        bench.press(.rename)
        bench.arm()
        bench.key(.enter)
        #expect(bench.nameSheet?.problem == "This is its name already")
        #expect(bench.requests.isEmpty)
    }

    @Test func aRenameMayChangeTheCaseOfItsOwnName() {
        var bench = armed(.rename)
        bench.type("COPY b1")
        bench.key(.enter)
        #expect(bench.requests == [.rename("b1", to: "COPY b1")])
    }

    @Test func aBackupThatVanishedCannotBeRenamed() {
        var bench = armed(.rename)
        bench.type("golden")
        bench.list(Array(Sample.backups.dropFirst()))
        bench.key(.enter)
        #expect(bench.nameSheet?.problem?.contains("gone") == true)
        #expect(bench.requests.isEmpty)
    }
}

@Suite("Editing a line of text")
struct TextInputTests {
    private func edited(_ start: String, _ keys: [SheetKey]) -> (String, Int) {
        var input = TextInput(start)
        for key in keys { _ = input.apply(key) }
        return (input.text, input.cursor)
    }

    @Test(arguments: [
        ([SheetKey.end, .character("x")], "abcx", 4), ([.home, .character("x")], "xabc", 1),
        ([.left, .character("x")], "xabc", 1), ([.right, .character("x")], "abcx", 4),
        ([.end, .left, .character("x")], "abxc", 3), ([.end, .backspace], "ab", 2), ([.home, .delete], "bc", 0),
        ([.backspace], "", 0), ([.delete], "", 0), ([.killLine], "", 0), ([.killWord], "", 0),
        ([.home, .backspace], "abc", 0), ([.end, .delete], "abc", 3), ([.end, .right, .right], "abc", 3),
        ([.home, .left], "abc", 0), ([.end, .killWord], "", 0),
    ] as [([SheetKey], String, Int)])
    func keysEdit(keys: [SheetKey], text: String, cursor: Int) {
        #expect(edited("abc", keys) == (text, cursor))
    }

    @Test func killWordTakesOneWord() {
        #expect(edited("one two  ", [.end, .killWord]) == ("one ", 4))
    }

    @Test(arguments: [SheetKey.enter, .escape, .up, .down, .pageUp, .pageDown, .tab, .other])
    func otherKeysEditNothing(key: SheetKey) {
        var input = TextInput("abc")
        let before = input
        let hasEdited = input.apply(key)
        #expect(!hasEdited)
        #expect(input == before)
    }

    @Test func theLimitHolds() {
        var input = TextInput("abc", limit: 4)
        _ = input.apply(.end)
        _ = input.apply(.paste("xyz"))
        #expect(input.text == "abcx")
    }
}
