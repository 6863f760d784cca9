import Testing
@testable import LocalState

struct SafeFileNameTests {
    @Test(arguments: [
        "smp-main 2026-11-26 04:31.tar.gz", "a", "zażółć gęślą.zip", "👩‍👩‍👧 family.tar.gz", "no extension", "a..b", "a~1",
        "console.tar.gz", "part", "a.part.gz", "x.", "a-",
    ])
    func aHarmlessNameIsKeptAsItIs(name: String) {
        #expect(SafeFileName(name).text == name)
        #expect(SafeFileName(name).part == name + ".part")
    }

    @Test func anEmptyNameIsBackup() {
        #expect(SafeFileName("").text == "backup")
    }

    @Test(arguments: [
        ("../../etc/passwd", "_.._etc_passwd~", ""),
        ("/etc/cron.d/x", "_etc_cron.d_x~", ""),
        ("a\\b.zip", "a_b~", ".zip"),
        ("a\u{FF0F}b", "a_b~", ""),
        (".bashrc", "bashrc~", ""),
        (".\u{301}hidden", "\u{301}hidden~", ""),
        ("...", "backup~", ""),
        (".", "backup~", ""),
        ("..", "backup~", ""),
        ("  \t ", "_~", ""),
        ("   ", "backup~", ""),
        (" a ", "a~", ""),
        ("a\nb\u{0}c\u{7F}d\u{85}e\u{1B}[31m.tar.gz", "a_b_c_d_e_[31m~", ".tar.gz"),
        ("a\u{2028}b\u{2029}c", "a_b_c~", ""),
        ("gz.\u{202E}rat.tar", "gz._rat~", ".tar"),
        ("a\u{200E}\u{200F}\u{061C}\u{2066}\u{2069}b", "a_____b~", ""),
        ("a\u{FEFF}\u{200B}b", "a__b~", ""),
        ("-rf.tar.gz", "_rf~", ".tar.gz"),
        ("-\u{301}rf", "_\u{301}rf~", ""),
        ("CON", "_CON~", ""),
        ("nul.tar.gz", "_nul~", ".tar.gz"),
        ("Lpt1.zip", "_Lpt1~", ".zip"),
        ("a.tar.gz.part", "a.tar.gz_part~", ""),
        (".part", "part~", ""),
        ("x.PART", "x_part~", ""),
    ])
    func whatCouldDoHarmIsChangedAndTagged(name: String, beginning: String, ending: String) {
        let safe = SafeFileName(name).text
        #expect(safe.utf8.starts(with: beginning.utf8), "\(safe)")
        #expect(safe.hasSuffix(ending))
        #expect(safe.utf8.count == beginning.utf8.count + 8 + ending.utf8.count, "\(safe)")
        #expect(!safe.contains("/"))
    }

    @Test func namesThatLoseTheirDifferenceAreToldApart() {
        let long = String(repeating: "x", count: 300)
        let names = ["a/b", "a\\b", "a\u{1}b", "a_b", " a_b", long + "1.tar.gz", long + "2.tar.gz", ".a", "..a", "a"]
        #expect(Set(names.map { SafeFileName($0).text }).count == names.count)
        #expect(SafeFileName("a/b") == SafeFileName("a/b"))
    }

    @Test(
        arguments: ["x", "é", "e\u{301}", "日", "👩‍👩‍👧‍👦", "a\u{301}\u{302}\u{303}\u{304}"],
        [1, 37, 150, 199, 201, 1000, 20000]
    )
    func aLongNameIsCutBetweenCharactersAndKeepsItsExtension(character: String, count: Int) {
        let name = String(repeating: character, count: count) + ".tar.gz"
        let safe = SafeFileName(name).text
        #expect(safe.utf8.count <= 200)
        #expect(safe.hasSuffix(".tar.gz"))
        guard name.utf8.count > 200 else {
            #expect(safe == name)
            return
        }
        #expect(safe.utf8.count > 200 - character.utf8.count)
        let stem = safe.dropLast(".tar.gz".count + 9)
        #expect(stem.allSatisfy { String($0) == character })
    }

    @Test func aCharacterThatIsLongerThanANameLeavesThePlaceholder() {
        let safe = SafeFileName("a" + String(repeating: "\u{301}", count: 500) + ".zip").text
        #expect(safe.hasPrefix("backup~"))
        #expect(safe.hasSuffix(".zip"))
    }

    @Test func aHugeNameIsReadQuickly() {
        #expect(SafeFileName(String(repeating: "/", count: 5_000_000) + ".gz").text.utf8.count <= 200)
    }
}
