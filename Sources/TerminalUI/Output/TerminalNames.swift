/// Which terminfo entries to try for a terminal.
package enum TerminalNames {
    private static let xtermLike: Set<String> = [
        "xterm", "kitty", "alacritty", "foot", "wezterm", "ghostty", "st", "vte", "konsole", "gnome", "iterm",
        "contour", "rio", "mintty", "putty", "ms", "nsterm",
    ]

    /// The name as given, then what it is derived from, then what nearly every terminal understands.
    package static func candidates(for given: String?) -> [String] {
        let name = given ?? ""
        let names = (name.isEmpty ? [] : [name] + bases(of: name.lowercased())) + ["xterm-256color", "ansi"]
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// Whether a terminal of this name may be asked to fill the clipboard.
    package static func mayHaveClipboard(_ name: String) -> Bool {
        let family = family(of: name.lowercased())
        return xtermLike.contains(family) || ["tmux", "screen", "rxvt"].contains(family)
    }

    private static func family(of name: String) -> String {
        String(name.prefix { $0.isLetter })
    }

    private static func bases(of name: String) -> [String] {
        let hasPalette = name.contains("256") || name.contains("direct")
        return switch family(of: name) {
        case "tmux", "screen": hasPalette ? ["screen-256color", "screen"] : ["screen"]
        case "rxvt": hasPalette ? ["rxvt-unicode-256color"] : ["rxvt", "xterm"]
        case "linux": ["linux"]
        case "vt": ["vt100"]
        default: []
        }
    }
}
