import CNCurses
import Glibc
import TerminalUI

/// What the terminal database says about the open terminal; read once after `newterm`.
struct TerminalDescription {
    /// Sent after the screen is on: keypad keys in their usual form, brackets around pastes.
    let enter: [UInt8]
    /// Sent before the screen goes off.
    let leave: [UInt8]
    /// Puts the terminal right by itself, for a crash.
    let reset: [UInt8]
    /// What this terminal sends for keys.
    let keys: [String: KeyEvent]

    /// Reads the current entry; nil when it lacks what a screen needs.
    static func current() -> TerminalDescription? {
        // A terminal that can only write line after line has neither.
        guard text("cup") != nil, let clear = text("clear") else { return nil }
        // Terminals of the old school would print a private mode they do not know.
        let hasModes = clear.contains("\u{1B}[")
        let enter = (text("smkx") ?? "") + (hasModes ? "\u{1B}[?2004h" : "")
        let leave = (hasModes ? "\u{1B}[?2004l" : "") + (text("rmkx") ?? "")
        let reset = leave + (text("sgr0") ?? "") + (text("op") ?? "") + (text("cnorm") ?? "") + (text("rmcup") ?? "")
        return TerminalDescription(
            enter: Array(enter.utf8),
            leave: Array(leave.utf8),
            reset: Array((reset + "\r\n").utf8),
            keys: keys()
        )
    }

    private static func keys() -> [String: KeyEvent] {
        let capabilities: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab),
            ("kent", .enter),
        ] + (1 ... 20).map { ("kf\($0)", .function($0)) }
        var keys: [String: KeyEvent] = [:]
        for (capability, key) in capabilities {
            if let sequence = text(capability), keys[sequence] == nil {
                keys[sequence] = KeyEvent(key)
            }
        }
        return keys
    }

    /// A capability without its padding marks such as `$<50/>`, which only slow lines of old needed.
    private static func text(_ capability: String) -> String? {
        guard let raw = nc_capability(capability) else { return nil }
        var result = ""
        var rest = Substring(String(cString: raw))
        while let mark = rest.range(of: "$<"), let end = rest[mark.upperBound...].firstIndex(of: ">") {
            result += rest[..<mark.lowerBound]
            rest = rest[rest.index(after: end)...]
        }
        result += rest
        return result.isEmpty ? nil : result
    }
}

extension Substring {
    fileprivate func range(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) {
                return start ..< index(start, offsetBy: mark.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
