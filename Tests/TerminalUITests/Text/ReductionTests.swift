import TerminalUI
import Testing

@Suite struct ReductionTests {
    @Test(arguments: [
        (Color.red, TerminalTraits.Colors.eight, 1), (.bright(.red), .eight, 1), (.bright(.black), .eight, -1),
        (.bright(.red), .sixteen, 9), (.indexed(208), .palette, 208), (.indexed(208), .sixteen, 9),
        (.indexed(196), .eight, 1), (.indexed(21), .eight, 4), (.indexed(46), .eight, 2), (.indexed(226), .eight, 3),
        (.indexed(232), .sixteen, 0), (.indexed(255), .sixteen, 15), (.indexed(240), .eight, -1),
        (.red, .mono, -1), (.standard, .palette, -1), (.indexed(3), .eight, 3),
    ])
    func `a colour becomes the nearest the terminal has`(color: Color, colors: TerminalTraits.Colors, number: Int) {
        #expect(color.reduced(to: colors) == number)
    }

    @Test(arguments: 0 ... 255)
    func `no colour leaves the terminal's range`(index: UInt8) {
        #expect((-1 ..< 8).contains(Color.indexed(index).reduced(to: .eight)))
        #expect((-1 ..< 16).contains(Color.indexed(index).reduced(to: .sixteen)))
    }

    @Test(arguments: [
        ("a", 1, "a"), ("─", 1, "-"), ("│", 1, "|"), ("┌", 1, "+"), ("…", 1, "~"), ("·", 1, "."), ("█", 1, "#"),
        ("ż", 1, "?"), ("漢", 2, "??"), ("👩‍👩‍👧", 2, "??"), ("→", 1, ">"), ("═", 1, "="), ("║", 1, "|"), ("╬", 1, "+"),
    ] as [(Character, Int, String)])
    func `where only ASCII may be drawn a glyph has a substitute of its width`(
        character: Character,
        width: Int,
        expected: String
    ) {
        #expect(AsciiSubstitute.text(for: character, width: width) == expected)
    }
}
