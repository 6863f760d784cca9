/// What became of a copy to the clipboard; a terminal never confirms one, so no case claims success.
public enum ClipboardResult: Hashable, Sendable {
    /// What stands between the program and the terminal.
    public enum Route: Hashable, Sendable {
        /// Nothing.
        case direct
        /// tmux, which passes it on only with `set-clipboard on` or `allow-passthrough on`.
        case tmux
        /// GNU screen, which passes it on in pieces.
        case screen
    }

    /// The request was sent; whether the terminal honours it is its own choice.
    case sent(via: Route)
    /// Longer than terminals take; `limit` is the most bytes of text that are sent.
    case tooLong(limit: Int)
    /// This terminal has no such request, or its output is blocked.
    case unavailable
}
