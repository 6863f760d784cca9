/// A key, without its modifiers.
public enum Key: Hashable, Sendable {
    /// A key that types something; letters carry their case, so there is no shift beside them.
    case character(Character)
    /// Return or Enter.
    case enter
    /// Escape, or the beginning of a key sequence that came too late.
    case escape
    /// Tab.
    case tab
    /// Shift-Tab.
    case backTab
    /// Backspace.
    case backspace
    /// Delete to the right.
    case delete
    /// Insert.
    case insert
    /// Arrow up.
    case up
    /// Arrow down.
    case down
    /// Arrow left.
    case left
    /// Arrow right.
    case right
    /// Home.
    case home
    /// End.
    case end
    /// Page up.
    case pageUp
    /// Page down.
    case pageDown
    /// F1 and on; the number starts at 1.
    case function(Int)
}

extension Key {
    /// Keys with a name, and the names; the first name of a key is the one printed.
    static let names: [(name: String, key: Key)] = [
        ("enter", .enter), ("return", .enter), ("esc", .escape), ("escape", .escape), ("tab", .tab),
        ("backtab", .backTab), ("backspace", .backspace), ("del", .delete), ("delete", .delete), ("ins", .insert),
        ("insert", .insert), ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
        ("end", .end), ("pgup", .pageUp), ("pageup", .pageUp), ("pgdn", .pageDown), ("pagedown", .pageDown),
        ("space", .character(" ")), ("minus", .character("-")),
    ]
}
