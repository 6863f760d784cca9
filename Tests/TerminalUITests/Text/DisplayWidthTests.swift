import TerminalUI
import Testing

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("─", 1), ("ż", 1), ("я", 1), ("±", 1), ("…", 1), ("█", 1),
        ("漢", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("あ", 2), ("Ａ", 2), ("　", 2), ("ｱ", 1),
        ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🇵🇱", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("⌚", 2), ("✅", 2),
        ("\u{200B}", 0), ("\u{301}", 0), ("\t", 0), ("\u{7F}", 0), ("\u{AD}", 0), ("\u{202E}", 0),
    ] as [(Character, Int)])
    func `a cluster takes the cells a terminal gives it`(character: Character, width: Int) {
        #expect(character.displayWidth == width)
    }

    @Test(arguments: [("", 0), ("smp-main", 8), ("żółw", 4), ("a漢b", 4), ("🇵🇱🇩🇪", 4), ("a\u{1B}b", 2)])
    func `text takes the sum of its clusters`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }
}
