import AppCore
import FoundationEssentials
public import TerminalUI

/// Everything besides the state that decides what is drawn.
public struct ViewContext: Sendable {
    /// The look of every role.
    public var theme: Theme
    /// What the terminal can show.
    public var traits: TerminalTraits
    /// How moments are written.
    public var time: TimeText
    /// The keys that hints and help name.
    public var keymap: Keymap

    /// Everything a view needs besides the state.
    public init(traits: TerminalTraits, time: TimeText = TimeText(), keymap: Keymap = .standard) {
        theme = Theme(traits: traits)
        self.traits = traits
        self.time = time
        self.keymap = keymap
    }

    /// The sign for cut text.
    public var ellipsis: String {
        traits.unicode ? "…" : "~"
    }

    /// Borders the terminal can show.
    public var border: BorderSet {
        traits.unicode ? .unicode : .ascii
    }

    /// Between the hints of a last line.
    public var dot: String {
        traits.unicode ? " · " : " - "
    }
}
