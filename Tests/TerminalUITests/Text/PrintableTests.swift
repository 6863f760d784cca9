import TerminalUI
import Testing

@Suite struct PrintableTests {
    @Test(arguments: [
        ("plain name", "plain name"),
        ("żółw 漢字 😀", "żółw 漢字 😀"),
        ("a\u{1B}[31mred\u{1B}[0m", "ared"),
        ("a\u{1B}[?2004;1 qb", "ab"),
        ("a\u{1B}]52;c;AAAA\u{07}b", "ab"),
        ("a\u{1B}]0;title\u{1B}\\b", "ab"),
        ("a\u{9D}0;title\u{9C}b", "ab"),
        ("a\u{9B}2Jb", "ab"),
        ("a\u{1B}P1;2q~\u{1B}\\b", "ab"),
        ("a\u{1B}cb", "ab"),
        ("a\u{1B}(0b", "ab"),
        ("a\u{1B}]0;unterminated", "a0;unterminated"),
        ("end\u{1B}", "end"),
        ("end\u{1B}[", "end"),
        ("one\ntwo\r\nthree\rfour\tfive", "one two three four five"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"),
        ("nul\u{0}bel\u{7}del\u{7F}", "nulbeldel"),
        ("user\u{202E}gpj.exe", "usergpj.exe"),
        ("\u{2066}a\u{2067}b\u{2068}c\u{2069}", "abc"),
        ("\u{200E}a\u{200F}b\u{61C}", "ab"),
        ("ze\u{200B}ro\u{FEFF}wi\u{2060}dth\u{AD}", "zerowidth"),
        ("\u{301}leading mark", "leading mark"),
        ("no\u{A0}break", "no break"),
        ("private\u{E000}", "private\u{FFFD}"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("👩🏽‍🚀", "👩🏽‍🚀"),
        ("a\u{200D}b", "ab"),
        ("tag\u{E0041}\u{E0042}", "tag"),
    ])
    func `text from elsewhere keeps only what can be seen`(text: String, expected: String) {
        #expect(text.printable.unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test func `a stack of marks is cut`() {
        let stacked = "a" + String(repeating: "\u{301}", count: 50) + "b"
        #expect(stacked.printable.unicodeScalars.count == 6)
    }

    @Test func `making text printable twice changes nothing more`() {
        var generator = SplitMix(seed: 7)
        let parts = [
            "\u{1B}", "[", "]", "\u{9B}", "\u{9D}", "\u{7}", "\\", "0;", "m", "a", "\n", "\u{202E}", "\u{301}", "😀",
            "\u{200D}", "漢", "\u{FE0F}", "\u{E000}", "\r",
        ]
        for _ in 0 ..< 2000 {
            let text = (0 ..< 12).map { _ in parts[Int(generator.next() % UInt64(parts.count))] }.joined()
            let once = text.printable
            #expect(once.printable.unicodeScalars.elementsEqual(once.unicodeScalars))
            #expect(once.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            #expect(!once.unicodeScalars.contains { (0x202A ... 0x202E).contains($0.value) })
        }
    }
}
