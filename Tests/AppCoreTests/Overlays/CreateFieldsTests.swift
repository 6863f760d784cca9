import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("The create sheet has the fields that the service takes")
struct CreateFieldsTests {
    private static func armed(_ traits: ProviderCapabilities = .logged, _ backups: [Backup] = Sample.backups) -> Bench {
        var bench = Bench.opened(backups, context: Sample.context(capabilities: traits))
        bench.press(.create)
        bench.arm()
        return bench
    }

    @Test(arguments: [
        ([], [.label]), ([.ignoredPatterns], [.label, .patterns]), ([.lock], [.label, .lock]),
        ([.ignoredPatterns, .lock], [.label, .patterns, .lock]),
    ] as [(Set<CreateTraits.Option>, [NameSheet.Field])])
    func theFieldsFollowTheService(options: Set<CreateTraits.Option>, fields: [NameSheet.Field]) {
        let bench = Self.armed(.logged.with { $0.create.options = options })
        #expect(bench.nameSheet?.fields == fields)
        #expect(bench.nameSheet?.focus == .label)
    }

    @Test func tabAndArrowsGoRound() {
        var bench = Self.armed()
        var seen: [NameSheet.Field?] = []
        for key in [.tab, .tab, .tab, .down, .up, .up] as [SheetKey] {
            bench.key(key)
            seen.append(bench.nameSheet?.focus)
        }
        #expect(seen == [.patterns, .lock, .label, .patterns, .label, .lock])
    }

    @Test func tabInASheetWithOneFieldStays() {
        var bench = Self.armed(.logged.with { $0.create.options = [] })
        bench.key(.tab)
        bench.key(.up)
        #expect(bench.nameSheet?.focus == .label)
        #expect(bench.nameSheet?.input.isAllSelected == true, "a move edits nothing")
    }

    @Test func everythingTypedIsSent() {
        var bench = Self.armed()
        bench.type("before the update")
        bench.key(.tab)
        bench.type("*.log, cache/")
        bench.key(.tab)
        bench.key(.character(" "))
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(
            name: "before the update", ignoredPatterns: ["*.log", "cache/"], isLocked: true
        ))])
    }

    @Test(arguments: [
        ("", []), ("  ", []), (",,", []), ("*.log", ["*.log"]), (" a , b ", ["a", "b"]), ("a,,b,", ["a", "b"]),
        ("a\\,b", ["a,b"]), ("a\\,b,c", ["a,b", "c"]), ("\\,", [","]), (
            "!keep.log,dir name/",
            ["!keep.log", "dir name/"]
        ),
    ])
    func commasStandBetweenPatterns(text: String, patterns: [String]) {
        var bench = Self.armed()
        bench.key(.tab)
        bench.type(text)
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: "Backup #4", ignoredPatterns: patterns))])
    }

    @Test func theLockIsToggledAndOtherKeysDoNothing() {
        var bench = Self.armed()
        bench.key(.tab)
        bench.key(.tab)
        for (key, isLocked) in [
            (.character(" "), true), (.character("x"), false), (.character("y"), false), (.backspace, false),
            (.paste("x"), false), (.character("x"), true),
        ] as [(SheetKey, Bool)] {
            bench.key(key)
            #expect(bench.nameSheet?.isLocked == isLocked)
        }
        #expect(bench.nameSheet?.input.text == "Backup #4")
        #expect(bench.nameSheet?.patterns?.text.isEmpty == true)
    }

    @Test func typingGoesOnlyWhereTheFocusIs() {
        var bench = Self.armed()
        bench.key(.tab)
        bench.type("logs")
        bench.key(.up)
        bench.type("n")
        #expect(bench.nameSheet?.input.text == "n")
        #expect(bench.nameSheet?.patterns?.text == "logs")
    }

    @Test func aProblemWithTheNameLeadsBackToTheName() {
        var bench = Self.armed()
        bench.type("copy b1")
        bench.key(.tab)
        bench.type("*.log")
        bench.key(.enter)
        #expect(bench.requests.isEmpty)
        #expect(bench.nameSheet?.problem?.contains("exists already") == true)
        #expect(bench.nameSheet?.focus == .label)
        #expect(bench.nameSheet?.patterns?.text == "*.log", "nothing typed is lost")
    }

    @Test func aDescriptionMayBeEmptyAndShared() {
        var bench = Self.armed(.silent)
        #expect(bench.nameSheet?.label == .description)
        #expect(bench.nameSheet?.input.text.isEmpty == true)
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: ""))])
        bench.answer(.accepted("n1"))
        #expect(bench.state.notice?.text == "Create a backup: accepted")
        #expect(bench.operation("n1", .create)?.title?.isEmpty != true)
    }

    @Test func twoDescriptionsMayBeAlike() {
        var bench = Self.armed(.silent)
        bench.type("copy b1")
        #expect(bench.nameSheet?.problem == nil)
        bench.key(.enter)
        #expect(bench.requests == [.create(BackupDraft(name: "copy b1"))])
    }

    @Test func aDescriptionHasALimitToo() {
        var bench = Self.armed(.silent.with { $0.create.labelLimit = 5 })
        bench.type("123456")
        #expect(bench.nameSheet?.problem == "At most 5 characters, this has 6")
    }

    @Test func aRenameHasOneFieldAndCarriesNothingElse() {
        var bench = Bench.opened(context: Sample.context(capabilities: .logged.with { $0.actions.insert(.rename) }))
        bench.press(.rename)
        bench.arm()
        #expect(bench.nameSheet?.fields == [.label])
        bench.key(.tab)
        bench.type("renamed")
        bench.key(.enter)
        #expect(bench.requests == [.rename("b1", to: "renamed")])
    }

    // MARK: Ids

    @Test func anIDOfOurOwnIsSentOnlyWhereItIsTaken() {
        var bench = Self.armed()
        bench.key(.enter)
        guard case let .create(plain)? = bench.requests.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(plain.id == nil)
        bench = Self.armed(.synchronous)
        bench.key(.enter)
        guard case let .create(own)? = bench.requests.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(own.id.map { Self.isVersion4($0.rawValue) } == true)
    }

    @Test func noIDIsEverUsedTwice() {
        var bench = Self.armed(.synchronous)
        var ids: [Backup.ID?] = []
        for index in 0 ..< 20 {
            bench.type("name \(index)")
            bench.key(.enter)
            if case let .create(draft)? = bench.requests.last { ids.append(draft.id) }
            bench.answer(.refused(Sample.offline))
            bench.press(.create)
            bench.arm()
        }
        #expect(ids.count == 20)
        #expect(Set(ids).count == 20)
    }

    @Test func everyIDIsAVersion4UUIDAndUnique() {
        var source = IDSource(7, 9)
        let ids = (0 ..< 2000).map { _ in source.uuid() }
        #expect(Set(ids).count == 2000)
        #expect(ids.allSatisfy(Self.isVersion4))
    }

    @Test(arguments: [
        (IDSource(1, 2), IDSource(2, 1)),
        (IDSource(1, 2), IDSource(1, 3)),
        (IDSource(1, 2), IDSource(3, 2))
    ])
    func otherSeedsMakeOtherIDs(left: IDSource, right: IDSource) {
        var (left, right) = (left, right)
        let ours = (0 ..< 500).map { _ in left.uuid() }
        let theirs = (0 ..< 500).map { _ in right.uuid() }
        #expect(Set(ours).isDisjoint(with: theirs))
    }

    @Test func aShortIDIsEightDigits() {
        var source = IDSource(0, 0)
        let ids = (0 ..< 200).map { _ in source.short() }
        #expect(Set(ids).count == 200)
        #expect(ids.allSatisfy { $0.count == 8 && $0.allSatisfy(\.isHexDigit) })
    }

    private static func isVersion4(_ text: String) -> Bool {
        let parts = text.split(separator: "-")
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy { $0.isHexDigit && !$0.isUppercase }
            && parts[2].first == "4" && parts[3].first.map { "89ab".contains($0) } == true
    }
}
