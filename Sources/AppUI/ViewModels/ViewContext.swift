import AppCore
import FoundationEssentials
public import TerminalUI

/// Everything besides the state that decides what is drawn.
public struct ViewContext: Sendable {
    public var theme: Theme
    public var traits: TerminalTraits
    public var time: TimeText
    public var keymap: Keymap

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

    public var border: BorderSet {
        traits.unicode ? .unicode : .ascii
    }

    /// Between the hints of a last line.
    public var dot: String {
        traits.unicode ? " · " : " - "
    }
}
