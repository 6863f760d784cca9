import TerminalUI
import Testing

@Suite struct TerminalNamesTests {
    @Test(arguments: [
        (nil, ["xterm-256color", "ansi"]),
        ("", ["xterm-256color", "ansi"]),
        ("xterm-256color", ["xterm-256color", "ansi"]),
        ("xterm-kitty", ["xterm-kitty", "xterm-256color", "ansi"]),
        ("tmux-256color", ["tmux-256color", "screen-256color", "screen", "xterm-256color", "ansi"]),
        ("screen.xterm-256color", ["screen.xterm-256color", "screen-256color", "screen", "xterm-256color", "ansi"]),
        ("linux-16color", ["linux-16color", "linux", "xterm-256color", "ansi"]),
        ("vt420", ["vt420", "vt100", "xterm-256color", "ansi"]),
    ])
    func `the entry given comes first, then its base, then the common ones`(given: String?, expected: [String]) {
        #expect(TerminalNames.candidates(for: given) == expected)
    }

    @Test(arguments: [
        ("xterm-kitty", true), ("tmux-256color", true), ("linux", false), ("vt100", false), ("dumb", false),
    ])
    func `a console has no clipboard`(name: String, expected: Bool) {
        #expect(TerminalNames.mayHaveClipboard(name) == expected)
    }
}
